import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDesk, type Desk } from '../support/desk.ts'
import { play, type Deed, type Kind } from './driver.ts'

/** Whatever wakes, and however often, the ledger and the dockets are what the facts and the moments make of them. */
let desk: Desk
beforeEach(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 10 })
})
afterEach(() => desk.close())

/** None falls on a moment itself: who comes first at one instant is nobody's promise. */
const time = fc.constantFrom('08:58', '09:03', '10:17', '13:59', '15:40', '21:30')
const day = fc.integer({ min: 1, max: 65 })

const deedOf = (...kinds: Kind[]): fc.Arbitrary<Deed> =>
  fc.record({
    day,
    time,
    unit: fc.integer({ min: 0, max: 8 }),
    kind: fc.constantFrom(...kinds),
    days: fc.integer({ min: 0, max: 25 }),
  })

const deeds = fc.array(
  deedOf(
    ...([
      'acknowledge',
      'report',
      'report',
      'return',
      'extend',
      'extendAll',
      'waive',
      'pause',
      'resume',
      'holiday',
    ] as const),
    ...(['urgeItem', 'acknowledgeItem', 'extendItem', 'snoozeItem'] as const),
  ),
  { minLength: 3, maxLength: 12 },
)

const wakes = fc.array(fc.record({ day, time, times: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 5,
  maxLength: 25,
})

/** Each plays a campaign of ten weeks twice; a long hunt takes some hundred: DUBAN_PROPERTY_RUNS=200. */
const settings = {
  numRuns: Number(process.env.DUBAN_PROPERTY_RUNS ?? 6),
  interruptAfterTimeLimit: 200_000,
}

test('early wakes and repeated nudges change nothing: same reminders, same items, same answers', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, wakes, fc.integer({ min: 1, max: 3 }), async (script, extra, repeats) => {
      const calm = await play(desk, script)
      const disturbed = await play(desk, script, { wakes: extra, repeats })
      expect(disturbed).toEqual(calm)
    }),
    settings,
  )
}, 240_000)

/** Of a line: what it reminds of, without when. */
const keyOf = (line: string): string => line.slice(0, -17)

test('after an outage what was missed is caught up once: nothing twice, and nothing that a calm run has not', async () => {
  const outage = fc.record({ day: fc.integer({ min: 1, max: 50 }), days: fc.integer({ min: 1, max: 12 }) })
  const byPeople = fc.array(deedOf('acknowledge', 'report', 'return', 'extend', 'extendAll', 'waive'), {
    minLength: 2,
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(byPeople, outage, async (script, gap) => {
      const calm = await play(desk, script)
      const late = await play(desk, script, { outage: gap })
      expect(late.answers).toEqual(calm.answers)
      const calmKeys = new Set(calm.ledger.map(keyOf))
      const lateKeys = late.ledger.map(keyOf)
      expect(new Set(lateKeys).size).toBe(lateKeys.length)
      expect(lateKeys.filter((key) => !calmKeys.has(key))).toEqual([])
      const rounds = (lines: string[]): string[] => lines.map((line) => line.split(' ').slice(0, 3).join(' '))
      expect(rounds(late.dockets).filter((round) => !rounds(calm.dockets).includes(round))).toEqual([])
    }),
    settings,
  )
}, 240_000)
