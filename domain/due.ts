import { addWorkingDays, type WorkingCalendar } from './calendar.ts'
import { endOfDue, type Instant, type LocalDate } from './time.ts'

/**
 * From when a report counts as late: the end of its due date, or of the grace that its milestone gives after it.
 * @param graceWorkingDays working days after the due date on which a report still counts as on time
 */
export function judgedDueAt(calendar: WorkingCalendar, dueOn: LocalDate, graceWorkingDays: number): Instant {
  const last = graceWorkingDays === 0 ? dueOn : addWorkingDays(calendar, dueOn, graceWorkingDays)
  return endOfDue(last, calendar.zone)
}
