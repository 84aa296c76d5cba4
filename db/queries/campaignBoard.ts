import { sql, type RawBuilder } from 'kysely'
import type { UnitType } from '../../domain/audience.ts'
import type { StateCounts } from '../../domain/result.ts'
import type { Instant } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import { standing } from './appeals.ts'
import type { CampaignDuty, CampaignHead } from './campaignHead.ts'
import { latestName } from './names.ts'
import { addCount, counted, countedState, noCounts, type CountedState } from './stateCounts.ts'
import { late } from './timeliness.ts'

/** Rows of one duty: an obligation `o` with its assignment `a`. Both are named by campaign, so that either is found by it. */
export function ofDuty(campaignId: number, duty: CampaignDuty): RawBuilder<unknown> {
  return sql`o.campaign_id = ${campaignId} and a.campaign_id = ${campaignId} and o.milestone_id is not distinct from ${duty.milestoneId}::integer and ${counted}`
}

/** What stands beside the counts of one duty. */
export interface CountNotes {
  /** When the report that has waited longest came in. */
  oldestSubmittedAt: Instant | null
  acceptedLate: number
  /** Returned and past its new date. */
  returnedLate: number
  overdueNeverAcknowledged: number
}

export interface DutyCounts {
  counts: StateCounts
  notes: CountNotes
}

interface CountRow {
  milestone_id: number | null
  state: CountedState
  n: number
  oldest: Instant | null
  was_late: number
  past: number
  never: number
}

/** Exclusive counts for every duty of a campaign, by the duty's key. */
export async function countByDuty(
  tx: Tx,
  head: CampaignHead,
  asOf: Instant,
): Promise<Map<string, DutyCounts>> {
  const { rows } = await sql<CountRow>`
    select o.milestone_id, ${countedState(asOf)} as state, count(*) as n, min(o.submitted_at) as oldest,
      count(*) filter (where ${late}) as was_late,
      count(*) filter (where o.due_at <= ${asOf}) as past, count(*) filter (where a.acknowledged_at is null) as never
    from obligation o join assignment a on a.id = o.assignment_id
    where o.campaign_id = ${head.id} and a.campaign_id = ${head.id} and ${counted}
    group by 1, 2`.execute(tx)
  const duties = new Map(head.duties.map(({ key }) => [key, { counts: noCounts(), notes: noNotes() }]))
  for (const row of rows) {
    const duty = head.duties.find(({ milestoneId }) => milestoneId === row.milestone_id)
    const sum = duty === undefined ? undefined : duties.get(duty.key)
    if (sum === undefined) continue
    addCount(sum.counts, row.state, row.n)
    if (row.state === 'submitted') sum.notes.oldestSubmittedAt = row.oldest
    if (row.state === 'accepted') sum.notes.acceptedLate = row.was_late
    if (row.state === 'returned') sum.notes.returnedLate = row.past
    if (row.state === 'overdue') sum.notes.overdueNeverAcknowledged = row.never
  }
  return duties
}

export function noNotes(): CountNotes {
  return { oldestSubmittedAt: null, acceptedLate: 0, returnedLate: 0, overdueNeverAcknowledged: 0 }
}

/** A street or township with the states of what stands below it; a unit without a parent's cell stands alone. */
export interface StripCell {
  unitId: number
  own: CountedState | null
  below: Partial<Record<CountedState, number>>
  size: number
}

export interface DistrictRow {
  unitId: number
  name: string
  type: UnitType
  own: CountedState | null
  cells: StripCell[]
  counts: StateCounts
  docket: DocketSum | null
}

export interface DocketSum {
  items: number
  /** All items have somebody who said that she is on it. */
  seen: boolean
  climbsAt: Instant | null
}

interface PlaceRow {
  district: number
  street: number | null
  self: boolean
  state: CountedState
  n: number
  name: string
  type: UnitType
}

/** The direct children of the issuer with everything below them, as one query however many units there are. */
export async function loadDistricts(
  tx: Tx,
  head: CampaignHead,
  duty: CampaignDuty,
  asOf: Instant,
): Promise<DistrictRow[]> {
  const { rows } = await sql<PlaceRow>`
    with placed as (
      select o.unit_id, t.depth as k, ${countedState(asOf)} as state
      from obligation o join assignment a on a.id = o.assignment_id
      join unit_closure t on t.descendant_id = o.unit_id and t.ancestor_id = ${head.issuerId}
      where ${ofDuty(head.id, duty)} and t.depth > 0),
    district as (${belowEach(head.issuerId, 1)}),
    street as (${belowEach(head.issuerId, 2)}),
    grouped as (
      select d.top as district, s.top as street, p.k <= 2 as self, p.state, count(*) as n
      from placed p join district d on d.unit_id = p.unit_id left join street s on s.unit_id = p.unit_id
      group by 1, 2, 3, 4),
    named as (
      select distinct on (p.unit_id) p.unit_id, p.name, p.type from placement p
      where p.unit_id in (select district from grouped) order by p.unit_id, lower(p.valid) desc)
    select g.*, n.name, n.type from grouped g join named n on n.unit_id = g.district
    order by g.district, g.street nulls first`.execute(tx)
  const dockets = await loadDocketSums(tx, head)
  const districts = new Map<number, DistrictRow>()
  for (const row of rows) {
    const known = districts.get(row.district)
    const district = known ?? newDistrict(row, dockets.get(row.district) ?? null)
    districts.set(row.district, district)
    addPlace(district, row)
  }
  return [...districts.values()]
}

/** Units with the one above them (or themselves) that stands so many steps below the issuer: read in the order of the key, not unit by unit. */
function belowEach(issuerId: number, depth: number): RawBuilder<unknown> {
  return sql`select c.descendant_id as unit_id, t.descendant_id as top
    from unit_closure t join unit_closure c on c.ancestor_id = t.descendant_id
    where t.ancestor_id = ${issuerId} and t.depth = ${depth}`
}

function newDistrict({ district, name, type }: PlaceRow, docket: DocketSum | null): DistrictRow {
  return { unitId: district, name, type, own: null, cells: [], counts: noCounts(), docket }
}

function addPlace(district: DistrictRow, row: PlaceRow): void {
  addCount(district.counts, row.state, row.n)
  if (row.street === null) {
    district.own = row.state
    return
  }
  let cell = district.cells.at(-1)
  if (cell?.unitId !== row.street) {
    cell = { unitId: row.street, own: null, below: {}, size: 0 }
    district.cells.push(cell)
  }
  if (row.self) {
    cell.own = row.state
    return
  }
  cell.below[row.state] = (cell.below[row.state] ?? 0) + row.n
  cell.size += row.n
}

async function loadDocketSums(tx: Tx, head: CampaignHead): Promise<Map<number, DocketSum>> {
  const { rows } = await sql<DocketSum & { district: number }>`
    select d.descendant_id as district, count(*) as items, bool_and(i.acknowledged_at is not null) as seen,
      min(i.wait_ends_at) as "climbsAt"
    from docket_item i
    join unit_closure u on u.descendant_id = i.unit_id
    join unit_closure d on d.descendant_id = u.ancestor_id and d.ancestor_id = ${head.issuerId} and d.depth = 1
    where i.campaign_id = ${head.id} and i.state = 'undecided'
    group by 1`.execute(tx)
  return new Map(rows.map(({ district, ...sum }) => [district, sum]))
}

/** What a coordinator has to see to, beside what the counts say. */
export interface BoardNeeds {
  /** Changes with whatever happens in the campaign; see db/changes.ts. */
  mark: string
  toReview: number
  oldestReportAt: Instant | null
  /** What units have said instead of reporting, and nobody has answered. */
  appeals: number
  undeliverable: number
  withoutAddress: number
  items: number
  climbing: number
  climbsAt: Instant | null
}

export async function loadNeeds(tx: Tx, head: CampaignHead): Promise<BoardNeeds> {
  const { rows } = await sql<BoardNeeds>`
    with assigned as (select unit_id from assignment where campaign_id = ${head.id} and state = 'active'),
    reachable as (select unit_id, bool_or(email is not null) as mailed, bool_or(undeliverable_since is not null) as bounced
      from contact where upper_inf(valid) group by unit_id),
    next as (select min(wait_ends_at) as at from docket_item where campaign_id = ${head.id} and state = 'undecided')
    select (select mark from campaign_marks(array[${head.id}::integer])) as mark,
      (select count(*) from report where campaign_id = ${head.id} and state = 'submitted') as "toReview",
      (select min(submitted_at) from report where campaign_id = ${head.id} and state = 'submitted') as "oldestReportAt",
      (select count(*) from appeal x where x.campaign_id = ${head.id} and ${standing}) as appeals,
      (select count(*) from assigned join reachable using (unit_id) where bounced) as undeliverable,
      (select count(*) from assigned left join reachable using (unit_id) where mailed is not true) as "withoutAddress",
      (select count(*) from docket_item where campaign_id = ${head.id} and state = 'undecided') as items,
      (select count(*) from docket_item, next where campaign_id = ${head.id} and state = 'undecided'
        and wait_ends_at = next.at) as climbing,
      (select at from next) as "climbsAt"`.execute(tx)
  const [needs] = rows
  if (needs === undefined) throw new Error('counting gave no row')
  return needs
}

/** How far issuing has come. */
export async function countAssigned(tx: Tx, campaignId: number): Promise<number> {
  const { n } = await tx
    .selectFrom('assignment')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow()
  return n
}

export interface TargetSum {
  name: string
  measure: string
  total: number | null
  sum: number
}

/** Numeric targets of one milestone, summed over accepted reports. */
export async function loadTargetSums(tx: Tx, duty: CampaignDuty): Promise<TargetSum[]> {
  if (duty.milestoneId === null) return []
  const { rows } = await sql<TargetSum>`
    select t.name, t.measure, t.total, coalesce(sum(v.value) filter (where r.state = 'accepted'), 0) as sum
    from target t left join report_value v on v.target_id = t.id left join report r on r.id = v.report_id
    where t.milestone_id = ${duty.milestoneId} group by t.id order by t.ordinal`.execute(tx)
  return rows
}

/** What a unit is called; for the head of a filter. */
export async function loadUnitName(tx: Tx, unitId: number): Promise<string> {
  const { rows } = await sql<{
    name: string | null
  }>`select ${latestName(sql`${unitId}::integer`)} as name`.execute(tx)
  return rows[0]?.name ?? ''
}
