import type { Instant } from './time.ts'

export const timelinessKinds = ['onTime', 'late', 'outstanding', 'overdue', 'noDue'] as const
export type Timeliness = (typeof timelinessKinds)[number]

/**
 * How an obligation stands against its due date at `asOf`. Grace lets a report that comes in still count as on
 * time, but does not keep what is missing from being overdue. Without a due date nothing is late or overdue.
 * @param firstSubmittedAt the first submission that was not returned as void; one after `asOf` is not in yet
 * @param judgedDueAt when the due date ends, exclusive
 * @param graceEndsAt when its grace ends, exclusive; counts only where it is later than the due date's end
 */
export function judge(facts: {
  firstSubmittedAt: Instant | null
  judgedDueAt: Instant | null
  graceEndsAt: Instant | null
  asOf: Instant
}): Timeliness {
  const { firstSubmittedAt, judgedDueAt, graceEndsAt, asOf } = facts
  if (judgedDueAt === null) return 'noDue'
  if (firstSubmittedAt === null || firstSubmittedAt > asOf)
    return asOf < judgedDueAt ? 'outstanding' : 'overdue'
  const inTime = firstSubmittedAt < judgedDueAt || (graceEndsAt !== null && firstSubmittedAt < graceEndsAt)
  return inTime ? 'onTime' : 'late'
}

/** Whether nothing is taken any more; a milestone without a lock takes reports until it is closed. */
export function isLocked(facts: { lockAt: Instant | null; asOf: Instant }): boolean {
  return facts.lockAt !== null && facts.asOf >= facts.lockAt
}
