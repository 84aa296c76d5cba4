import { sql } from 'kysely'
import { Problem } from '../domain/problem.ts'
import type { Op } from './perform.ts'

/** What holds for the whole installation is changed from the top of its tree. @throws Problem not-allowed */
export async function requireTop(op: Op): Promise<void> {
  const { rows } = await sql`
    select 1 from unit_closure where descendant_id = scope_unit() and depth > 0 limit 1`.execute(op.tx)
  if (rows.length > 0) throw new Problem('not-allowed')
}
