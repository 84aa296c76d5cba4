import { unannouncedYears, type WorkingCalendar } from './calendar.ts'
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
