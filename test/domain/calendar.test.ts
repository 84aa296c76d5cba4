import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addWorkingDays,
  addWorkingMinutes,
  minutesPerWorkingDay,
  unannouncedYears,
  workingCalendar,
  workingDaysPast,
  workingDaysUntil,
  workingMinutesBetween,
  yearOf,
  type CalendarException,
} from '../../domain/calendar.ts'
import { addDays, instantAt, localDate } from '../../domain/time.ts'
import { calendarWith, isOpenAt, labourDay2014, walkWorkingDays } from './naive.ts'

const day = localDate
const calendar = calendarWith()

const anyDate = fc.integer({ min: 0, max: 729 }).map((n) => addDays(day('2013-07-01'), n))
const anyException = fc.record({
  date: anyDate,
  working: fc.boolean(),
  reason: fc.constantFrom('调休', '中秋'),
})
const anyExceptions: fc.Arbitrary<CalendarException[]> = fc.array(anyException, { maxLength: 60 })

describe('a working calendar', () => {
  it('rests on Saturdays and Sundays unless an exception says otherwise', () => {
    expect(calendar.isWorking(day('2014-05-09'))).toBe(true)
    expect(calendar.isWorking(day('2014-05-10'))).toBe(false)
    expect(calendar.isWorking(day('2014-05-11'))).toBe(false)
    expect(calendar.isWorking(day('2014-05-01'))).toBe(false)
    expect(calendar.isWorking(day('2014-05-04'))).toBe(true)
    expect(calendar.isWorking(day('1969-12-27'))).toBe(false)
    expect(calendar.isWorking(day('1969-12-29'))).toBe(true)
  })

  it('gives the reason of each day as its table has it', () => {
    expect(calendar.reasonOf(day('2014-05-02'))).toBe('劳动节')
    expect(calendar.reasonOf(day('2014-05-04'))).toBe('补班（劳动节）')
    expect(calendar.reasonOf(day('2014-05-05'))).toBe('weekday')
    expect(calendar.reasonOf(day('2014-05-10'))).toBe('weekend')
  })

  it('lists every day of a year once and in order, the leap day too', () => {
    const year = yearOf(calendar, 2016)
    expect(year).toHaveLength(366)
    expect(year.map((one) => one.date)).toContain('2016-02-29')
    expect(year.map((one) => one.date)).toEqual([...year.map((one) => one.date)].sort())
    expect(yearOf(calendar, 2014).filter((one) => one.reason === '劳动节')).toHaveLength(3)
  })

  it('names the years of a range that nobody has announced', () => {
    expect(unannouncedYears(calendar, day('2013-12-30'), day('2016-01-02'))).toEqual([2013, 2015, 2016])
    expect(unannouncedYears(calendar, day('2014-01-01'), day('2014-12-31'))).toEqual([])
    expect(calendar.isAnnounced(2014)).toBe(true)
    expect(calendar.isAnnounced(2015)).toBe(false)
  })

  it('takes the later of two exceptions for one day', () => {
    const twice = calendarWith({
      exceptions: [
        { date: day('2014-05-05'), working: false, reason: '一' },
        { date: day('2014-05-05'), working: true, reason: '二' },
      ],
    })
    expect(twice.isWorking(day('2014-05-05'))).toBe(true)
    expect(twice.reasonOf(day('2014-05-05'))).toBe('二')
  })

  it('refuses working hours that end before they start or are no times of day', () => {
    const facts = { zone: 'Asia/Shanghai', exceptions: [], announcedYears: [] }
    expect(() => workingCalendar({ ...facts, hours: { start: '17:00', end: '09:00' } })).toThrow(RangeError)
    expect(() => workingCalendar({ ...facts, hours: { start: '9:00', end: '17:00' } })).toThrow(RangeError)
    expect(() => workingCalendar({ ...facts, hours: { start: '09:00', end: '24:00' } })).toThrow(RangeError)
  })
})

describe('counting working days', () => {
  it('lands where a walk from day to day lands, forwards and backwards', () => {
    fc.assert(
      fc.property(anyExceptions, anyDate, fc.integer({ min: -30, max: 30 }), (exceptions, date, n) => {
        fc.pre(n !== 0)
        const some = calendarWith({ exceptions })
        expect(addWorkingDays(some, date, n)).toBe(walkWorkingDays(some, date, n))
      }),
    )
  })

  it('keeps a working day with 0 and moves a day off to the next working day', () => {
    expect(addWorkingDays(calendar, day('2014-05-09'), 0)).toBe('2014-05-09')
    expect(addWorkingDays(calendar, day('2014-05-10'), 0)).toBe('2014-05-12')
    expect(addWorkingDays(calendar, day('2014-05-01'), 0)).toBe('2014-05-04')
  })

  it('counts today among the days that are left', () => {
    expect(workingDaysUntil(calendar, day('2014-05-07'), day('2014-05-09'))).toBe(3)
    expect(workingDaysUntil(calendar, day('2014-05-07'), day('2014-05-10'))).toBe(3)
    expect(workingDaysUntil(calendar, day('2014-05-09'), day('2014-05-09'))).toBe(1)
    expect(workingDaysUntil(calendar, day('2014-05-10'), day('2014-05-09'))).toBe(0)
  })

  it('counts the days past a due date from the day after it', () => {
    expect(workingDaysPast(calendar, day('2014-05-10'), day('2014-05-14'))).toBe(3)
    expect(workingDaysPast(calendar, day('2014-05-09'), day('2014-05-09'))).toBe(0)
    expect(workingDaysPast(calendar, day('2014-05-09'), day('2014-05-11'))).toBe(0)
    expect(workingDaysPast(calendar, day('2014-05-09'), day('2014-05-08'))).toBe(0)
  })

  it('agrees with itself: n working days after a date, n working days are past', () => {
    fc.assert(
      fc.property(anyExceptions, anyDate, fc.integer({ min: 1, max: 30 }), (exceptions, date, n) => {
        const some = calendarWith({ exceptions })
        expect(workingDaysPast(some, date, addWorkingDays(some, date, n))).toBe(n)
        expect(workingDaysUntil(some, addWorkingDays(some, date, -n), addDays(date, -1))).toBe(n)
      }),
    )
  })
})

/** Around changes of offset: both of New York's and Berlin's, Shanghai's of 1988, Lord Howe's half hour. */
const changes: [zone: string, date: string][] = [
  ['America/New_York', '2026-03-07'],
  ['America/New_York', '2026-10-31'],
  ['Europe/Berlin', '2026-03-28'],
  ['Europe/Berlin', '2026-10-24'],
  ['Asia/Shanghai', '1988-04-16'],
  ['Asia/Shanghai', '1988-09-10'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['America/Sao_Paulo', '2018-11-03'],
]
const hoursToTry = fc.constantFrom(
  ['00:00', '06:00'],
  ['00:00', '12:00'],
  ['09:00', '17:30'],
  ['04:15', '23:45'],
)
const STEP = 5 * 60 * 1000

describe('counting working time', () => {
  it('agrees with a walk that reads the clock on the wall, over changes of offset', () => {
    const anyCase = fc.record({
      change: fc.constantFrom(...changes),
      hours: hoursToTry,
      weekendWorked: fc.boolean(),
      start: fc.integer({ min: 0, max: 500 }),
      length: fc.integer({ min: 0, max: 700 }),
    })
    fc.assert(
      fc.property(anyCase, ({ change: [zone, date], hours, weekendWorked, start, length }) => {
        const exceptions = [0, 1, 2].map((n) => ({
          date: addDays(day(date), n),
          working: weekendWorked,
          reason: '调休',
        }))
        const some = calendarWith({ zone, start: hours[0]!, end: hours[1]!, exceptions })
        const from = instantAt(day(date), '00:00', zone).getTime() + start * STEP
        let open = 0
        for (let at = from; at < from + length * STEP; at += STEP) if (isOpenAt(some, at)) open += 5
        expect(workingMinutesBetween(some, new Date(from), new Date(from + length * STEP))).toBe(open)
      }),
      { numRuns: 150 },
    )
  })

  it('runs a wait down to the first instant at which that much working time has passed', () => {
    const anyCase = fc.record({
      change: fc.constantFrom(...changes),
      hours: hoursToTry,
      start: fc.integer({ min: 0, max: 8000 }),
      millis: fc.integer({ min: 1, max: 9 * 24 * 60 * 60 * 1000 }),
    })
    fc.assert(
      fc.property(anyCase, ({ change: [zone, date], hours, start, millis }) => {
        const some = calendarWith({ zone, start: hours[0]!, end: hours[1]!, exceptions: [] })
        const from = new Date(instantAt(day(date), '00:00', zone).getTime() + start * 60_000)
        const end = addWorkingMinutes(some, from, millis / 60_000)
        expect(workingMinutesBetween(some, from, end)).toBeCloseTo(millis / 60_000, 9)
        const justBefore = new Date(end.getTime() - 1)
        expect(workingMinutesBetween(some, from, justBefore)).toBeLessThan(millis / 60_000)
      }),
      { numRuns: 300 },
    )
  })

  it('ends a full day of waiting at closing time and not on the next morning', () => {
    const opening = instantAt(day('2014-05-12'), '08:30', calendar.zone)
    expect(minutesPerWorkingDay(calendar)).toBe(480)
    expect(addWorkingMinutes(calendar, opening, 480)).toEqual(
      instantAt(day('2014-05-12'), '16:30', calendar.zone),
    )
    const evening = instantAt(day('2014-04-30'), '20:00', calendar.zone)
    expect(addWorkingMinutes(calendar, evening, 1)).toEqual(
      instantAt(day('2014-05-04'), '08:31', calendar.zone),
    )
  })

  it('is nothing backwards or for no minutes, and refuses less than none', () => {
    const noon = instantAt(day('2014-05-12'), '12:00', calendar.zone)
    const night = instantAt(day('2014-05-12'), '22:00', calendar.zone)
    expect(workingMinutesBetween(calendar, night, noon)).toBe(0)
    expect(addWorkingMinutes(calendar, night, 0)).toEqual(night)
    expect(() => addWorkingMinutes(calendar, noon, -1)).toThrow(RangeError)
    expect(() => addWorkingMinutes(calendar, noon, Number.NaN)).toThrow(RangeError)
  })

  it('keeps working through the Labour Day that it was told of', () => {
    const from = instantAt(labourDay2014[0]!.date, '00:00', calendar.zone)
    const to = instantAt(day('2014-05-05'), '00:00', calendar.zone)
    expect(workingMinutesBetween(calendar, from, to)).toBe(480)
  })
})
