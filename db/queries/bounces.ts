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
  /** A coordinator may have it count: for the mail that went to its address lately, or for the contact who has it. */
  settles: 'message' | 'contact' | null
  /** It counts by now, whoever or whatever has told. */
  settled: boolean
}

/** Mails that came back to the units in sight, the newest first; what nobody can place shows at the top alone. */
export async function listBounces(
  tx: Tx,
  page: { limit: number; offset: number },
): Promise<{ lines: BounceLine[]; total: number }> {
  const { rows } = await sql<BounceLine>`
    with page as (select * from bounce order by id desc limit ${page.limit} offset ${page.offset}),
    known as (select distinct on (email) email, id, unit_id, name, telephone, undeliverable_since from contact
      where upper_inf(valid) and email in (select recipient from page) order by email, id)
    select b.id, b.read_at as "readAt", b.outcome, b.permanent, coalesce(m.address, b.recipient) as recipient, b.status, b.remedy, b.diagnostic,
      coalesce(m.unit_id, k.unit_id) as "unitId", ${latestName(sql`coalesce(m.unit_id, k.unit_id)`)} as "unitName",
      coalesce(c.name, a.name, k.name) as "personName", coalesce(c.telephone, a.telephone, k.telephone) as telephone,
      case when not b.permanent or b.outcome = 'failed' then null
        when m.state in ('sent', 'uncertain') then 'message'
        when m.id is null and k.id is not null and k.undeliverable_since is null then 'contact' end as settles,
      b.permanent and (b.outcome = 'noted' and m.state = 'permanent_failure'
        or b.outcome = 'unmatched' and k.undeliverable_since is not null) is true as settled
    from page b left join message m on m.id = b.message_id
    left join contact c on c.id = m.contact_id left join account a on a.id = m.account_id
    left join known k on k.email = b.recipient
    order by b.id desc`.execute(tx)
  const counted = await sql<{ total: number }>`select count(*) as total from bounce`.execute(tx)
  return { lines: rows, total: counted.rows[0]?.total ?? 0 }
}
