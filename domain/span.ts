import { DateTime } from 'luxon'
import { addWorkingMinutes, minutesPerWorkingDay, type WorkingCalendar } from './calendar.ts'
import { addDays, dateIn, instantAt, type Instant } from './time.ts'

/**
 * Three lengths that are easily taken for one another. 24 hours are elapsed hours. A day leads to the same time
 * on the clock of the next calendar day, 23 or 25 hours later where the zone changes its offset. A working day
 * is as much working time as one day's working hours hold, wherever in a day it begins.
 */
export type Span = { unit: 'workingDays' | 'hours' | 'days'; n: number }

const HOUR = 60 * 60 * 1000

/** @throws RangeError for a negative span, or for days that are not whole */
export function addSpan(calendar: WorkingCalendar, from: Instant, span: Span): Instant {
  if (!Number.isFinite(span.n) || span.n < 0) throw new RangeError(`not a length of time: ${span.n}`)
  switch (span.unit) {
    case 'hours':
      return new Date(from.getTime() + Math.round(span.n * HOUR))
    case 'days':
      return sameTimeLater(calendar.zone, from, span.n)
    case 'workingDays':
      return addWorkingMinutes(calendar, from, span.n * minutesPerWorkingDay(calendar))
  }
}

function sameTimeLater(zone: string, from: Instant, days: number): Instant {
  if (!Number.isInteger(days)) throw new RangeError(`not a whole number of days: ${days}`)
  if (days === 0) return from
  const wall = DateTime.fromJSDate(from, { zone })
  const time = wall.toFormat('HH:mm')
  const minute = instantAt(addDays(dateIn(zone, from), days), time, zone)
  const skipped = DateTime.fromJSDate(minute, { zone }).toFormat('HH:mm') !== time
  return skipped ? minute : new Date(minute.getTime() + wall.second * 1000 + wall.millisecond)
}
