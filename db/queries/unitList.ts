import { sql, type RawBuilder } from 'kysely'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import { ofDuty } from './campaignBoard.ts'
import type { CampaignDuty, CampaignHead } from './campaignHead.ts'
import { latestName } from './names.ts'
import { countedState, type CountedState } from './stateCounts.ts'

export interface UnitListFilter {
  state: CountedState | null
  /** Only this unit and what stands below it. */
  district: number | null
  /** Units without an address, or whose address bounced. */
  reach: 'none' | 'bounced' | null
  /** Part of a name, or the beginning of a code. */
  q: string
}

export interface UnitListRow {
  unitId: number
  code: string
  name: string
  parentName: string | null
  state: CountedState
  dueOn: LocalDate | null
  acknowledgedAt: Instant | null
  submittedAt: Instant | null
  reminders: number
  contactName: string | null
  telephone: string | null
  email: string | null
  undeliverable: boolean
}

/** The units of one duty, narrowed down: exactly those that a count of the ledger counts. */
export async function listUnits(
  tx: Tx,
  head: CampaignHead,
  duty: CampaignDuty,
  filter: UnitListFilter,
  page: { asOf: Instant; offset: number; limit: number },
): Promise<{ rows: UnitListRow[]; total: number }> {
  const { rows } = await sql<UnitListRow & { total: number }>`
    with wanted as (
      select o.id, o.unit_id, o.due_on, o.submitted_at, a.acknowledged_at, u.code, ${countedState(page.asOf)} as state
      from obligation o join assignment a on a.id = o.assignment_id join unit u on u.id = o.unit_id
      where ${ofDuty(head.id, duty)} and ${matching(filter)}),
    narrowed as (
      select *, count(*) over () as total from wanted
      where ${filter.state}::text is null or state = ${filter.state} order by code
      limit ${page.limit} offset ${page.offset})
    select n.unit_id as "unitId", n.code, n.state, n.due_on as "dueOn", n.acknowledged_at as "acknowledgedAt",
      n.submitted_at as "submittedAt", n.total, ${latestName(sql`n.unit_id`)} as name,
      ${latestName(sql`(select x.parent_id from placement x where x.unit_id = n.unit_id order by lower(x.valid) desc limit 1)`)}
        as "parentName",
      (select count(*) from reminder r where r.obligation_id = n.id) as reminders,
      c.name as "contactName", c.telephone, c.email, c.undeliverable_since is not null as undeliverable
    from narrowed n left join lateral (
      select k.name, k.telephone, k.email, k.undeliverable_since from contact k
      where k.unit_id = n.unit_id and upper_inf(k.valid) order by k.email is null, k.id limit 1) c on true
    order by n.code`.execute(tx)
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 }
}

function matching(filter: UnitListFilter): RawBuilder<unknown> {
  const conditions = [sql`true`]
  if (filter.district !== null) {
    conditions.push(
      sql`o.unit_id in (select descendant_id from unit_closure where ancestor_id = ${filter.district})`,
    )
  }
  if (filter.reach === 'none') {
    conditions.push(sql`not exists (
      select from contact k where k.unit_id = o.unit_id and upper_inf(k.valid) and k.email is not null)`)
  }
  if (filter.reach === 'bounced') {
    conditions.push(sql`exists (
      select from contact k where k.unit_id = o.unit_id and upper_inf(k.valid) and k.undeliverable_since is not null)`)
  }
  if (filter.q !== '') {
    const part = `%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`(u.code ilike ${part} or exists (
      select from placement p where p.unit_id = o.unit_id and upper_inf(p.valid) and p.name ilike ${part}))`)
  }
  return sql.join(conditions, sql` and `)
}
