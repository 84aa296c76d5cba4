import { workingDaysUntil, type WorkingCalendar } from './calendar.ts'
import type { LocalDate } from './time.ts'

/** For what a date is set: for something new, or `again` for what was late, returned or put off. */
export const leads = ['acknowledge', 'report', 'again'] as const
export type Lead = (typeof leads)[number]

/** Working days, today and the due date included, below which units hardly have the time. */
const enough: Record<Lead, number> = { acknowledge: 3, report: 6, again: 3 }

/** How many working days are left where they are few; null where there is time enough, or the date is past. */
export function shortLead(
  calendar: WorkingCalendar,
  lead: Lead,
  today: LocalDate,
  dueOn: LocalDate,
): number | null {
  if (dueOn < today) return null
  const days = workingDaysUntil(calendar, today, dueOn)
  return days < enough[lead] ? days : null
}
