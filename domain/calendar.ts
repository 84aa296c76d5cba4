import { dateIn, instantAt, localDate, type Instant, type LocalDate } from './time.ts'

/** One day as a table shows it. `reason` is 'weekday', 'weekend', or what the announced table says of the day. */
export interface CalendarDay {
  date: LocalDate
  working: boolean
  reason: string
}

/** A day that is not what its weekday says: a holiday, or a weekend day that is worked to make up for one. */
export interface CalendarException {
  date: LocalDate
  working: boolean
  reason: string
}

/** `HH:mm` local; `end` is exclusive and later than `start`. */
export interface WorkingHours {
  start: string
  end: string
}

/** Working hours of one day in milliseconds since 1970, `to` exclusive. Empty where the zone skips them. */
interface OpenHours {
  from: number
  to: number
}

export interface WorkingCalendar {
  readonly zone: string
  readonly hours: WorkingHours
  isWorking(date: LocalDate): boolean
  /** Whether the year's holidays are in the table. Where not, weekends alone are off, and that must be said. */
  isAnnounced(year: number): boolean
  reasonOf(date: LocalDate): string
  /** As isWorking, by days since 1970-01-01: for counting, where parsing a date per step would cost most. */
  worksOn(day: number): boolean
  /** The working hours of a day by days since 1970-01-01; null on a day off. */
  openHoursOn(day: number): OpenHours | null
}

const DAY = 24 * 60 * 60 * 1000
const MINUTE = 60 * 1000

function dayNumber(date: LocalDate): number {
  return Date.parse(date) / DAY
}

function dateOf(day: number): LocalDate {
  return localDate(new Date(day * DAY).toISOString().slice(0, 10))
}

/** Day 0 was a Thursday; Saturday and Sunday come two and three days later. */
function isWeekend(day: number): boolean {
  const sinceThursday = ((day % 7) + 7) % 7
  return sinceThursday === 2 || sinceThursday === 3
}

function minuteOfDay(time: string): number {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time)
  if (!parts) throw new RangeError(`not a time of day: ${time}`)
  return Number(parts[1]) * 60 + Number(parts[2])
}

/**
 * Of two exceptions for one day the later one stands.
 * @throws RangeError when the working hours are no times of day or end before they start
 */
export function workingCalendar(facts: {
  zone: string
  hours: WorkingHours
  exceptions: Iterable<CalendarException>
  announcedYears: Iterable<number>
}): WorkingCalendar {
  const { zone, hours } = facts
  if (minuteOfDay(hours.end) <= minuteOfDay(hours.start))
    throw new RangeError(`working hours end before they start: ${hours.start} to ${hours.end}`)
  const exceptions = new Map<number, CalendarException>()
  for (const exception of facts.exceptions) exceptions.set(dayNumber(exception.date), exception)
  const announced = new Set(facts.announcedYears)
  const known = new Map<number, OpenHours>()

  const worksOn = (day: number) => exceptions.get(day)?.working ?? !isWeekend(day)
  const openHours = (day: number): OpenHours => {
    const date = dateOf(day)
    return {
      from: instantAt(date, hours.start, zone).getTime(),
      to: instantAt(date, hours.end, zone).getTime(),
    }
  }
  return {
    zone,
    hours,
    isWorking: (date) => worksOn(dayNumber(date)),
    isAnnounced: (year) => announced.has(year),
    reasonOf: (date) => {
      const day = dayNumber(date)
      return exceptions.get(day)?.reason ?? (isWeekend(day) ? 'weekend' : 'weekday')
    },
    worksOn,
    openHoursOn: (day) => {
      if (!worksOn(day)) return null
      const open = known.get(day) ?? openHours(day)
      known.set(day, open)
      return open
    },
  }
}

/** Every day of the year, in order. */
export function yearOf(calendar: WorkingCalendar, year: number): CalendarDay[] {
  const days: CalendarDay[] = []
  const last = dayNumber(localDate(`${yearText(year)}-12-31`))
  for (let day = dayNumber(localDate(`${yearText(year)}-01-01`)); day <= last; day += 1) {
    const date = dateOf(day)
    days.push({ date, working: calendar.worksOn(day), reason: calendar.reasonOf(date) })
  }
  return days
}

function yearText(year: number): string {
  return String(year).padStart(4, '0')
}

/**
 * The n-th working day strictly after `date`, or for a negative n the |n|-th strictly before it.
 * With 0 it is `date` itself where that is a working day, else the next one.
 */
export function addWorkingDays(calendar: WorkingCalendar, date: LocalDate, n: number): LocalDate {
  if (!Number.isInteger(n)) throw new RangeError(`not a whole number of working days: ${n}`)
  const step = n < 0 ? -1 : 1
  let day = dayNumber(date)
  if (n === 0) while (!calendar.worksOn(day)) day += 1
  for (let left = Math.abs(n); left > 0;) {
    day += step
    if (calendar.worksOn(day)) left -= 1
  }
  return dateOf(day)
}

/** Working days from `first` to `last` as day numbers, both inclusive. */
function countWorking(calendar: WorkingCalendar, first: number, last: number): number {
  let count = 0
  for (let day = first; day <= last; day += 1) if (calendar.worksOn(day)) count += 1
  return count
}

/** What is left, today and the due date included ("还有3个工作日"). 0 once the due date is past. */
export function workingDaysUntil(calendar: WorkingCalendar, today: LocalDate, due: LocalDate): number {
  return countWorking(calendar, dayNumber(today), dayNumber(due))
}

/** What has passed: working days after the due date, today included ("已过3个工作日"). 0 until then. */
export function workingDaysPast(calendar: WorkingCalendar, due: LocalDate, today: LocalDate): number {
  return countWorking(calendar, dayNumber(due) + 1, dayNumber(today))
}

/**
 * Runs the minutes down inside working hours only: the earliest instant by which they have passed, so a wait
 * that is used up at closing time ends then and not on the next morning. No minutes: `from` itself.
 * @throws RangeError for negative minutes
 */
export function addWorkingMinutes(calendar: WorkingCalendar, from: Instant, minutes: number): Instant {
  if (!Number.isFinite(minutes) || minutes < 0) throw new RangeError(`not a length of time: ${minutes}`)
  let left = Math.round(minutes * MINUTE)
  if (left === 0) return from
  for (let day = dayNumber(dateIn(calendar.zone, from)); ; day += 1) {
    const open = calendar.openHoursOn(day)
    if (!open) continue
    const start = Math.max(open.from, from.getTime())
    if (open.to - start >= left) return new Date(start + left)
    left -= Math.max(open.to - start, 0)
  }
}

/** The inverse of addWorkingMinutes, with fractions of a minute. 0 when `to` is not after `from`. */
export function workingMinutesBetween(calendar: WorkingCalendar, from: Instant, to: Instant): number {
  if (to <= from) return 0
  let passed = 0
  const last = dayNumber(dateIn(calendar.zone, to))
  for (let day = dayNumber(dateIn(calendar.zone, from)); day <= last; day += 1) {
    const open = calendar.openHoursOn(day)
    if (open) passed += Math.max(0, Math.min(open.to, to.getTime()) - Math.max(open.from, from.getTime()))
  }
  return passed / MINUTE
}

/** By the clock face: a day on which the zone changes its offset inside working hours has more or fewer. */
export function minutesPerWorkingDay(calendar: WorkingCalendar): number {
  return minuteOfDay(calendar.hours.end) - minuteOfDay(calendar.hours.start)
}

/**
 * The years of a range whose holidays are not announced. Whatever is worked out over them takes every weekday
 * for a working day, so whoever shows it says so.
 */
export function unannouncedYears(calendar: WorkingCalendar, from: LocalDate, to: LocalDate): number[] {
  const years: number[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1)
    if (!calendar.isAnnounced(year)) years.push(year)
  return years
}
