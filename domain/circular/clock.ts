import { numberOf } from './numerals.ts'

/** A time of day as the text names it; `close` is the end of working hours, which the text leaves to the reader. */
export type Clock =
  | { kind: 'time'; hour: number; minute: number }
  | { kind: 'close' }
  | { kind: 'half'; half: 'morning' | 'afternoon' }

const NUM = '(?:\\d{1,2}|[零〇一二三四五六七八九十]{1,3})'
const HALF = '(?<half>上午|下午|中午|午后|早上|早晨|清晨|凌晨|傍晚|晚上|晚间|午夜|夜间|早|晚)?'
const time = new RegExp(
  `(?:的|当[天日]|,)?${HALF}(?<hour>${NUM})(?:(?:时|点钟?)(?!间|候|期|段|刻)(?:(?<quarter>半|一刻|三刻)|整|(?<minute>\\d{1,2}|[零〇一二三四五六七八九十]{1,3})分)?|:(?<colon>[0-5]\\d)(?::[0-5]\\d)?(?:时|分|整)?)`,
  'y',
)
const noon = /(?:的|当[天日])?(?:中午|正午)(?:之?前|12时?)?/y
const close = /(?:的|当[天日])?(?:上班时间|下午)?下班(?=之?前|以前|时)/y
const half = /(?:的)?(?<half>上午|下午)(?=之?前|以前|下班|报(?!到|告|名)|交(?!流)|送)(?:下班)?/y
const roman =
  /[, ]*(?:at |by |before )?(?<hour>\d{1,2})(?:[:.](?<minute>[0-5]\d))? ?(?<half>[ap]\.m\.?|[ap]m|noon|hours|hrs)(?![A-Za-z])/iy

const until = /[(]?(?:至|到|—{1,2}|-{1,2}|~)/y

const hoursTo = new RegExp(`(?:的|当[天日]|,)?${HALF}${NUM}(?:至|到|—|-|~)(?=${NUM}(?:时|点)(?!间))`, 'y')

/** "上午9-12时": the first hour has its sign from the last. */
function lastHourAt(text: string, at: number): { clock: Clock; end: number } | null {
  hoursTo.lastIndex = at
  const match = hoursTo.exec(text)
  const last = match === null ? null : timeAt(text, hoursTo.lastIndex)
  if (last?.clock.kind !== 'time') return null
  return { ...last, clock: { ...last.clock, hour: inHalf(last.clock.hour, match?.groups?.['half'] ?? '') } }
}

/** The time of day that begins at a place of running text, and where it ends; of a stretch of hours its end. */
export function clockAt(text: string, at: number): { clock: Clock; end: number } | null {
  const first = timeAt(text, at)
  until.lastIndex = first?.end ?? text.length
  const last = until.exec(text) === null ? null : timeAt(text, until.lastIndex)
  return last ?? first ?? lastHourAt(text, at) ?? wordAt(text, at) ?? englishClockAt(text, at)
}

function timeAt(text: string, at: number): { clock: Clock; end: number } | null {
  time.lastIndex = at
  const match = time.exec(text)
  if (match === null) return null
  const { half: part = '', hour = '', quarter = '', minute = '', colon = '' } = match.groups ?? {}
  const hours = numberOf(hour)
  const minutes = quarter === '' ? numberOf(minute === '' ? colon || '0' : minute) : minutesOf(quarter)
  if (hours === null || minutes === null || hours > 24 || minutes > 59) return null
  return { clock: { kind: 'time', hour: inHalf(hours, part), minute: minutes }, end: time.lastIndex }
}

function minutesOf(quarter: string): number {
  if (quarter === '一刻') return 15
  return quarter === '三刻' ? 45 : 30
}

function inHalf(hour: number, part: string): number {
  if (/^(?:下午|午后|傍晚|晚|夜)/.test(part))
    return hour < 12 ? hour + 12 : hour === 12 && /^晚|夜/.test(part) ? 24 : hour
  if (part === '中午') return hour < 6 ? hour + 12 : hour
  if (part === '午夜') return hour === 12 || hour === 0 ? 24 : hour
  return hour
}

function wordAt(text: string, at: number): { clock: Clock; end: number } | null {
  noon.lastIndex = at
  const atNoon = noon.exec(text)
  if (atNoon !== null) {
    const length = atNoon[0].replace(/之?前$/, '').length
    return { clock: { kind: 'time', hour: 12, minute: 0 }, end: at + length }
  }
  close.lastIndex = at
  if (close.exec(text) !== null) return { clock: { kind: 'close' }, end: close.lastIndex }
  half.lastIndex = at
  const match = half.exec(text)
  if (match === null) return null
  return {
    clock: { kind: 'half', half: match.groups?.['half'] === '上午' ? 'morning' : 'afternoon' },
    end: half.lastIndex,
  }
}

/** "5 p.m.", "17:00 hrs", "12 noon". */
export function englishClockAt(text: string, at: number): { clock: Clock; end: number } | null {
  roman.lastIndex = at
  const match = roman.exec(text)
  if (match === null) return noonAt(text, at)
  const { hour = '', minute = '0', half: part = '' } = match.groups ?? {}
  const said = Number(hour)
  const afternoon = /^p/i.test(part)
  const hours = afternoon && said < 12 ? said + 12 : /^a/i.test(part) && said === 12 ? 0 : said
  if (hours > 24) return null
  return { clock: { kind: 'time', hour: hours, minute: Number(minute) }, end: roman.lastIndex }
}

const named = /[, ]*(?:at |by |before )?(?:12 )?(?<word>noon|midnight)(?![A-Za-z])/iy

function noonAt(text: string, at: number): { clock: Clock; end: number } | null {
  named.lastIndex = at
  const match = named.exec(text)
  if (match === null) return null
  const hour = /noon/i.test(match[0]) ? 12 : 24
  return { clock: { kind: 'time', hour, minute: 0 }, end: named.lastIndex }
}
