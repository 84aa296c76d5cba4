import type { Clock } from './clock.ts'

/** A year as it is said: by its number, as "this year" (0) or "next year" (1), or not at all. */
export type SaidYear = { said: number; short: boolean } | { relative: number } | null

export type MonthPart = 'whole' | 'start' | 'early' | 'mid' | 'late' | 'end'
export type YearPart = 'whole' | 'start' | 'end' | 'firstHalf' | 'secondHalf' | 'quarter'

/** A point or stretch of the calendar as the text names it, before anybody has worked out which day that is. */
export type Shape =
  | { kind: 'day'; year: SaidYear; month: number | { relative: number } | null; day: number }
  | { kind: 'month'; year: SaidYear; month: number | { relative: number }; part: MonthPart }
  | { kind: 'year'; year: SaidYear; part: YearPart; quarter: number }
  | { kind: 'weekday'; week: number; weekday: number }
  | { kind: 'festival'; year: SaidYear; name: string }
  | { kind: 'offset'; days: number }

export interface Moment {
  shape: Shape
  /** The name of the grammar's rule that read it. */
  rule: string
  clock: Clock | null
  /** A weekday that the text sets beside the date, Monday 1. */
  weekday: number | null
  start: number
  end: number
}
