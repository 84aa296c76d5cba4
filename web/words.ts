import type { FieldProblem, Problem } from '../domain/problem.ts'
import type { Instant, LocalDate } from '../domain/time.ts'
import * as dates from '../messages/dates.ts'
import { isMessageKey, t, type Language, type MessageKey, type MessageParams } from '../messages/index.ts'
import { fieldName, problemText } from '../messages/problems.ts'

/** Everything that a page says, in one language and by one clock. */
export interface Words {
  language: Language
  zone: string
  t(key: MessageKey, params?: MessageParams): string
  /** The text of a key put together from a code, `code('state', 'waived')`; an unknown code stands for itself. */
  code(group: string, code: string): string
  number(value: number): string
  date(date: LocalDate): string
  shortDate(date: LocalDate): string
  fullDate(date: LocalDate): string
  due(date: LocalDate | null): string
  instant(at: Instant): string
  dayAndTime(at: Instant): string
  daysLeft(days: number, dueToday?: boolean): string
  daysPast(days: number): string
  problem(problem: Problem | FieldProblem): string
  field(path: string): string
  /** Facts side by side in one line; what is empty is left out. */
  line(...parts: (string | null)[]): string
  /** `①` to `⑳`, the mark of a milestone. */
  mark(ordinal: number): string
}

export function wordsOf(language: Language, zone: string): Words {
  return {
    language,
    zone,
    t: (key, params) => t(language, key, params),
    code: (group, code) => {
      const key = `${group}.${code}`
      return isMessageKey(key) ? t(language, key) : code
    },
    number: (value) => dates.formatNumber(language, value),
    date: (date) => dates.formatDate(language, date),
    shortDate: (date) => dates.formatShortDate(language, date),
    fullDate: (date) => dates.formatFullDate(language, date),
    due: (date) => dates.formatDue(language, date),
    instant: (at) => dates.formatInstant(language, at, zone),
    dayAndTime: (at) => dates.formatDayAndTime(language, at, zone),
    daysLeft: (days, dueToday) => dates.formatDaysLeft(language, days, dueToday),
    daysPast: (days) => dates.formatDaysPast(language, days),
    problem: (problem) => problemText(language, problem),
    field: (path) => fieldName(language, path),
    line: (...parts) =>
      parts.filter((part) => part !== null && part !== '').join(language === 'en' ? ' · ' : '\u3000'),
    mark: (ordinal) => (ordinal <= 20 ? String.fromCodePoint(0x2460 + ordinal - 1) : `${ordinal}.`),
  }
}
