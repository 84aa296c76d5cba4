import { sql, type RawBuilder } from 'kysely'
import type { UnitType } from '../../domain/audience.ts'
import type { StateCounts } from '../../domain/result.ts'
import type { Instant } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import { standing } from './appeals.ts'
import type { CampaignDuty, CampaignHead } from './campaignHead.ts'
import { latestName } from './names.ts'
import { addStrips, MOST_DRAWN, type DistrictRow, type DocketSum } from './districtStrips.ts'
import { addCount, noCounts, ofMilestone, type CountedState } from './stateCounts.ts'
import { tallied, talliedState } from './tally.ts'

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
    select o.milestone_id, ${talliedState(asOf)} as state, sum(o.n) as n,
      coalesce(sum(o.n) filter (where o.late), 0) as was_late,
      coalesce(sum(o.n) filter (where o.due_at <= ${asOf}), 0) as past,
      coalesce(sum(o.n) filter (where not o.acknowledged), 0) as never,
      ${longestWaiting(head.id)} as oldest
    from ${tallied([head])} group by 1, 2 having sum(o.n) > 0`.execute(tx)
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

/** Cannot be kept as a count; the first of an index says it. */
function longestWaiting(campaignId: number): RawBuilder<Instant | null> {
  return sql<Instant | null>`(select w.submitted_at from obligation w join assignment b on b.id = w.assignment_id
    where w.campaign_id = ${campaignId} and w.milestone_id = o.milestone_id and w.state = 'submitted' and b.state = 'active'
    order by w.submitted_at limit 1)`
}

export function noNotes(): CountNotes {
  return { oldestSubmittedAt: null, acceptedLate: 0, returnedLate: 0, overdueNeverAcknowledged: 0 }
}

interface PlaceRow {
  district: number
  own: boolean
  state: CountedState
  n: number
  name: string
  type: UnitType
}

/** The direct children of the issuer with everything below them, the streets of each where they can be drawn. */
export async function loadDistricts(
  tx: Tx,
  head: CampaignHead,
  duty: CampaignDuty,
  asOf: Instant,
): Promise<DistrictRow[]> {
  const { rows } = await sql<PlaceRow>`
    with grouped as (
      select o.place_id as district, o.own, ${talliedState(asOf)} as state, sum(o.n) as n
      from ${tallied([head])} join unit_closure t
        on t.ancestor_id = ${head.issuerId} and t.descendant_id = o.place_id and t.depth = 1
      where ${ofMilestone(duty)} group by 1, 2, 3 having sum(o.n) > 0),
    named as (
      select distinct on (p.unit_id) p.unit_id, p.name, p.type from placement p
      where p.unit_id in (select district from grouped) order by p.unit_id, lower(p.valid) desc)
    select g.*, n.name, n.type from grouped g join named n on n.unit_id = g.district order by g.district`.execute(
    tx,
  )
  const dockets = await loadDocketSums(tx, head)
  const districts = new Map<number, DistrictRow>()
  for (const row of rows) {
    const known = districts.get(row.district)
    const district = known ?? newDistrict(row, dockets.get(row.district) ?? null)
    districts.set(row.district, district)
    addCount(district.counts, row.state, row.n)
    if (row.own) district.own = row.state
  }
  const units = rows.reduce((sum, { n }) => sum + n, 0)
  if (units <= MOST_DRAWN) await addStrips(tx, { head, duty, asOf }, districts)
  return [...districts.values()]
}

function newDistrict({ district, name, type }: PlaceRow, docket: DocketSum | null): DistrictRow {
  return { unitId: district, name, type, own: null, cells: null, counts: noCounts(), docket }
}

async function loadDocketSums(tx: Tx, head: CampaignHead): Promise<Map<number, DocketSum>> {
  const { rows } = await sql<DocketSum & { district: number }>`
    select a.place_id as district, count(*) as items, bool_and(i.acknowledged_at is not null) as seen,
      min(i.wait_ends_at) as "climbsAt"
    from docket_item i join assignment a on a.campaign_id = ${head.id} and a.unit_id = i.unit_id
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
  const assigned = sql`a.campaign_id = ${head.id} and a.state = 'active'`
  const { rows } = await sql<BoardNeeds>`
    with waits as (
      select wait_ends_at as at, count(*) as n from docket_item
      where campaign_id = ${head.id} and state = 'undecided' group by 1)
    select (select mark from campaign_marks(array[${head.id}::integer])) as mark,
      (select count(*) from report where campaign_id = ${head.id} and state = 'submitted') as "toReview",
      (select min(submitted_at) from report where campaign_id = ${head.id} and state = 'submitted') as "oldestReportAt",
      (select count(*) from appeal x where x.campaign_id = ${head.id} and ${standing}) as appeals,
      (select count(distinct a.unit_id) from contact k join assignment a on a.unit_id = k.unit_id
        where k.undeliverable_since is not null and upper_inf(k.valid) and ${assigned}) as undeliverable,
      (select count(*) from unit u join assignment a on a.unit_id = u.id where u.unreached and ${assigned}) as "withoutAddress",
      (select coalesce(sum(n), 0) from waits) as items,
      coalesce((select n from waits where at is not null order by at limit 1), 0) as climbing,
      (select min(at) from waits) as "climbsAt"`.execute(tx)
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
