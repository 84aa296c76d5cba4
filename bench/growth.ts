import { timeAssignments } from './assignments.ts'
import type { Size, Timed } from './measure.ts'
import { openPlace, type Place } from './place.ts'
import type { Growth } from './results.ts'
import { timeEmptySweep, timeSweep } from './sweep.ts'

/** An exponent may be so much above its baseline's before it counts as growing faster. */
const TOLERANCE = 0.05
const ROUNDS = 3

const measured: Record<string, (place: Place, size: number) => Promise<Timed>> = {
  'giving out a campaign': (place, size) => timeAssignments(place, size, ROUNDS),
  'sweep with something due': (place, size) => timeSweep(place, size, ROUNDS),
  'sweep that finds nothing': (place, size) =>
    timeEmptySweep(place, { units: size, reports: 1, rounds: 100 }),
}

/** How each measure grows with the number of assignments, and how its baseline does. */
export async function growth(size: Size): Promise<Growth[]> {
  const sizes = [
    1000,
    10_000,
    ...(size === 'small' ? [] : [100_000]),
    ...(size === 'full' ? [1_000_000] : []),
  ]
  const found: Growth[] = []
  for (const [name, measure] of Object.entries(measured)) {
    const points = []
    for (const assignments of sizes) {
      const place = await openPlace()
      const timed = await measure(place, assignments).finally(() => place.close())
      points.push({ size: assignments, ...timed })
    }
    found.push(judged(name, points))
  }
  return found
}

function judged(name: string, points: Growth['points']): Growth {
  const exponent = exponentOf(points.map(({ size, ours }) => [size, ours]))
  const baselineExponent = exponentOf(points.map(({ size, baseline }) => [size, baseline]))
  return {
    name,
    unit: 'ms',
    points,
    exponent,
    baselineExponent,
    met: exponent <= baselineExponent + TOLERANCE,
    note: `Medians of ${ROUNDS} rounds at ${points.map(({ size }) => size).join(', ')} assignments.`,
  }
}

/** The slope of a straight line through the logarithms: 1 grows with the size, 0 not at all. */
export function exponentOf(points: readonly (readonly [size: number, value: number])[]): number {
  const logs = points.map(([size, value]) => [Math.log(size), Math.log(value)] as const)
  const middle = (at: 0 | 1): number => logs.reduce((sum, log) => sum + log[at], 0) / logs.length
  const [x, y] = [middle(0), middle(1)]
  const up = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0)
  const across = logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0)
  return Number((up / across).toFixed(3))
}
