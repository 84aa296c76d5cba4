import { unannouncedYears, type WorkingCalendar } from './calendar.ts'
import { shortLead, type Lead } from './leadTime.ts'
import type { FieldProblem } from './problem.ts'
import type { LocalDate } from './time.ts'

/** What to know of dates by which something is to be done: years whose holidays are not announced, days off. */
export function dateWarnings(
  dues: readonly { field: string; dueOn: LocalDate }[],
  calendar: WorkingCalendar,
  today: LocalDate,
): FieldProblem[] {
  const last = dues.reduce((latest, { dueOn }) => (dueOn > latest ? dueOn : latest), today)
  const years = unannouncedYears(calendar, today, last)
  const daysOff = dues.filter(({ dueOn }) => !calendar.isWorking(dueOn))
  return [
    ...years.map((year) => ({ field: 'milestones', code: 'year-not-announced', facts: { year } })),
    ...daysOff.map(({ field, dueOn }) => ({
      field,
      code: 'due-on-day-off',
      facts: { date: dueOn, reason: calendar.reasonOf(dueOn) },
    })),
  ]
}

/** What to know of one date while it is chosen. Of a date that is past nothing else matters. */
export function warningsOfDate(
  due: { field: string; dueOn: LocalDate; lead: Lead },
  calendar: WorkingCalendar,
  today: LocalDate,
): FieldProblem[] {
  const { field, dueOn, lead } = due
  if (dueOn < today) return [{ field, code: 'due-in-past', facts: { date: dueOn } }]
  const days = shortLead(calendar, lead, today, dueOn)
  return [
    ...dateWarnings([due], calendar, today).map((warning) => ({ ...warning, field })),
    ...(days === null ? [] : [{ field, code: 'lead-time-short', facts: { days } }]),
  ]
}
