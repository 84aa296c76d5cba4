import { clockAt, type Clock } from './clock.ts'
import { englishMomentAt } from './englishMoment.ts'
import { NUM, rules, sticky, weekdayNumber, type Rule } from './momentRules.ts'
import { numberOf } from './numerals.ts'
import type { Moment, Shape } from './shape.ts'

const dayOnly: Rule = {
  name: 'day-only',
  pattern: sticky(`(?<day>${NUM})[日号]`),
  read: (g) => {
    const value = numberOf(g['day'] ?? '')
    return value === null || value < 1 || value > 31
      ? null
      : { kind: 'day', year: null, month: null, day: value }
  },
}

const note = sticky(
  '\\(?(?:本|这|下)?(?:星期|周|礼拜)(?<weekday>[一二三四五六日天])\\)?|\\((?<alone>[一二三四五六日])\\)',
)
const startsNumber = /[\d〇零一二三四五六七八九十廿卅]/

/**
 * The moment that begins at a place of running text, with its time of day and a weekday in brackets; null where none
 * does. A bare day ("15日") is read only where `allowDay` says that a month went before it.
 */
export function momentAt(text: string, at: number, allowDay = false): Moment | null {
  if (continuesNumber(text, at)) return null
  const read = readBy(allowDay ? [...rules, dayOnly] : rules, text, at) ?? englishMomentAt(text, at)
  if (read === null) return null
  const said = explained(text, at, read)
  if (said !== null) return said
  note.lastIndex = read.end
  const weekday = note.exec(text)
  const afterNote = weekday ? note.lastIndex : read.end
  const clock = clockAt(text, afterNote) ?? sameDayClock(text, afterNote)
  return {
    ...read,
    start: at,
    weekday: weekdayNumber(weekday?.groups?.['weekday'] ?? weekday?.groups?.['alone'] ?? ''),
    clock: clock?.clock ?? read.clock,
    end: clock?.end ?? afterNote,
  }
}

const sameDay = sticky('\\((?:截至|截止)?当[天日]')

/** "4月30日（当天18:00截稿）": the hour of the day in brackets. */
function sameDayClock(text: string, at: number): { clock: Clock; end: number } | null {
  sameDay.lastIndex = at
  const clock = sameDay.exec(text) === null ? null : clockAt(text, sameDay.lastIndex)
  const close = clock === null ? -1 : text.indexOf(')', clock.end)
  return clock === null || close < 0 || close - clock.end > 8 ? null : { clock: clock.clock, end: close + 1 }
}

/** "明日（11月23日）中午12点": the date in brackets says which day the word means. */
function explained(text: string, at: number, { shape, end }: { shape: Shape; end: number }): Moment | null {
  if ((shape.kind !== 'offset' && shape.kind !== 'weekday') || text.charAt(end) !== '(') return null
  const inner = momentAt(text, end + 1)
  if (inner === null || inner.shape.kind !== 'day' || text.charAt(inner.end) !== ')') return null
  const clock = clockAt(text, inner.end + 1)
  return { ...inner, start: at, clock: clock?.clock ?? inner.clock, end: clock?.end ?? inner.end + 1 }
}

function continuesNumber(text: string, at: number): boolean {
  if (at === 0 || !startsNumber.test(text.charAt(at))) return false
  const before = text.charAt(at - 1)
  if (/\d/.test(text.charAt(at)))
    return /[\d.,]/.test(before) && !(before === ',' && !/\d/.test(text.charAt(at - 2)))
  return startsNumber.test(before) || before === '第' || before === '星' || before === '周'
}

function readBy(
  candidates: Rule[],
  text: string,
  at: number,
): { shape: Shape; rule: string; end: number; clock: null } | null {
  for (const { name, pattern, read } of candidates) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) continue
    const shape = read(match.groups ?? {})
    if (shape !== null) return { shape, rule: name, end: at + match[0].length, clock: null }
  }
  return null
}
