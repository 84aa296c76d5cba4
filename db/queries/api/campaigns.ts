import { sql } from 'kysely'
import { Problem } from '../../../domain/problem.ts'
import type { StateCounts } from '../../../domain/result.ts'
import type { Instant, LocalDate } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'
import type { CampaignState } from '../../tables/notice.ts'
import { addCount, counted, countedState, noCounts, type CountedState } from '../stateCounts.ts'

export interface CampaignRow {
  id: number
  noticeId: number
  number: string
  title: string
  state: CampaignState
  issuedAt: Date
  pausedAt: Date | null
  nextMomentAt: Date | null
  endedAt: Date | null
  units: number
}

export interface CampaignFilter {
  state?: CampaignState | undefined
  after: number
  limit: number
}

/** Oldest first, one more than asked for. */
export async function listCampaigns(tx: Tx, filter: CampaignFilter): Promise<CampaignRow[]> {
  return campaignRows(tx)
    .where('c.id', '>', filter.after)
    .$if(filter.state !== undefined, (query) => query.where('c.state', '=', filter.state ?? 'open'))
    .orderBy('c.id')
    .limit(filter.limit + 1)
    .execute()
}

export async function findCampaign(tx: Tx, campaignId: number): Promise<CampaignRow | null> {
  return (await campaignRows(tx).where('c.id', '=', campaignId).executeTakeFirst()) ?? null
}

/** @throws Problem not-found, where it is not in sight: an empty list would say that it is there */
export async function requireCampaign(tx: Tx, campaignId: number): Promise<void> {
  const found = await tx.selectFrom('campaign').select('id').where('id', '=', campaignId).executeTakeFirst()
  if (found === undefined) throw new Problem('not-found')
}

function campaignRows(tx: Tx) {
  return tx
    .selectFrom('campaign as c')
    .innerJoin('notice as n', 'n.id', 'c.notice_id')
    .select([
      'c.id',
      'c.notice_id as noticeId',
      'n.number',
      'n.title',
      'c.state',
      'c.issued_at as issuedAt',
      'c.paused_at as pausedAt',
      'c.next_moment_at as nextMomentAt',
      'c.ended_at as endedAt',
      'c.audience_size as units',
    ])
}

export interface MilestoneCounts {
  /** null: the acknowledgement. */
  milestoneId: number | null
  what: string
  counts: StateCounts
}

/** Exclusive counts for the acknowledgement and each milestone, of what the reader may see. */
export async function countByMilestone(
  tx: Tx,
  campaignId: number,
  asOf: Instant,
): Promise<MilestoneCounts[]> {
  const { rows } = await sql<{
    milestoneId: number | null
    what: string | null
    state: CountedState
    n: number
  }>`
    select o.milestone_id as "milestoneId", m.what, ${countedState(asOf)} as state, count(*) as n
    from obligation o join assignment a on a.id = o.assignment_id left join milestone m on m.id = o.milestone_id
    where o.campaign_id = ${campaignId} and ${counted}
    group by o.milestone_id, m.what, m.ordinal, 3 order by m.ordinal nulls first`.execute(tx)
  const milestones = new Map<number | null, MilestoneCounts>()
  for (const { milestoneId, what, state, n } of rows) {
    const entry = milestones.get(milestoneId) ?? { milestoneId, what: what ?? '', counts: noCounts() }
    addCount(entry.counts, state, n)
    milestones.set(milestoneId, entry)
  }
  return [...milestones.values()]
}

export interface DueRow {
  milestoneId: number | null
  what: string
  dueOn: LocalDate | null
  units: number
}

/** The due dates that are in force in a campaign, each with how many units it holds for. */
export async function listDues(tx: Tx, campaignId: number): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    select o.milestone_id as "milestoneId", coalesce(m.what, '') as what, o.due_on::text as "dueOn", count(*)::integer as units
    from obligation o left join milestone m on m.id = o.milestone_id
    where o.campaign_id = ${campaignId}
    group by o.milestone_id, m.ordinal, m.what, o.due_on
    order by m.ordinal nulls first, o.due_on nulls last
    limit 2000`.execute(tx)
  return rows
}
