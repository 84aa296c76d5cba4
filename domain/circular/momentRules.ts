import { numberOf, yearOf } from './numerals.ts'
import type { MonthPart, SaidYear, Shape } from './shape.ts'

export const NUM = '(?:\\d{1,2}|[〇零一二两三四五六七八九十廿卅]{1,3})'
const MONTH = `(?<month>${NUM}|元)`
const YEAR =
  '(?:公元)?(?<year>(?<roc>(?:中华)?民国)(?:\\d{2,3}|[〇○零一二三四五六七八九十百]{2,5})|\\d{2,4}|[〇○零Oo0一二三四五六七八九]{2,4}|今|本|当|明|次|翌|来|去|上|同)年度?(?:的)?'
const PERIOD = '(?<period>上中旬|中下旬|上旬|中旬|下旬|月初|月中|月底|月末|初|中(?![旬心午])|底|末|份)?'

export interface Rule {
  name: string
  pattern: RegExp
  read: (groups: Record<string, string | undefined>) => Shape | null
}

export const sticky = (source: string) => new RegExp(source, 'y')

/** Longest first: the first rule that reads something has it. A new way to write a date is one more entry. */
export const rules: Rule[] = [
  {
    name: 'numeric-date',
    pattern: sticky(
      '(?<year>(?:19|20)\\d\\d)(?<mark>[-—./])(?<month>\\d{1,2})\\k<mark>(?<day>\\d{1,2})(?!\\d)日?',
    ),
    read: (g) => day(said(g['year']), g['month'], g['day']),
  },
  {
    name: 'full-date',
    pattern: sticky(`${YEAR},?${MONTH}月(?:份)?(?<day>${NUM})(?:[日号]|(?![日号\\d个%]))`),
    read: (g) => day(yearSaid(g), g['month'], g['day']),
  },
  {
    name: 'year-month',
    pattern: sticky(`${YEAR}${MONTH}月${PERIOD}`),
    read: (g) => month(yearSaid(g), g['month'], g['period']),
  },
  {
    name: 'months',
    pattern: sticky(`(?:${YEAR})?(?<![\\d.、第件])(?<month>\\d{1,2})(?=(?:-|—|~|至|到)\\d{1,2}月(?!\\d))`),
    read: (g) => month(yearSaid(g), g['month'], undefined),
  },
  {
    name: 'quarter',
    pattern: sticky(
      `(?:${YEAR})?(?:第(?<quarter>[一二三四1-4])季度?|(?<named>[一二三四])季度)(?<period>末|底|初)?`,
    ),
    read: (g) => quarter(yearSaid(g), g['quarter'] ?? g['named']),
  },
  {
    name: 'year-part',
    pattern: sticky(`${YEAR}(?<part>年?底|年?末|年?初|上半年|下半年|内)`),
    read: (g) => yearPart(yearSaid(g), g['part'] ?? ''),
  },
  {
    name: 'festival',
    pattern: sticky(
      `(?:${YEAR})?[“"]?(?<name>元旦|春节|元宵|清明|五一|劳动节|五四|青年节|端午|六一|儿童节|七一|建党节|八一|建军节|中秋|教师节|国庆|十一|重阳|三八|妇女节)[”"]?(?:国际)?(?:劳动|妇女|儿童)?(?:节日?|假期|长假)?(?=之?前(?![后夕])|以前|期间)`,
    ),
    read: (g) => ({ kind: 'festival', year: yearSaid(g), name: g['name'] ?? '' }),
  },
  {
    name: 'month-day',
    pattern: sticky(`${MONTH}月(?:份)?(?<day>${NUM})[日号]`),
    read: (g) => day(null, g['month'], g['day']),
  },
  {
    name: 'month-day-unmarked',
    pattern: sticky(
      `(?<month>\\d{1,2})月(?<day>\\d{1,2})(?=之?前|以前|[上下中]午|[(至到~—-]|上?报(?!告)|交(?![通流]))`,
    ),
    read: (g) => day(null, g['month'], g['day']),
  },
  {
    name: 'relative-month-day',
    pattern: sticky(`(?<which>本|当|下|次|这个|下个)月(?:的)?(?<day>${NUM})[日号]`),
    read: (g) => relativeDay(g['which'], g['day']),
  },
  {
    name: 'relative-month',
    pattern: sticky(`(?<which>本|当|下|次|这个|下个)月(?<period>上旬|中旬|下旬|初|中|底|末)`),
    read: (g) => relativeMonth(g['which'], g['period']),
  },
  {
    name: 'month',
    pattern: sticky(`${MONTH}月${PERIOD}`),
    read: (g) => month(null, g['month'], g['period']),
  },
  {
    name: 'year-end',
    pattern: sticky(`年(?<part>底|末|终|内)(?=之?前|以前|[，,、。;报上完])`),
    read: (g) => yearPart(null, g['part'] ?? ''),
  },
  {
    name: 'month-end',
    pattern: sticky(`月(?<period>底|末)(?=之?前|以前)`),
    read: (g) => relativeMonth('本', g['period']),
  },
  {
    name: 'weekday',
    pattern: sticky(`(?<which>本|这|下)?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])(?![个次年月期])`),
    read: (g) => ({
      kind: 'weekday',
      week: g['which'] === '下' ? 1 : 0,
      weekday: weekdayNumber(g['weekday'] ?? '') ?? 1,
    }),
  },
  {
    name: 'day-word',
    pattern: sticky(`(?<word>今日|今天|今晚|明日|明天|后天)`),
    read: (g) => ({
      kind: 'offset',
      days: g['word']?.startsWith('今') ? 0 : g['word']?.startsWith('明') ? 1 : 2,
    }),
  },
  {
    name: 'month-dot-day',
    pattern: sticky(`(?<month>\\d{1,2})(?<mark>[./])(?<day>\\d{1,2})(?=日?(?:之?前|以前)|日)日?`),
    read: (g) => day(null, g['month'], g['day']),
  },
  {
    name: 'year-dot-month',
    pattern: sticky(`(?<year>20\\d\\d)[./](?<month>\\d{1,2})(?=[—~至到前底-])(?![-—](?:\\d{1,2})(?!\\d))`),
    read: (g) => month(said(g['year']), g['month'], undefined),
  },
]

function said(text: string | undefined): SaidYear {
  const value = yearOf(text ?? '')
  return value === null ? null : { said: value, short: false }
}

const relativeYears: Record<string, number> = {
  今: 0,
  本: 0,
  当: 0,
  同: 0,
  明: 1,
  次: 1,
  翌: 1,
  来: 1,
  去: -1,
  上: -1,
}

/** Years of the Republic (民国103年, or three digits) count from 1911. */
function yearSaid(groups: Record<string, string | undefined>): SaidYear {
  const text = groups['year']
  if (text === undefined) return null
  const relative = relativeYears[text]
  if (relative !== undefined) return { relative }
  if (groups['roc'] !== undefined) return republican(text.slice(groups['roc'].length))
  if (/^\d{3}$/.test(text) || /^[一二][〇○零一二三四五六七八九]{2}$/.test(text)) return republican(text)
  const value = yearOf(text)
  return value === null ? null : { said: value, short: text.length === 2 }
}

function republican(text: string): SaidYear {
  const value = /^\d+$/.test(text) ? Number(text) : bySign(text)
  return value === null || value < 1 || value > 200 ? null : { said: 1911 + value, short: false }
}

function bySign(text: string): number | null {
  const signs = [...text].map((sign) => numberOf(sign))
  if (text.includes('十') || signs.includes(null)) return numberOf(text)
  return Number(signs.join(''))
}

function day(year: SaidYear, monthText: string | undefined, dayText: string | undefined): Shape | null {
  const monthValue = numberOf(monthText ?? '')
  const dayValue = numberOf(dayText ?? '')
  if (monthValue === null || dayValue === null) return null
  if (monthValue < 1 || monthValue > 12 || dayValue < 1 || dayValue > 31) return null
  return { kind: 'day', year, month: monthValue, day: dayValue }
}

function month(year: SaidYear, text: string | undefined, period: string | undefined): Shape | null {
  const value = numberOf(text ?? '')
  if (value === null || value < 1 || value > 12) return null
  return { kind: 'month', year, month: value, part: partOf(period) }
}

function relativeDay(which: string | undefined, text: string | undefined): Shape | null {
  const value = numberOf(text ?? '')
  if (value === null || value < 1 || value > 31) return null
  return { kind: 'day', year: null, month: { relative: isNext(which) ? 1 : 0 }, day: value }
}

function relativeMonth(which: string | undefined, period: string | undefined): Shape {
  return { kind: 'month', year: null, month: { relative: isNext(which) ? 1 : 0 }, part: partOf(period) }
}

function isNext(which: string | undefined): boolean {
  return which !== undefined && /^[下次]/.test(which)
}

const parts: Record<string, MonthPart> = {
  上中旬: 'mid',
  中下旬: 'late',
  上旬: 'early',
  中旬: 'mid',
  中: 'mid',
  下旬: 'late',
  初: 'start',
  底: 'end',
  末: 'end',
}

function partOf(period: string | undefined): MonthPart {
  return parts[period?.replace('月', '') ?? ''] ?? 'whole'
}

function quarter(year: SaidYear, text: string | undefined): Shape | null {
  const value = numberOf(text ?? '')
  if (value === null || value < 1 || value > 4) return null
  return { kind: 'year', year, part: 'quarter', quarter: value }
}

function yearPart(year: SaidYear, part: string): Shape {
  const name = /初/.test(part)
    ? 'start'
    : /上半年/.test(part)
      ? 'firstHalf'
      : /下半年/.test(part)
        ? 'secondHalf'
        : 'end'
  return { kind: 'year', year, part: name, quarter: 0 }
}

export function weekdayNumber(sign: string): number | null {
  const index = '一二三四五六日'.indexOf(sign === '天' ? '日' : sign)
  return sign === '' || index < 0 ? null : index + 1
}
