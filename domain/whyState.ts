import type { Duty } from './plan.ts'
import type { ObligationState } from './obligation.ts'
import type { Instant, LocalDate } from './time.ts'

/** What the record has of one thing that a unit owes. */
export interface StateFacts {
  duty: Duty
  state: ObligationState
  dueOn: LocalDate | null
  /** The due date has ended. */
  past: boolean
  issuedAt: Instant
  endedAt: Instant | null
  acknowledgedAt: Instant | null
  /** Its last report. */
  report: {
    at: Instant
    who: string
    version: number
    reviewedAt: Instant | null
    reviewer: string | null
    reason: string | null
  } | null
  /** Who let it off, where that is on record. */
  waived: { at: Instant; who: string | null; reason: string } | null
}

type Review = { at: Instant; who: string | null }

export type StateWhy =
  | { kind: 'acknowledged'; at: Instant }
  | { kind: 'accepted'; submittedAt: Instant; review: Review }
  | { kind: 'submitted'; at: Instant; who: string; version: number }
  | { kind: 'returned'; review: Review; reason: string; dueOn: LocalDate | null }
  | {
      kind: 'overdue' | 'waiting'
      duty: Duty
      dueOn: LocalDate | null
      since: Instant
      acknowledged: boolean
    }
  | { kind: 'waived'; by: StateFacts['waived'] }
  | { kind: 'withdrawn' }
  | { kind: 'missed'; duty: Duty; dueOn: LocalDate | null; endedAt: Instant | null }
  | { kind: 'unrecorded' }

/** Why an obligation stands as it does. */
export function whyState(facts: StateFacts): StateWhy {
  const { state, duty, dueOn, report, acknowledgedAt, endedAt } = facts
  switch (state) {
    case 'accepted':
      return duty === 'acknowledge' ? acknowledged(facts) : accepted(facts)
    case 'submitted':
      return report === null
        ? { kind: 'unrecorded' }
        : { kind: 'submitted', at: report.at, who: report.who, version: report.version }
    case 'returned':
      return report?.reviewedAt == null
        ? { kind: 'unrecorded' }
        : {
            kind: 'returned',
            review: { at: report.reviewedAt, who: report.reviewer },
            reason: report.reason ?? '',
            dueOn,
          }
    case 'expected':
      return {
        kind: facts.past ? 'overdue' : 'waiting',
        duty,
        dueOn,
        since: facts.issuedAt,
        acknowledged: acknowledgedAt !== null,
      }
    case 'waived':
      return { kind: 'waived', by: facts.waived }
    case 'withdrawn':
      return { kind: 'withdrawn' }
    case 'missed':
      return { kind: 'missed', duty, dueOn, endedAt }
  }
}

function acknowledged({ acknowledgedAt }: StateFacts): StateWhy {
  return acknowledgedAt === null ? { kind: 'unrecorded' } : { kind: 'acknowledged', at: acknowledgedAt }
}

function accepted({ report }: StateFacts): StateWhy {
  if (report?.reviewedAt == null) return { kind: 'unrecorded' }
  return {
    kind: 'accepted',
    submittedAt: report.at,
    review: { at: report.reviewedAt, who: report.reviewer },
  }
}
