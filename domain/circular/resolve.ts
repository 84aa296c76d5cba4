import { DateTime } from 'luxon'
import { addDays, localDate, weekdayOf, type LocalDate } from '../time.ts'
import { festivalDay } from './festivals.ts'
import type { Moment, MonthPart, SaidYear, Shape } from './shape.ts'

/** What is known of the circular when its dates are worked out. */
export interface DateContext {
  issuedOn: LocalDate | null
  /** The year that number or title name, where the date of issue is missing. */
  yearHint: number | null
  /** Years after that of issue which the text names: what would be past then may mean them. */
  laterYears: readonly number[]
  zone: string
}

/** Why a date is not certain, with the days that it may be; the first is the one that was taken. */
export interface Doubt {
  code:
    | 'year-left-out'
    | 'year-unknown'
    | 'month-left-out'
    | 'period-end'
    | 'no-such-day'
    | 'weekday-mismatch'
    | 'short-year'
    | 'short-form'
    | 'close-of-business'
    | 'half-day'
    | 'festival'
    | 'counted-from-issue'
    | 'past'
  alternatives: string[]
}

export interface Resolved {
  /** The day, or the first day of a period; null where none can be known. */
  from: LocalDate | null
  /** The day, or the last day of a period. */
  to: LocalDate | null
  doubts: Doubt[]
}

/** A year that lies so many months back is more likely the next one: a circular of November asks for January. */
const MONTHS_BACK = 6

/** The calendar days that a moment stands for, and what is uncertain about them. */
export function resolve(moment: Moment, context: DateContext): Resolved {
  const { shape } = moment
  switch (shape.kind) {
    case 'day':
      return resolveDay(moment, shape, context)
    case 'month':
      return resolveMonth(shape, context)
    case 'year':
      return resolveYear(shape, context)
    case 'weekday':
      return fromIssue(context, (issuedOn) =>
        addDays(issuedOn, shape.weekday - weekdayOf(issuedOn) + 7 * shape.week),
      )
    case 'offset':
      return fromIssue(context, (issuedOn) => addDays(issuedOn, shape.days))
    case 'festival':
      return resolveFestival(shape, context)
  }
}

function unknown(doubts: Doubt[]): Resolved {
  return { from: null, to: null, doubts }
}

function fromIssue({ issuedOn }: DateContext, count: (issuedOn: LocalDate) => LocalDate): Resolved {
  if (issuedOn === null) return unknown([{ code: 'counted-from-issue', alternatives: [] }])
  const date = count(issuedOn)
  return { from: date, to: date, doubts: [{ code: 'counted-from-issue', alternatives: [date] }] }
}

function resolveDay(moment: Moment, shape: Extract<Shape, { kind: 'day' }>, context: DateContext): Resolved {
  const month = monthOf(shape.month, context)
  if (month.value === null) return unknown([{ code: 'month-left-out', alternatives: [] }])
  const years = yearsOf(shape.year, month.value, shape.day, context, month.carry)
  if (years.taken === null) return unknown(years.doubts)
  const { value } = month
  const taken = dayOf(years.taken, value, shape.day)
  if (taken === null) {
    const last = lastOfMonth(years.taken, value)
    return unknown([{ code: 'no-such-day', alternatives: [last, addDays(last, 1)] }])
  }
  const doubts = [...month.doubt(taken), ...years.doubts]
  if (/dot-day|unmarked/.test(moment.rule)) doubts.push({ code: 'short-form', alternatives: [taken] })
  return weekdayChecked(moment, taken, years.sure, doubts)
}

/** The weekday that stands beside a date decides between years, or contradicts it. */
function weekdayChecked(moment: Moment, taken: LocalDate, yearSure: boolean, doubts: Doubt[]): Resolved {
  if (moment.weekday === null) return { from: taken, to: taken, doubts }
  if (weekdayOf(taken) === moment.weekday) {
    const settled = doubts.filter(({ code }) => code !== 'year-left-out')
    return { from: taken, to: taken, doubts: yearSure ? doubts : settled }
  }
  const near = [-3, -2, -1, 1, 2, 3].map((days) => addDays(taken, days))
  const meant = near.filter((date) => weekdayOf(date) === moment.weekday)
  const mismatch: Doubt = { code: 'weekday-mismatch', alternatives: [taken, ...meant] }
  return { from: taken, to: taken, doubts: [...doubts, mismatch] }
}

function monthOf(
  month: number | { relative: number } | null,
  { issuedOn }: DateContext,
): { value: number | null; carry: number; doubt: (taken: LocalDate) => Doubt[] } {
  if (typeof month === 'number') return { value: month, carry: 0, doubt: () => [] }
  if (issuedOn === null) return { value: null, carry: 0, doubt: () => [] }
  const total = Number(issuedOn.slice(5, 7)) - 1 + (month?.relative ?? 0)
  const code = month === null ? 'month-left-out' : 'counted-from-issue'
  return {
    value: (total % 12) + 1,
    carry: Math.floor(total / 12),
    doubt: (taken) => [{ code, alternatives: month === null ? [taken, nextMonth(taken)] : [taken] }],
  }
}

function nextMonth(date: LocalDate): LocalDate {
  return localDate(DateTime.fromISO(date, { zone: 'utc' }).plus({ months: 1 }).toFormat('yyyy-MM-dd'))
}

interface Years {
  taken: number | null
  sure: boolean
  doubts: Doubt[]
}

function yearsOf(
  year: SaidYear,
  month: number,
  day: number,
  { issuedOn, yearHint, laterYears }: DateContext,
  carry: number,
): Years {
  const base = issuedOn === null ? yearHint : Number(issuedOn.slice(0, 4))
  if (year !== null && 'said' in year) {
    const taken = dayOf(year.said, month, day)
    const doubts: Doubt[] =
      year.short && taken !== null ? [{ code: 'short-year', alternatives: [taken] }] : []
    return { taken: year.said, sure: true, doubts }
  }
  if (base === null) return { taken: null, sure: false, doubts: [{ code: 'year-unknown', alternatives: [] }] }
  if (year !== null) return { taken: base + year.relative, sure: issuedOn !== null, doubts: [] }
  return leftOutYear(base + carry, month, day, { issuedOn, laterYears })
}

function leftOutYear(
  base: number,
  month: number,
  day: number,
  { issuedOn, laterYears }: Pick<DateContext, 'issuedOn' | 'laterYears'>,
): Years {
  const here = dayOf(base, month, day)
  const next = dayOf(base + 1, month, day)
  const both = [here, next].filter((date) => date !== null)
  if (here === null || issuedOn === null || here >= issuedOn)
    return { taken: base, sure: false, doubts: [{ code: 'year-left-out', alternatives: both }] }
  const monthsBack = Number(issuedOn.slice(5, 7)) - month
  if (monthsBack >= MONTHS_BACK || laterYears.includes(base + 1))
    return {
      taken: base + 1,
      sure: false,
      doubts: [{ code: 'year-left-out', alternatives: [...both].reverse() }],
    }
  return { taken: null, sure: false, doubts: [{ code: 'past', alternatives: both }] }
}

function resolveMonth(shape: Extract<Shape, { kind: 'month' }>, context: DateContext): Resolved {
  const month = monthOf(shape.month, context)
  if (month.value === null) return unknown([{ code: 'month-left-out', alternatives: [] }])
  const { value } = month
  const lastDay = (year: number) => periodOf(year, value, shape.part)[1]
  const asked = yearsOf(shape.year, value, Number(lastDay(2001).slice(8)), context, month.carry)
  if (asked.taken === null) return unknown(asked.doubts)
  const [from, to] = periodOf(asked.taken, value, shape.part)
  return { from, to, doubts: [...month.doubt(to), ...asked.doubts] }
}

function periodOf(year: number, month: number, part: MonthPart): [LocalDate, LocalDate] {
  const at = (day: number) => localDate(`${year}-${pad(month)}-${pad(day)}`)
  const last = lastOfMonth(year, month)
  switch (part) {
    case 'early':
      return [at(1), at(10)]
    case 'start':
      return [at(1), at(10)]
    case 'mid':
      return [at(11), at(20)]
    case 'late':
      return [at(21), last]
    case 'end':
      return [at(21), last]
    case 'whole':
      return [at(1), last]
  }
}

function resolveYear(shape: Extract<Shape, { kind: 'year' }>, context: DateContext): Resolved {
  const months = monthsOf(shape)
  const asked = yearsOf(shape.year, months[1], Number(lastOfMonth(2001, months[1]).slice(8)), context, 0)
  if (asked.taken === null) return unknown(asked.doubts)
  const from = localDate(`${asked.taken}-${pad(months[0])}-01`)
  return { from, to: lastOfMonth(asked.taken, months[1]), doubts: asked.doubts }
}

function monthsOf({ part, quarter }: Extract<Shape, { kind: 'year' }>): [number, number] {
  switch (part) {
    case 'whole':
      return [1, 12]
    case 'start':
      return [1, 1]
    case 'end':
      return [12, 12]
    case 'firstHalf':
      return [1, 6]
    case 'secondHalf':
      return [7, 12]
    case 'quarter':
      return [3 * quarter - 2, 3 * quarter]
  }
}

/** "Before the festival" is the day before it; festivals of the moon have no day that could be known here. */
function resolveFestival(shape: Extract<Shape, { kind: 'festival' }>, context: DateContext): Resolved {
  const fixed = festivalDay(shape.name)
  if (fixed === null) return unknown([{ code: 'festival', alternatives: [] }])
  const asked = yearsOf(shape.year, fixed.month, fixed.day, context, 0)
  const date = asked.taken === null ? null : dayOf(asked.taken, fixed.month, fixed.day)
  if (date === null) return unknown(asked.doubts)
  const eve = addDays(date, -1)
  return { from: eve, to: eve, doubts: [...asked.doubts, { code: 'festival', alternatives: [eve] }] }
}

/** A day of the calendar, or null where the month has no such day. */
function dayOf(year: number, month: number, day: number): LocalDate | null {
  const text = `${year}-${pad(month)}-${pad(day)}`
  return DateTime.fromISO(text, { zone: 'utc' }).isValid ? localDate(text) : null
}

function lastOfMonth(year: number, month: number): LocalDate {
  return localDate(DateTime.utc(year, month).endOf('month').toFormat('yyyy-MM-dd'))
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
