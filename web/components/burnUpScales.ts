import { scaleLinear } from 'd3-scale'
import { addDays, instantAt, type Instant, type LocalDate } from '../../domain/time.ts'

/** Where things stand in the drawing, in its own units. */
export const PLOT = { left: 46, right: 792, top: 34, bottom: 226, marks: 262, width: 920, height: 276 }

/** Between two labels that would otherwise cover each other. */
const LABEL_HEIGHT = 19

export interface Scales {
  x(at: Instant): number
  y(n: number): number
  /** The middle of a day. */
  noon(date: LocalDate): number
  startOf(date: LocalDate): number
  endOf(date: LocalDate): number
  counts: number[]
}

export function scalesOf(axis: { from: LocalDate; to: LocalDate; total: number; zone: string }): Scales {
  const start = instantAt(axis.from, '00:00', axis.zone)
  const end = instantAt(addDays(axis.to, 1), '00:00', axis.zone)
  const across = scaleLinear().domain([start.getTime(), end.getTime()]).range([PLOT.left, PLOT.right])
  const up = scaleLinear()
    .domain([0, Math.max(1, axis.total)])
    .range([PLOT.bottom, PLOT.top])
  const x = (at: Instant): number => across(at.getTime())
  return {
    x,
    y: (n) => up(n),
    noon: (date) => x(instantAt(date, '12:00', axis.zone)),
    startOf: (date) => x(instantAt(date, '00:00', axis.zone)),
    endOf: (date) => x(instantAt(addDays(date, 1), '00:00', axis.zone)),
    counts: up.ticks(4).filter((n) => Number.isInteger(n) && n < axis.total * 0.94),
  }
}

/** Moves labels apart that would cover each other, the uppermost stays; in the order in which they came. */
export function apart(wanted: readonly number[]): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y)
  const placed: number[] = []
  let free = -Infinity
  for (const { y, index } of order) {
    free = Math.max(y, free)
    placed[index] = free
    free += LABEL_HEIGHT
  }
  return placed
}

/** Days of the axis that get a date beneath: as many as there is room for, in even steps of whole weeks. */
export function datedDays(from: LocalDate, to: LocalDate): LocalDate[] {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  const step = [1, 2, 7, 14, 28, 56].find((size) => days / size <= 9) ?? 84
  const dated: LocalDate[] = []
  for (let date = from; date <= to; date = addDays(date, step)) dated.push(date)
  return dated
}
