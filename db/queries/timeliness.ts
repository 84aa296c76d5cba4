import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../domain/time.ts'
import type { Timeliness } from '../../domain/timeliness.ts'

/** The first submission of an obligation `o` came at or after the end of what it is judged by. */
export const late = sql<boolean>`coalesce(o.first_submitted_at >= o.judged_due_at, false)`

/** It came, and not late. What has no date to be judged by is never late. */
export const inTime = sql<boolean>`(o.first_submitted_at is not null and not ${late})`

/** Whether the first submission of an obligation `o` came in time; null before it comes, and without a date. */
export const wasInTime = sql<boolean | null>`(o.first_submitted_at < o.judged_due_at)`

/** The rule of domain/timeliness.ts in SQL, of an obligation `o`: a test holds the two to each other. */
export function timeliness(asOf: Instant): RawBuilder<Timeliness> {
  return sql<Timeliness>`case
    when o.first_submitted_at <= ${asOf} then
      case when o.judged_due_at is null then 'noDue' when ${late} then 'late' else 'onTime' end
    when o.due_at is null then 'noDue'
    when o.due_at <= ${asOf} then 'overdue'
    else 'outstanding' end`
}
