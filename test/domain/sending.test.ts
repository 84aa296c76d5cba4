import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import type { WorkingCalendar } from '../../domain/calendar.ts'
import {
  canSendAt,
  nextSendable,
  nextSlot,
  slotRulesSchema,
  type SendingRules,
} from '../../domain/sending.ts'
import { instantAt, localDate } from '../../domain/time.ts'
import { calendarWith } from './naive.ts'

const zone = 'Asia/Shanghai'
const calendar = calendarWith()
const rules: SendingRules = { zone, times: ['09:00', '14:00'], window: { start: '08:00', end: '20:00' } }
const at = (date: string, time: string) => instantAt(localDate(date), time, zone)

const MINUTE = 60 * 1000
const anyMinute = fc
  .integer({ min: 0, max: 40 * 24 * 60 })
  .map((n) => new Date(at('2014-04-12', '00:00').getTime() + n * MINUTE))

function wallMaySend(working: WorkingCalendar, instant: Date): boolean {
  const wall = DateTime.fromJSDate(instant, { zone })
  const time = wall.toFormat('HH:mm')
  return '08:00' <= time && time < '20:00' && working.isWorking(localDate(wall.toFormat('yyyy-MM-dd')))
}

describe('sending rules', () => {
  it('let mail out on working days inside the window, its end excluded', () => {
    expect(canSendAt(calendar, rules, at('2014-05-12', '07:59'))).toBe(false)
    expect(canSendAt(calendar, rules, at('2014-05-12', '08:00'))).toBe(true)
    expect(canSendAt(calendar, rules, at('2014-05-12', '19:59'))).toBe(true)
    expect(canSendAt(calendar, rules, at('2014-05-12', '20:00'))).toBe(false)
    expect(canSendAt(calendar, rules, at('2014-05-10', '12:00'))).toBe(false)
    expect(canSendAt(calendar, rules, at('2014-05-04', '12:00'))).toBe(true)
  })

  it('give the slot itself, the later one of the day, or the next working day’s first', () => {
    expect(nextSlot(calendar, rules, at('2014-05-12', '09:00'))).toEqual(at('2014-05-12', '09:00'))
    expect(nextSlot(calendar, rules, at('2014-05-12', '09:01'))).toEqual(at('2014-05-12', '14:00'))
    expect(nextSlot(calendar, rules, at('2014-04-30', '14:01'))).toEqual(at('2014-05-04', '09:00'))
    expect(nextSlot(calendar, rules, at('2014-05-10', '08:00'))).toEqual(at('2014-05-12', '09:00'))
  })

  it('never keep mail waiting past an earlier slot', () => {
    fc.assert(
      fc.property(anyMinute, (from) => {
        const slot = nextSlot(calendar, rules, from)
        for (let passed = from.getTime(); passed <= slot.getTime(); passed += MINUTE) {
          const wall = DateTime.fromMillis(passed, { zone })
          const isSlot =
            rules.times.includes(wall.toFormat('HH:mm')) &&
            calendar.isWorking(localDate(wall.toFormat('yyyy-MM-dd')))
          expect(isSlot).toBe(passed === slot.getTime())
        }
      }),
      { numRuns: 20 },
    )
  })

  it('let urgent mail out at the first minute that allows it', () => {
    fc.assert(
      fc.property(anyMinute, (from) => {
        const sendable = nextSendable(calendar, rules, from)
        expect(canSendAt(calendar, rules, sendable)).toBe(true)
        for (let passed = from.getTime(); passed <= sendable.getTime(); passed += MINUTE)
          expect(wallMaySend(calendar, new Date(passed))).toBe(passed === sendable.getTime())
      }),
      { numRuns: 20 },
    )
  })

  it('are refused where a slot lies outside the window, comes twice or out of order', () => {
    const accepts = (times: string[]) => slotRulesSchema.safeParse({ window: rules.window, times }).success
    expect(accepts(['09:00', '14:00'])).toBe(true)
    expect(accepts([])).toBe(false)
    expect(accepts(['14:00', '09:00'])).toBe(false)
    expect(accepts(['09:00', '09:00'])).toBe(false)
    expect(accepts(['07:59'])).toBe(false)
    expect(accepts(['20:00'])).toBe(false)
    const window = { start: '20:00', end: '08:00' }
    expect(slotRulesSchema.safeParse({ times: rules.times, window }).success).toBe(false)
  })

  it('cannot give a slot where there is none', () => {
    expect(() => nextSlot(calendar, { ...rules, times: [] }, at('2014-05-12', '09:00'))).toThrow(RangeError)
  })
})
