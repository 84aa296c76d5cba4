import { sql, type RawBuilder } from 'kysely'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { CampaignDuty, CampaignHead } from './campaignHead.ts'
import { latestName } from './names.ts'
import { foundBy } from './unitSearch.ts'
import { countedState, countedStates, ofDuty, ofMilestone, type CountedState } from './stateCounts.ts'
import { tallied, talliedState } from './tally.ts'

/** A state that pages count, or all those in which something is still owed. */
export type StateFilter = CountedState | 'owing'
export const stateFilters = [...countedStates, 'owing'] as const satisfies StateFilter[]

export interface UnitListFilter {
  state: StateFilter | null
  /** Only this unit and what stands below it. */
  district: number | null
  /** Units without an address, or whose address bounced. */
  reach: 'none' | 'bounced' | null
  /** Part of a name or code, or how a name sounds. */
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
  /** When it was last reminded or chased of this duty. */
  chasedAt: Instant | null
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
  const known = await countKept(tx, head, duty, filter, page.asOf)
  if (known?.n === 0) return { rows: [], total: 0 }
  const found = wanted(head, duty, filter, page.asOf)
  const most = page.offset + page.limit
  // One after the other by code until the page is full, or all of them sorted: whichever looks at fewer.
  const walks = known !== null && known.n * known.n >= known.of * most
  const source = walks ? walked(head, duty, filter, page.asOf) : sql`select * from wanted`
  const { rows } = await sql<UnitListRow>`
    with ${walks ? sql`` : sql`wanted as materialized (${found}),`}
    narrowed as (
      select * from (${source}) w order by code limit ${page.limit} offset ${page.offset})
    select n.unit_id as "unitId", n.code, n.state, n.due_on as "dueOn", n.acknowledged_at as "acknowledgedAt",
      n.submitted_at as "submittedAt", ${latestName(sql`n.unit_id`)} as name,
      ${latestName(sql`(select x.parent_id from placement x where x.unit_id = n.unit_id order by lower(x.valid) desc limit 1)`)}
        as "parentName",
      h.reminders, h.last as "chasedAt",
      c.name as "contactName", c.telephone, c.email, c.undeliverable_since is not null as undeliverable
    from narrowed n left join lateral (
      select k.name, k.telephone, k.email, k.undeliverable_since from contact k
      where k.unit_id = n.unit_id and upper_inf(k.valid) order by k.email is null, k.id limit 1) c on true
    cross join lateral (
      select count(*) as reminders, max(at) as last from (
        select r.slot as at from reminder r where r.obligation_id = n.id
        union select m.created_at from message m
          where m.obligation_id = n.id and m.kind = 'urge' and m.state <> 'cancelled') chase) h
    order by n.code`.execute(tx)
  return { rows, total: known?.n ?? (await countSeen(tx, found)) }
}

async function countSeen(tx: Tx, found: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (${found}) found`.execute(tx)
  return rows[0]?.n ?? 0
}

/** From the kept counts, and of how many units; null where these do not know what is asked for. */
async function countKept(
  tx: Tx,
  head: CampaignHead,
  duty: CampaignDuty,
  filter: UnitListFilter,
  asOf: Instant,
): Promise<{ n: number; of: number } | null> {
  const { district, q, reach } = filter
  if (q !== '' || reach !== null) return null
  if (district !== null && !(await isPlace(tx, head, district))) return null
  const states = statesOf(filter.state, duty)
  const { rows } = await sql<{ n: number; of: number }>`
    select coalesce(sum(o.n), 0) as of, coalesce(sum(o.n) filter (where
      ${district === null ? sql`true` : sql`o.place_id = ${district}`}
      and (${states}::text[] is null or ${talliedState(asOf)} = any(${states}::text[]))), 0) as n
    from ${tallied([head])} where ${ofMilestone(duty)}`.execute(tx)
  return rows[0] ?? { n: 0, of: 0 }
}

/** The kept counts go by the issuer's direct children. */
async function isPlace(tx: Tx, head: CampaignHead, unitId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('unit_closure')
    .select('depth')
    .where('ancestor_id', '=', head.issuerId)
    .where('descendant_id', '=', unitId)
    .executeTakeFirst()
  return row?.depth === 1
}

/** All of them, without the page: for doing something with every unit of a filter. */
export async function listUnitIds(
  tx: Tx,
  head: CampaignHead,
  duty: CampaignDuty,
  filter: UnitListFilter,
  asOf: Instant,
): Promise<number[]> {
  const { rows } = await sql<{ unit_id: number }>`
    with wanted as (${wanted(head, duty, filter, asOf)})
    select unit_id from wanted order by code`.execute(tx)
  return rows.map(({ unit_id }) => unit_id)
}

/** The same for a filter by state and district alone, in the order of the codes: each unit's row is looked up by its keys. */
function walked(
  head: CampaignHead,
  duty: CampaignDuty,
  { state, district }: UnitListFilter,
  asOf: Instant,
): RawBuilder<unknown> {
  const states = statesOf(state, duty)
  return sql`
    select o.id, u.id as unit_id, o.due_on, o.submitted_at, a.acknowledged_at, u.code, ${countedState(asOf)} as state
    from unit u cross join lateral (
      select a.id, a.acknowledged_at from assignment a
      where a.campaign_id = ${head.id} and a.unit_id = u.id and a.state = 'active'
        and (${district}::integer is null or a.place_id = ${district}) offset 0) a
    cross join lateral (
      select o.id, o.duty, o.state, o.due_on, o.due_at, o.submitted_at from obligation o
      where o.assignment_id = a.id and ${ofMilestone(duty)} and o.state <> 'withdrawn' offset 0) o
    where ${states}::text[] is null or ${countedState(asOf)} = any(${states}::text[])`
}

function wanted(
  head: CampaignHead,
  duty: CampaignDuty,
  filter: UnitListFilter,
  asOf: Instant,
): RawBuilder<unknown> {
  return sql`
    select * from (
      select o.id, o.unit_id, o.due_on, o.submitted_at, a.acknowledged_at, u.code, ${countedState(asOf)} as state
      from obligation o join assignment a on a.id = o.assignment_id join unit u on u.id = o.unit_id
      where ${ofDuty(head.id, duty)} and ${matching(filter)}) found
    where ${statesOf(filter.state, duty)}::text[] is null or state = any(${statesOf(filter.state, duty)}::text[])`
}

/** Who has acknowledged still owes a report, but no acknowledgement. */
function statesOf(state: StateFilter | null, { duty }: CampaignDuty): CountedState[] | null {
  if (state === null) return null
  if (state !== 'owing') return [state]
  const silent: CountedState[] = ['unacknowledged', 'overdue', 'returned']
  return duty === 'acknowledge' ? silent : [...silent, 'acknowledged']
}

/** A unit as it is named before something happens to it, with whom a mail would reach. */
export interface NamedUnit {
  unitId: number
  name: string
  parentName: string | null
  contactName: string | null
  email: string | null
}

export async function listNamedUnits(tx: Tx, unitIds: readonly number[]): Promise<NamedUnit[]> {
  const { rows } = await sql<NamedUnit>`
    select u.id as "unitId", ${latestName(sql`u.id`)} as name, c.name as "contactName", c.email,
      ${latestName(sql`(select x.parent_id from placement x where x.unit_id = u.id order by lower(x.valid) desc limit 1)`)}
        as "parentName"
    from unit u left join lateral (
      select k.name, k.email from contact k
      where k.unit_id = u.id and upper_inf(k.valid) order by k.email is null, k.id limit 1) c on true
    where u.id = any(${unitIds}::integer[]) order by u.code`.execute(tx)
  return rows
}

function matching(filter: UnitListFilter): RawBuilder<unknown> {
  const conditions = [sql`true`]
  if (filter.district !== null) {
    conditions.push(
      sql`o.unit_id in (select descendant_id from unit_closure where ancestor_id = ${filter.district})`,
    )
  }
  if (filter.reach === 'none') {
    conditions.push(sql`u.unreached`)
  }
  if (filter.reach === 'bounced') {
    conditions.push(sql`exists (
      select from contact k where k.unit_id = o.unit_id and upper_inf(k.valid) and k.undeliverable_since is not null)`)
  }
  conditions.push(foundBy(filter.q))
  return sql.join(conditions, sql` and `)
}
