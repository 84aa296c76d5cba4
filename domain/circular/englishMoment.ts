import { englishClockAt, type Clock } from './clock.ts'
import type { Shape } from './shape.ts'

const MONTH =
  '(?<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?![a-z])(?:\\.(?= ?\\d))?'
const WEEKDAY = '(?:(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\\.?,? )?'
const YEAR = '(?:,? ?(?<year>(?:19|20)\\d\\d)| of the (?<later>subsequent|following|next) year)?'
const DAY = '(?<day>\\d{1,2})(?:st|nd|rd|th)?'
const dayFirst = new RegExp(`${WEEKDAY}(?:the )?${DAY}(?: of)? ?${MONTH}${YEAR}`, 'iy')
const monthFirst = new RegExp(`${WEEKDAY}${MONTH} ?${DAY}(?!\\d)${YEAR}`, 'iy')
const monthAlone = new RegExp(
  `(?:(?<end>end|the end|mid|early|late)(?: of|-)? ?)?${MONTH},? ?(?<year>20\\d\\d)`,
  'iy',
)
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdayInBrackets = /,? ?\((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?\)/iy

/** "10 May 2014", "Saturday, May 10th", "end of June 2014", and a time after it. */
export function englishMomentAt(
  text: string,
  at: number,
): { shape: Shape; rule: string; end: number; clock: Clock | null } | null {
  if (/[A-Za-z\d]/.test(text.charAt(at - 1)) || !/[A-Za-z\d]/.test(text.charAt(at))) return null
  const early = englishClockAt(text, at)
  if (early !== null) return afterClock(text, early)
  for (const pattern of [dayFirst, monthFirst]) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    const { day = '', month = '', year, later } = match?.groups ?? {}
    const value = Number(day)
    if (match === null || value < 1 || value > 31) continue
    weekdayInBrackets.lastIndex = pattern.lastIndex
    const end = weekdayInBrackets.exec(text) === null ? pattern.lastIndex : weekdayInBrackets.lastIndex
    const clock = englishClockAt(text, end)
    return {
      shape: {
        kind: 'day',
        year: later === undefined ? saidYear(year) : { relative: 1 },
        month: monthNumber(month),
        day: value,
      },
      rule: 'english-date',
      end: clock?.end ?? end,
      clock: clock?.clock ?? null,
    }
  }
  return monthAloneAt(text, at)
}

/** "5:00 p.m. on Friday, 30 March 2018". */
function afterClock(
  text: string,
  { clock, end }: { clock: Clock; end: number },
): ReturnType<typeof englishMomentAt> {
  const between = /^,? ?(?:on )?(?:the )?/.exec(text.slice(end, end + 12))?.[0].length ?? 0
  const day = between === 0 ? null : englishMomentAt(text, end + between)
  return day === null ? null : { ...day, clock }
}

function monthAloneAt(text: string, at: number) {
  monthAlone.lastIndex = at
  const match = monthAlone.exec(text)
  if (match === null) return null
  const { month = '', year, end = '' } = match.groups ?? {}
  const part = /end|late/i.test(end)
    ? 'end'
    : /mid/i.test(end)
      ? 'mid'
      : /early/i.test(end)
        ? 'early'
        : 'whole'
  const shape: Shape = { kind: 'month', year: saidYear(year), month: monthNumber(month), part }
  return { shape, rule: 'english-month', end: monthAlone.lastIndex, clock: null }
}

function monthNumber(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function saidYear(year: string | undefined) {
  return year === undefined ? null : { said: Number(year), short: false }
}
