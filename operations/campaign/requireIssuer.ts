import { sql } from 'kysely'
import { Problem } from '../../domain/problem.ts'
import type { Op } from '../perform.ts'

/**
 * A campaign is commanded and its reports are judged from where it was issued, or from above. Coordinators below see how
 * far their units have come, and record what these say; whom to let off is not theirs to decide.
 * @throws Problem not-allowed
 */
export async function requireIssuer(op: Op, campaignIds: readonly number[]): Promise<void> {
  const { rows } = await sql`
    select 1 from campaign where id = any(${campaignIds}::integer[])
      and issuer_id not in (select unit_id from scope_subtree) limit 1`.execute(op.tx)
  if (rows.length > 0) throw new Problem('not-allowed')
}
