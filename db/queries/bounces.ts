import { sql } from 'kysely'
import type { Instant } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { BounceOutcome } from '../tables/mailText.ts'
import { latestName } from './names.ts'

export interface BounceLine {
  id: number
  readAt: Instant
  outcome: BounceOutcome
  permanent: boolean
  /** Null where nobody knows which mail it was. */
  unitId: number | null
  unitName: string | null
  recipient: string | null
  personName: string | null
  telephone: string | null
  status: string | null
  remedy: string | null
  diagnostic: string
}

/** Mails that came back to the units in sight, the newest first; what nobody can place shows at the top alone. */
export async function listBounces(
  tx: Tx,
  page: { limit: number; offset: number },
): Promise<{ lines: BounceLine[]; total: number }> {
  const { rows } = await sql<BounceLine>`
    select b.id, b.read_at as "readAt", b.outcome, b.permanent, coalesce(m.address, b.recipient) as recipient, b.status, b.remedy, b.diagnostic,
      m.unit_id as "unitId", ${latestName(sql`m.unit_id`)} as "unitName",
      coalesce(c.name, a.name) as "personName", coalesce(c.telephone, a.telephone) as telephone
    from bounce b left join message m on m.id = b.message_id
    left join contact c on c.id = m.contact_id left join account a on a.id = m.account_id
    order by b.id desc limit ${page.limit} offset ${page.offset}`.execute(tx)
  const counted = await sql<{ total: number }>`select count(*) as total from bounce`.execute(tx)
  return { lines: rows, total: counted.rows[0]?.total ?? 0 }
}
