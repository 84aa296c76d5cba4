import { DateTime } from 'luxon'
import { workingCalendar, type CalendarException, type WorkingCalendar } from '../../domain/calendar.ts'
import { addDays, localDate, type LocalDate } from '../../domain/time.ts'

/** The Labour Day of 2014 as it was announced: three days off, the Sunday after them worked. */
export const labourDay2014: CalendarException[] = [
  { date: localDate('2014-05-01'), working: false, reason: '劳动节' },
  { date: localDate('2014-05-02'), working: false, reason: '劳动节' },
  { date: localDate('2014-05-03'), working: false, reason: '劳动节' },
  { date: localDate('2014-05-04'), working: true, reason: '补班（劳动节）' },
]

export function calendarWith(
  facts: { zone?: string; start?: string; end?: string; exceptions?: CalendarException[] } = {},
): WorkingCalendar {
  return workingCalendar({
    zone: facts.zone ?? 'Asia/Shanghai',
    hours: { start: facts.start ?? '08:30', end: facts.end ?? '16:30' },
    exceptions: facts.exceptions ?? labourDay2014,
    announcedYears: [2014],
  })
}

/** Steps from day to day asking only isWorking: what the rules must agree with. */
export function walkWorkingDays(calendar: WorkingCalendar, date: LocalDate, n: number): LocalDate {
  let day = date
  for (let left = Math.abs(n); left > 0;) {
    day = addDays(day, Math.sign(n))
    if (calendar.isWorking(day)) left -= 1
  }
  return day
}

/** Whether the clock on the wall stands inside working hours; reads the wall for each instant anew. */
export function isOpenAt(calendar: WorkingCalendar, millis: number): boolean {
  const wall = DateTime.fromMillis(millis, { zone: calendar.zone })
  const time = wall.toFormat('HH:mm')
  const open = calendar.hours.start <= time && time < calendar.hours.end
  return open && calendar.isWorking(localDate(wall.toFormat('yyyy-MM-dd')))
}
