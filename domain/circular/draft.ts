import type { LocalDate } from '../time.ts'
import type { TextSpan } from './view.ts'

/**
 * Kinds of deadline. `dated`: a day, or a time of a day. `windowed`: a stretch in which to report, due at its end.
 * `open`: in good time, without a day. `none`: asked for, and nothing is said of when. `recurring`: again and again.
 * `relative`: so long after something whose day the circular does not say.
 */
export type DeadlineKind = 'dated' | 'windowed' | 'open' | 'none' | 'recurring' | 'relative'

export interface CircularMilestone {
  what: string
  whatSpan: TextSpan | null
  /** The words of the deadline exactly as the text has them: `text.slice(...span)`. */
  dueText: string
  /** A day, `2014-05-10`; where an hour is named, that with its offset, `2014-05-10T17:00:00+08:00`; else null. */
  due: string | null
  /** Of `windowed`: the first day. */
  from: LocalDate | null
  kind: DeadlineKind
  /** The rule of the grammar that read it. */
  rule: string
  span: TextSpan
  /** Whom this date is for, where the circular sets dates of their own for some. */
  recipients: string[]
  /** Late reports are not taken. */
  locked: boolean
  /** Something is to be done by then; that it is to be reported is not said. */
  workOnly: boolean
  recurrence: Recurrence | null
  relative: Relative | null
}

export interface Recurrence {
  every: 'day' | 'week' | 'month' | 'two-months' | 'quarter' | 'half-year' | 'year' | 'term'
  /** Day of the month; of a week, Monday 1; 'last' for its end; null where none is said. */
  day: number | 'last' | null
  /** Of a quarter or half-year which month of it, from 1; of a year its month; of two months 1 for the odd ones. */
  month: number | null
  /** `HH:mm` */
  time: string | null
  text: string
  span: TextSpan
}

/** So long after (or before) something: "within 10 days after the end of the activity". */
export interface Relative {
  anchor: string
  n: number
  unit: 'workingDays' | 'days' | 'weeks' | 'months' | 'hours'
  after: boolean
}

export interface CircularWindow {
  from: LocalDate | null
  to: LocalDate | null
  text: string
  span: TextSpan
}

export interface CircularTarget {
  name: string
  total: number
  measure: string
  text: string
  span: TextSpan
}

export interface CircularQuota {
  who: string
  what: string
  min: number | null
  max: number | null
  measure: string
  text: string
  span: TextSpan
}

export interface CircularContact {
  name: string
  telephone: string | null
  span: TextSpan
}

export interface CircularGroup {
  title: string
  span: TextSpan
  items: { title: string; text: string; span: TextSpan }[]
}

export type QuestionCode =
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
  | 'inclusive'
  | 'day-off'
  | 'on-the-day'
  | 'work-only'
  | 'open-beside-dated'
  | 'open-deadline'
  | 'no-deadline-said'
  | 'relative-anchor'
  | 'recurring-until'
  | 'moved'
  | 'number-blank'
  | 'number-several'
  | 'issued-incomplete'
  | 'window-year-left-out'
  | 'window-from-steps'
  | 'recipient-many'
  | 'recipient-none'
  | 'not-a-circular'

/** What the text leaves open. `alternatives` are values for the field, the one that was taken first. */
export interface CircularQuestion {
  field: string
  code: QuestionCode
  facts: Record<string, string | number>
  alternatives: string[]
  span: TextSpan | null
}

/** Single values, each with where it stands; null where it was not found. */
export const singleFields = [
  'documentNumber',
  'issuer',
  'signer',
  'issuedOn',
  'title',
  'theme',
  'address',
] as const
export type SingleField = (typeof singleFields)[number]

/** A campaign as a circular tells it. Spans are places in `text`, the text that was read, untouched. */
export interface CircularDraft {
  text: string
  documentNumber: string | null
  issuer: string | null
  /** All of them where several issue it together. */
  issuers: string[]
  signer: string | null
  issuedOn: LocalDate | null
  title: string | null
  theme: string | null
  groups: CircularGroup[]
  recipients: { name: string; span: TextSpan }[]
  milestones: CircularMilestone[]
  window: CircularWindow | null
  targets: CircularTarget[]
  quotas: CircularQuota[]
  contacts: CircularContact[]
  telephones: { number: string; kind: 'telephone' | 'fax' | 'mobile'; span: TextSpan }[]
  mailboxes: { address: string; span: TextSpan }[]
  address: string | null
  recurrence: Recurrence | null
  questions: CircularQuestion[]
  /** Fields that a campaign needs and the text does not give. */
  missing: string[]
  spans: Partial<Record<SingleField, TextSpan>>
}
