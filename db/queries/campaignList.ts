import { sql } from 'kysely'
import type { StateCounts } from '../../domain/result.ts'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { CampaignState, NoticeState } from '../tables/notice.ts'
import { acknowledging, currentDuty, loadDuties, type CampaignDuty } from './campaignHead.ts'
import { addCount, noCounts, type CountedState } from './stateCounts.ts'
import { covers, tallied, talliedState, type Tallied } from './tally.ts'

export interface CampaignLine extends Tallied {
  noticeId: number
  number: string
  title: string
  state: CampaignState
  pausedAt: Instant | null
  endedAt: Instant | null
  audienceSize: number
  acknowledgeDueOn: LocalDate | null
}

/** How many campaigns a person sees, and drafts. */
export interface CampaignTotals {
  running: number
  ended: number
  drafts: number
}

export async function loadTotals(tx: Tx): Promise<CampaignTotals> {
  const { rows } = await sql<CampaignTotals>`
    select count(*) filter (where state in ('issuing', 'open')) as running,
      count(*) filter (where state in ('closed', 'cancelled')) as ended,
      (select count(*) from notice where state <> 'issued') as drafts from campaign`.execute(tx)
  return rows[0] ?? { running: 0, ended: 0, drafts: 0 }
}

/** Running ones with the soonest moment first; ended ones with the latest first. */
export async function listCampaigns(
  tx: Tx,
  which: 'running' | 'ended',
  page: { limit: number; offset: number },
): Promise<CampaignLine[]> {
  return tx
    .selectFrom('campaign as c')
    .innerJoin('notice as n', 'n.id', 'c.notice_id')
    .select([
      'c.id',
      covers.as('tallied'),
      'c.notice_id as noticeId',
      'n.number',
      'n.title',
      'c.state',
      'c.paused_at as pausedAt',
      'c.ended_at as endedAt',
      'c.audience_size as audienceSize',
      'n.acknowledge_due_on as acknowledgeDueOn',
    ])
    .where('c.state', 'in', which === 'running' ? ['issuing', 'open'] : ['closed', 'cancelled'])
    .$if(which === 'running', (query) => query.orderBy('c.next_moment_at', (by) => by.asc().nullsLast()))
    .$if(which === 'ended', (query) => query.orderBy('c.ended_at', 'desc'))
    .orderBy('c.id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

export interface DraftLine {
  id: number
  number: string
  title: string
  state: NoticeState
  updatedAt: Instant
}

export async function listDrafts(tx: Tx, page: { limit: number; offset: number }): Promise<DraftLine[]> {
  return tx
    .selectFrom('notice')
    .select(['id', 'number', 'title', 'state', 'updated_at as updatedAt'])
    .where('state', '<>', 'issued')
    .orderBy('updated_at', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** What a line says of a campaign today: the duty that matters most, its counts, who has acknowledged. */
export interface Standing {
  duty: CampaignDuty
  counts: StateCounts
  acknowledged: number
  toReview: number
}

/** Two queries for all lines together. */
export async function loadStandings(
  tx: Tx,
  lines: readonly CampaignLine[],
  today: LocalDate,
  asOf: Instant,
): Promise<Map<number, Standing>> {
  const reports = await loadDuties(
    tx,
    lines.map(({ noticeId }) => noticeId),
  )
  const standings = new Map<number, Standing>()
  for (const line of lines) {
    const duties = [acknowledging(line.acknowledgeDueOn), ...(reports.get(line.noticeId) ?? [])]
    const duty = currentDuty(duties, today)
    standings.set(line.id, { duty, counts: noCounts(), acknowledged: 0, toReview: 0 })
  }
  const ids = [...standings.keys()]
  const milestones = [...standings.values()].map(({ duty }) => duty.milestoneId)
  const { rows } = await sql<{ id: number; state: CountedState; n: number; acknowledged: number }>`
    select w.id, ${talliedState(asOf)} as state, sum(o.n) as n, coalesce(sum(o.n) filter (where o.acknowledged), 0) as acknowledged
    from unnest(${ids}::integer[], ${milestones}::integer[]) as w(id, milestone)
    join ${tallied(lines)} on o.campaign_id = w.id and o.milestone_id is not distinct from w.milestone
    group by 1, 2 having sum(o.n) > 0`.execute(tx)
  for (const row of rows) {
    const standing = standings.get(row.id)
    if (standing === undefined) continue
    addCount(standing.counts, row.state, row.n)
    standing.acknowledged += row.acknowledged
  }
  await addReviews(tx, standings)
  return standings
}

async function addReviews(tx: Tx, standings: Map<number, Standing>): Promise<void> {
  const { rows } = await sql<{ id: number; n: number }>`
    select campaign_id as id, count(*) as n from report
    where state = 'submitted' and campaign_id = any(${[...standings.keys()]}::integer[]) group by 1`.execute(
    tx,
  )
  for (const { id, n } of rows) {
    const standing = standings.get(id)
    if (standing !== undefined) standing.toReview = n
  }
}

/** The four figures over all that runs. */
export interface HomeFigures {
  toReview: number
  oldestReportAt: Instant | null
  overdue: number
  overdueCampaigns: number
  items: number
  climbing: number
  climbsAt: Instant | null
  undeliverable: number
}

export async function loadHomeFigures(tx: Tx, asOf: Instant): Promise<HomeFigures> {
  const { rows } = await sql<HomeFigures>`
    with late as (
      select o.campaign_id from obligation o join campaign c on c.id = o.campaign_id
      where c.state = 'open' and o.state = 'expected' and o.due_at <= ${asOf}),
    undecided as (select wait_ends_at from docket_item where state = 'undecided'),
    next as (select min(wait_ends_at) as at from undecided)
    select (select count(*) from report where state = 'submitted') as "toReview",
      (select min(submitted_at) from report where state = 'submitted') as "oldestReportAt",
      (select count(*) from late) as overdue, (select count(distinct campaign_id) from late) as "overdueCampaigns",
      (select count(*) from undecided) as items,
      (select count(*) from undecided, next where wait_ends_at = next.at) as climbing,
      (select at from next) as "climbsAt",
      (select count(*) from contact where upper_inf(valid) and undeliverable_since is not null) as undeliverable`.execute(
    tx,
  )
  const [figures] = rows
  if (figures === undefined) throw new Error('counting gave no row')
  return figures
}
