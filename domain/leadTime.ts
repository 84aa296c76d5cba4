import { workingDaysUntil, type WorkingCalendar } from './calendar.ts'
import type { Duty } from './plan.ts'
import type { LocalDate } from './time.ts'

/** Working days, today and the due date included, below which units hardly have the time. */
const enough: Record<Duty, number> = { acknowledge: 3, report: 6 }

/** How many working days are left where they are few; null where there is time enough, or the date is past. */
export function shortLead(
  calendar: WorkingCalendar,
  duty: Duty,
  today: LocalDate,
  dueOn: LocalDate,
): number | null {
  if (dueOn < today) return null
  const days = workingDaysUntil(calendar, today, dueOn)
  return days < enough[duty] ? days : null
}
