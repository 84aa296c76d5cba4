import { warningsOfDate } from '../../domain/dateWarnings.ts'
import type { WorkingCalendar } from '../../domain/calendar.ts'
import type { Lead } from '../../domain/leadTime.ts'
import { isLocalDate, type LocalDate } from '../../domain/time.ts'
import type { Words } from '../words.ts'
import type { Warned } from './Field.tsx'

/** Against which days a date is measured. */
export interface DateMeasure {
  calendar: WorkingCalendar
  today: LocalDate
}

/**
 * For a field in which a date is chosen: nothing speaks against the date that is offered.
 * @param below where a page is that came by a link which opens nothing else
 */
export function warnedDate(lead: Lead, zone: string, below = ''): Warned {
  return { by: `${below}/date-warnings?lead=${lead}&zone=${encodeURIComponent(zone)}`, sentences: [] }
}

/** For a field in which a date stands that somebody chose. @param value as typed, perhaps no date */
export function warnedOf(words: Words, lead: Lead, value: string, measure: DateMeasure): Warned {
  const { calendar, today } = measure
  const found = isLocalDate(value)
    ? warningsOfDate({ field: 'dueOn', dueOn: value, lead }, calendar, today)
    : []
  return { ...warnedDate(lead, calendar.zone), sentences: found.map((warning) => words.problem(warning)) }
}
