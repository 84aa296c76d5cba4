import type { Instant } from './time.ts'

export const timelinessKinds = ['onTime', 'late', 'outstanding', 'overdue', 'noDue'] as const
export type Timeliness = (typeof timelinessKinds)[number]

/**
 * How an obligation stands at `asOf`. What came in is judged by one date, what is missing falls overdue by another:
 * grace lets a report still count as on time but keeps nothing from being overdue, and a report that went back has a
 * new date while the judgement of its first submission stands. Without a date nothing is late or overdue.
 * db/queries/timeliness.ts says the same in SQL.
 * @param firstSubmittedAt the first submission that was not returned as void; one after `asOf` is not in yet
 * @param dueAt when the due date ends, exclusive
 * @param judgedDueAt from when a first submission is late: see `judgedDueAt` in domain/due.ts
 */
export function judge(facts: {
  firstSubmittedAt: Instant | null
  dueAt: Instant | null
  judgedDueAt: Instant | null
  asOf: Instant
}): Timeliness {
  const { firstSubmittedAt, dueAt, judgedDueAt, asOf } = facts
  if (firstSubmittedAt !== null && firstSubmittedAt <= asOf) {
    if (judgedDueAt === null) return 'noDue'
    return firstSubmittedAt < judgedDueAt ? 'onTime' : 'late'
  }
  if (dueAt === null) return 'noDue'
  return asOf < dueAt ? 'outstanding' : 'overdue'
}

/** Whether nothing is taken any more; a milestone without a lock takes reports until it is closed. */
export function isLocked(facts: { lockAt: Instant | null; asOf: Instant }): boolean {
  return facts.lockAt !== null && facts.asOf >= facts.lockAt
}
