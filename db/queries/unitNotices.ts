import { sql } from 'kysely'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { CampaignState } from '../tables/notice.ts'

/** A notice that a contact has a link to, as it stands for her unit. */
export interface UnitNotice {
  linkId: number
  generation: number
  campaignId: number
  state: CampaignState
  issuedOn: LocalDate
  endedAt: Instant | null
  title: string
  number: string
  issuerName: string
  acknowledged: boolean
  /** The unit has been taken off. */
  withdrawn: boolean
  /** What is outstanding: how much, and by when the first of it. */
  open: number
  nextDueOn: LocalDate | null
}

export interface UnitNotices {
  rows: UnitNotice[]
  total: number
}

/**
 * All that a contact has links to, what is under way first and the most pressing of it before the rest. A colleague, who
 * is there for one campaign, has that one.
 */
export async function loadUnitNotices(
  tx: Tx,
  input: { contactId: number; limit: number; offset: number },
): Promise<UnitNotices> {
  const { rows } = await sql<UnitNotice & { total: number }>`
    select l.id as "linkId", t.generation, c.id as "campaignId", c.state, n.issued_on as "issuedOn", c.ended_at as "endedAt",
      n.title, n.number, n.issuer_name as "issuerName", a.acknowledged_at is not null as acknowledged,
      a.state = 'withdrawn' as withdrawn, coalesce(o.n, 0) as open, o.due_on as "nextDueOn", count(*) over () as total
    from link l
    join contact t on t.id = l.contact_id
    join campaign c on c.id = l.campaign_id
    join notice n on n.id = c.notice_id
    join assignment a on a.campaign_id = l.campaign_id and a.unit_id = l.unit_id
    left join lateral (select count(*) as n, min(x.due_on) as due_on from obligation x
      where x.assignment_id = a.id and x.state in ('expected', 'returned')) o on true
    where l.contact_id = ${input.contactId} and l.revoked_at is null
    order by c.state in ('closed', 'cancelled'), coalesce(o.n, 0) = 0, o.due_on nulls last, c.issued_at desc, l.id
    limit ${input.limit} offset ${input.offset}`.execute(tx)
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}
