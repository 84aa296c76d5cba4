import { sql, type RawBuilder } from 'kysely'
import { workingDaysPast, type WorkingCalendar } from '../../domain/calendar.ts'
import type { Duty } from '../../domain/plan.ts'
import { dateIn, type Instant, type LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { DecisionKind } from '../tables/obligation.ts'
import { latestName } from './names.ts'
import { countedState, type CountedState } from './stateCounts.ts'

/** Who fills a seat decides what it holds. */
export interface Seat {
  unitId: number
  role: string
}

export const inboxFilters = ['all', 'silent', 'seen', 'snoozed'] as const
export type InboxFilter = (typeof inboxFilters)[number]

export interface InboxItem {
  id: number
  unitId: number
  unitName: string
  campaignId: number
  title: string
  number: string
  duty: Duty
  ordinal: number
  what: string
  dueOn: LocalDate
  daysPast: number
  reminders: number
  acknowledgedAt: Instant | null
  level: number
  holderName: string
  climbsAt: Instant | null
  seenAt: Instant | null
  snoozedUntil: Instant | null
  telephone: string | null
  undeliverable: boolean
  withoutAddress: boolean
  /** What was last decided or noted about it. */
  lastWord: string | null
}

function heldBy(seats: readonly Seat[] | null): RawBuilder<unknown> {
  if (seats === null) return sql`true`
  // One by one, and not as a join with a list: the planner knows how few items a seat holds, and goes by them.
  const each = seats.map(
    ({ unitId, role }) => sql`(i.holder_unit_id = ${unitId} and i.holder_role = ${role})`,
  )
  return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`
}

/** Undecided items, those that have waited longest first. @param seats null: all in sight */
export async function listInbox(
  tx: Tx,
  wanted: {
    seats: readonly Seat[] | null
    /** `held`: asleep or not. */
    filter: InboxFilter | 'held'
    ids: readonly number[] | null
    asOf: Instant
    calendar: WorkingCalendar
    limit: number
    offset: number
  },
): Promise<{ items: InboxItem[]; counts: Record<InboxFilter, number> }> {
  const { asOf, calendar } = wanted
  const counts = await countInbox(tx, wanted.seats, asOf)
  const ids = wanted.ids === null ? sql`true` : sql`i.id = any(${wanted.ids}::bigint[])`
  const { rows } = await sql<Omit<InboxItem, 'daysPast'>>`
    with wanted as (
      select i.*, o.due_on from docket_item i join obligation o on o.id = i.obligation_id
      where i.state = 'undecided' and ${heldBy(wanted.seats)} and ${ids} and ${matching(wanted.filter, asOf)}
      order by o.due_on, i.id limit ${wanted.limit} offset ${wanted.offset})
    select w.id, w.unit_id as "unitId", ${latestName(sql`w.unit_id`)} as "unitName", w.campaign_id as "campaignId",
      n.title, n.number, o.duty, coalesce(m.ordinal, 0) as ordinal, coalesce(m.what, '') as what, o.due_on as "dueOn",
      (select count(*) from reminder r where r.obligation_id = o.id) as reminders, a.acknowledged_at as "acknowledgedAt",
      w.level, ${latestName(sql`w.holder_unit_id`)} as "holderName", w.wait_ends_at as "climbsAt",
      w.acknowledged_at as "seenAt", w.snoozed_until as "snoozedUntil", k.telephone, coalesce(k.bounced, false) as undeliverable,
      k.email is null as "withoutAddress",
      (select d.reason from decision d where d.docket_item_id = w.id and d.reason <> '' order by d.at desc limit 1) as "lastWord"
    from wanted w
    join obligation o on o.id = w.obligation_id join assignment a on a.id = o.assignment_id
    join campaign c on c.id = w.campaign_id join notice n on n.id = c.notice_id
    left join milestone m on m.id = o.milestone_id
    left join lateral (select t.telephone, t.email, t.undeliverable_since is not null as bounced from contact t
      where t.unit_id = w.unit_id and upper_inf(t.valid) order by t.email is null, t.id limit 1) k on true
    order by o.due_on, w.id`.execute(tx)
  const today = dateIn(calendar.zone, asOf)
  return {
    items: rows.map((row) => ({ ...row, daysPast: workingDaysPast(calendar, row.dueOn, today) })),
    counts,
  }
}

function matching(filter: InboxFilter | 'held', asOf: Instant): RawBuilder<unknown> {
  const awake = sql`(i.snoozed_until is null or i.snoozed_until <= ${asOf})`
  switch (filter) {
    case 'held':
      return sql`true`
    case 'all':
      return awake
    case 'silent':
      return sql`${awake} and (select a.acknowledged_at is null from assignment a
        where a.campaign_id = i.campaign_id and a.unit_id = i.unit_id)`
    case 'seen':
      return sql`${awake} and i.acknowledged_at is not null`
    case 'snoozed':
      return sql`i.snoozed_until > ${asOf}`
  }
}

async function countInbox(
  tx: Tx,
  seats: readonly Seat[] | null,
  asOf: Instant,
): Promise<Record<InboxFilter, number>> {
  const { rows } = await sql<Record<InboxFilter, number>>`
    select count(*) filter (where ${matching('all', asOf)}) as "all",
      count(*) filter (where ${matching('silent', asOf)}) as silent,
      count(*) filter (where ${matching('seen', asOf)}) as seen,
      count(*) filter (where ${matching('snoozed', asOf)}) as snoozed
    from docket_item i where i.state = 'undecided' and ${heldBy(seats)}`.execute(tx)
  return rows[0] ?? { all: 0, silent: 0, seen: 0, snoozed: 0 }
}

/** What the unit of an item is called, decided or not; null when none of these seats holds or held it. */
export async function itemUnit(
  tx: Tx,
  itemId: number,
  seats: readonly Seat[] | null,
): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select ${latestName(sql`i.unit_id`)} as name from docket_item i
    where i.id = ${itemId} and ${heldBy(seats)}`.execute(tx)
  return rows[0]?.name ?? null
}

export interface DecidedLine {
  id: number
  at: Instant
  kind: DecisionKind
  reason: string
  extendedTo: LocalDate | null
  personName: string | null
  unitId: number
  unitName: string
  campaignId: number
  title: string
  duty: Duty
  ordinal: number
  what: string
  /** What followed: where the obligation stands now, and when it was last reported. */
  stateNow: CountedState
  submittedAt: Instant | null
}

/** Decisions in sight, the latest first. @param accountId null: everybody's */
export async function listDecided(
  tx: Tx,
  accountId: number | null,
  asOf: Instant,
  page: { limit: number; offset: number },
): Promise<{ lines: DecidedLine[]; total: number }> {
  const { rows } = await sql<DecidedLine & { total: number }>`
    with wanted as (
      select d.*, count(*) over () as total from decision d
      where ${accountId}::integer is null or d.account_id = ${accountId}
      order by d.at desc, d.id desc limit ${page.limit} offset ${page.offset})
    select w.id, w.at, w.kind, w.reason, w.extended_to as "extendedTo", w.total,
      (select name from account where id = w.account_id) as "personName", i.unit_id as "unitId",
      ${latestName(sql`i.unit_id`)} as "unitName", i.campaign_id as "campaignId", n.title, o.duty,
      coalesce(m.ordinal, 0) as ordinal, coalesce(m.what, '') as what, ${countedState(asOf)} as "stateNow", o.submitted_at as "submittedAt"
    from wanted w join docket_item i on i.id = w.docket_item_id join obligation o on o.id = i.obligation_id
    join assignment a on a.id = o.assignment_id join campaign c on c.id = i.campaign_id join notice n on n.id = c.notice_id
    left join milestone m on m.id = o.milestone_id
    order by w.at desc, w.id desc`.execute(tx)
  return { lines: rows.map(({ total: _total, ...line }) => line), total: rows[0]?.total ?? 0 }
}
