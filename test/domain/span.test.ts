import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { addSpan } from '../../domain/span.ts'
import { localDate, instantAt } from '../../domain/time.ts'
import { calendarWith } from './naive.ts'

const newYork = calendarWith({ zone: 'America/New_York', start: '09:00', end: '17:00', exceptions: [] })
const at = (date: string, time: string) => instantAt(localDate(date), time, newYork.zone)

describe('a span', () => {
  it('of 24 hours elapses, whatever the clock on the wall does meanwhile', () => {
    expect(addSpan(newYork, at('2026-03-07', '12:00'), { unit: 'hours', n: 24 })).toEqual(
      at('2026-03-08', '13:00'),
    )
  })

  it('of one day leads to the same time on the next day, 23 or 25 hours later if need be', () => {
    expect(addSpan(newYork, at('2026-03-07', '12:00'), { unit: 'days', n: 1 })).toEqual(
      at('2026-03-08', '12:00'),
    )
    expect(addSpan(newYork, at('2026-10-31', '12:00'), { unit: 'days', n: 1 })).toEqual(
      at('2026-11-01', '12:00'),
    )
  })

  it('of one day takes the next valid time for a skipped one, and the first of a doubled one', () => {
    const skipped = new Date(at('2026-03-07', '02:30').getTime() + 45_500)
    expect(addSpan(newYork, skipped, { unit: 'days', n: 1 }).toISOString()).toBe('2026-03-08T07:00:00.000Z')
    const doubled = new Date(at('2026-10-31', '01:30').getTime() + 45_500)
    expect(addSpan(newYork, doubled, { unit: 'days', n: 1 }).toISOString()).toBe('2026-11-01T05:30:45.500Z')
  })

  it('of one working day is a day’s working time, begun wherever in a day', () => {
    expect(addSpan(newYork, at('2026-03-06', '15:00'), { unit: 'workingDays', n: 1 })).toEqual(
      at('2026-03-09', '15:00'),
    )
    expect(addSpan(newYork, at('2026-03-07', '11:00'), { unit: 'workingDays', n: 2 })).toEqual(
      at('2026-03-10', '17:00'),
    )
  })

  it('in days keeps the time of day wherever the zone has it', () => {
    const anyInstant = fc.date({ min: new Date(0), max: new Date(2e12), noInvalidDate: true })
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 1, max: 400 }), (from, n) => {
        const wall = DateTime.fromJSDate(from, { zone: newYork.zone })
        const naive = DateTime.fromISO(wall.toISODate() ?? '', { zone: 'utc' }).plus({ days: n })
        const moved = DateTime.fromJSDate(addSpan(newYork, from, { unit: 'days', n }), { zone: newYork.zone })
        expect(moved.toISODate()).toBe(naive.toISODate())
        if (wall.hour !== 2) expect(moved.toFormat('HH:mm:ss.SSS')).toBe(wall.toFormat('HH:mm:ss.SSS'))
      }),
    )
  })

  it('of nothing stays where it is, and refuses to run backwards or in parts of a day', () => {
    const second = new Date('2026-11-01T06:30:00Z')
    expect(addSpan(newYork, second, { unit: 'days', n: 0 })).toEqual(second)
    expect(() => addSpan(newYork, second, { unit: 'hours', n: -1 })).toThrow(RangeError)
    expect(() => addSpan(newYork, second, { unit: 'days', n: 0.5 })).toThrow(RangeError)
  })
})
