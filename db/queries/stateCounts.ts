import { sql, type RawBuilder } from 'kysely'
import type { StateCounts } from '../../domain/result.ts'
import type { Instant } from '../../domain/time.ts'

/** In the order in which pages count them. */
export const countedStates = [
  'unacknowledged',
  'acknowledged',
  'submitted',
  'returned',
  'accepted',
  'overdue',
  'waived',
] as const
/** Where one obligation stands, in a single word: exclusive, so that counts sum to the total. */
export type CountedState = (typeof countedStates)[number]

/**
 * Of an obligation `o` and its assignment `a`. What was missed at closing stays overdue; an acknowledgement is done
 * when it is acknowledged; a returned report that is late again counts as returned.
 */
export function countedState(asOf: Instant): RawBuilder<CountedState> {
  return stateWhere(asOf, sql`a.acknowledged_at is not null`)
}

/** The same of an `o` that has duty, state and date, where something else says whether its unit has acknowledged. */
export function stateWhere(asOf: Instant, acknowledged: RawBuilder<unknown>): RawBuilder<CountedState> {
  return sql<CountedState>`case
    when o.state = 'waived' then 'waived'
    when o.state = 'accepted' and o.duty = 'acknowledge' then 'acknowledged'
    when o.state = 'accepted' then 'accepted'
    when o.state = 'submitted' then 'submitted'
    when o.state = 'returned' then 'returned'
    when o.due_at <= ${asOf} then 'overdue'
    when ${acknowledged} then 'acknowledged'
    else 'unacknowledged' end`
}

/** Rows that count: what was withdrawn is nobody's debt any more. */
export const counted = sql`a.state = 'active' and o.state <> 'withdrawn'`

/** Rows of one duty: an obligation `o` with its assignment `a`. Both are named by campaign, so that either is found by it. */
export function ofDuty(campaignId: number, duty: { milestoneId: number | null }): RawBuilder<unknown> {
  return sql`o.campaign_id = ${campaignId} and a.campaign_id = ${campaignId} and ${ofMilestone(duty)} and ${counted}`
}

/** Of a table `o`. Compared in the ways that an index answers. */
export function ofMilestone({ milestoneId }: { milestoneId: number | null }): RawBuilder<unknown> {
  return milestoneId === null ? sql`o.milestone_id is null` : sql`o.milestone_id = ${milestoneId}`
}

export function noCounts(): StateCounts {
  return {
    unacknowledged: 0,
    acknowledged: 0,
    submitted: 0,
    returned: 0,
    accepted: 0,
    overdue: 0,
    waived: 0,
    total: 0,
  }
}

export function addCount(counts: StateCounts, state: CountedState, n: number): void {
  counts[state] += n
  counts.total += n
}
