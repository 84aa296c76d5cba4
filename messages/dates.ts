import { DateTime } from 'luxon'
import type { Instant, LocalDate } from '../domain/time.ts'
import { t, type Language } from './index.ts'

function format(language: Language, moment: DateTime, patterns: Record<Language, string>): string {
  return moment.setLocale(language === 'en' ? 'en-GB' : language).toFormat(patterns[language])
}

function dayOf(date: LocalDate): DateTime {
  return DateTime.fromISO(date, { zone: 'utc' })
}

/** `5月10日（周六）`, `Sat 10 May` */
export function formatDate(language: Language, date: LocalDate): string {
  return format(language, dayOf(date), { 'zh-CN': 'M月d日（ccc）', en: 'ccc d MMM' })
}

/** `5月10日`, `10 May`: where the day of the week would crowd a line. */
export function formatShortDate(language: Language, date: LocalDate): string {
  return format(language, dayOf(date), { 'zh-CN': 'M月d日', en: 'd MMM' })
}

/** `2014年5月10日`, `10 May 2014` */
export function formatFullDate(language: Language, date: LocalDate): string {
  return format(language, dayOf(date), { 'zh-CN': 'yyyy年M月d日', en: 'd MMM yyyy' })
}

/** `5月10日（周六）24时前`, `Sat 10 May, before midnight`; without a date `没有期限`. */
export function formatDue(language: Language, dueOn: LocalDate | null): string {
  if (dueOn === null) return t(language, 'date.noDue')
  return t(language, 'date.due', { date: formatDate(language, dueOn) })
}

/** `5月7日 09:12`, `7 May, 09:12`, by the clock of the zone. */
export function formatInstant(language: Language, instant: Instant, zone: string): string {
  return format(language, DateTime.fromJSDate(instant, { zone }), {
    'zh-CN': 'M月d日 HH:mm',
    en: 'd MMM, HH:mm',
  })
}

/** `5月7日（周三）09:00`, `Wed 7 May, 09:00` */
export function formatDayAndTime(language: Language, instant: Instant, zone: string): string {
  return format(language, DateTime.fromJSDate(instant, { zone }), {
    'zh-CN': 'M月d日（ccc）HH:mm',
    en: 'ccc d MMM, HH:mm',
  })
}

/**
 * `还有3个工作日`. Today counts, so 1 is today or, on a day off, the next working day; the due date itself is
 * said as such. 0: only days off remain.
 * @param dueToday the due date is today, which the number alone does not tell
 */
export function formatDaysLeft(language: Language, days: number, dueToday = false): string {
  if (dueToday) return t(language, 'date.dueToday')
  if (days === 0) return t(language, 'days.left.none')
  return t(language, days === 1 ? 'days.left.one' : 'days.left', { n: days })
}

/** `已过3个工作日`. 0: the due date has passed, no working day since. */
export function formatDaysPast(language: Language, days: number): string {
  if (days === 0) return t(language, 'days.past.none')
  return t(language, days === 1 ? 'days.past.one' : 'days.past', { n: days })
}

/** `2,273` */
export function formatNumber(language: Language, value: number): string {
  return new Intl.NumberFormat(language === 'en' ? 'en-GB' : language).format(value)
}

const counted = ['一', '两', '三', '四', '五', '六', '七', '八', '九', '十']

/** How many, before a measure word: `两` in `有两件`. Above ten, and in English, figures. */
export function formatCount(language: Language, count: number): string {
  return (language === 'zh-CN' && counted[count - 1]) || formatNumber(language, count)
}
