import type { DateTime } from 'luxon'
import { randomFrom, type Random } from '../../domain/random.ts'
import { pick } from './pick.ts'

/** When one unit does what, in the demo: null means never by itself. */
export interface Part {
  acknowledges: DateTime | null
  reports: { ordinal: number; at: DateTime | null }[]
}

interface Habit {
  /** Calendar days after issue. */
  acknowledgesWithin: number
  /** Calendar days around the due date: earliest, latest. */
  reportsFrom: number
  reportsTo: number
}

const habits = {
  early: { acknowledgesWithin: 3, reportsFrom: -25, reportsTo: -8 },
  punctual: { acknowledgesWithin: 10, reportsFrom: -8, reportsTo: 0 },
  late: { acknowledgesWithin: 18, reportsFrom: 1, reportsTo: 9 },
  never: null,
} as const satisfies Record<string, Habit | null>

/** How many of each there are: most answer, some late, a few never. */
const shares = [
  ['early', 30],
  ['punctual', 56],
  ['late', 11],
  ['never', 3],
] as const

/** Chooses every unit's part, from a seed. */
export function castUnits(
  unitIds: number[],
  input: { seed: number; issuedAt: DateTime; dues: { ordinal: number; due: DateTime }[] },
): Map<number, Part> {
  const random = randomFrom(input.seed)
  return new Map(
    unitIds.map((id) => {
      const habit = habits[pick(random, [...shares])]
      return [id, habit === null ? nothing(input.dues) : partOf(habit, random, input)]
    }),
  )
}

function nothing(dues: { ordinal: number }[]): Part {
  return { acknowledges: null, reports: dues.map(({ ordinal }) => ({ ordinal, at: null })) }
}

function partOf(
  habit: Habit,
  random: Random,
  input: { issuedAt: DateTime; dues: { ordinal: number; due: DateTime }[] },
): Part {
  return {
    acknowledges: atDesk(input.issuedAt.plus({ days: random() * habit.acknowledgesWithin }), random),
    reports: input.dues.map(({ ordinal, due }) => {
      const days = habit.reportsFrom + random() * (habit.reportsTo - habit.reportsFrom)
      return { ordinal, at: atDesk(due.plus({ days: Math.round(days) }), random) }
    }),
  }
}

/** People write between nine and five. */
function atDesk(day: DateTime, random: Random): DateTime {
  return day.startOf('day').plus({ hours: 9, minutes: Math.floor(random() * 480) })
}
