import { clockAt } from './clock.ts'
import { momentAt } from './moment.ts'
import type { Moment, Shape } from './shape.ts'

/** How the words around a date stand to it. `span` is a stretch from one date to another. */
export type Relation = 'before' | 'from' | 'after' | 'on' | 'span'

/** One or several moments that the text names together, with the small words that belong to them. */
export interface Mention {
  relation: Relation
  moments: Moment[]
  /** Whether the text itself says that the last day counts ("含当日"). */
  inclusiveSaid: boolean
  /** What stands right before it: "于", "截至", "每". */
  lead: string
  /** From the word that leads it to the word that ends it. */
  start: number
  end: number
}

const rangeMark = /(?:(?:起|开始)，?|日)?(?:至|到|—{1,2}|-{1,2}|~|直至|起至| ?to | ?- )(?!今|少|多)/y
const partOfDay = /(?:上午|下午|中午|晚上?|全天)(?=至|到|—|-|~)/y
const listMark = /(?:、|和|及|与|以及|或者?|and| and |,(?=\d))/y
const bracket = /\([^()\n]{1,20}\)/y
const beforeMark =
  /(?:(?:当[日天])?或[之以]前|之前|以前|前(?![后夕往列沿]|来(?:参加|报到|领取|开会|参会|办理|集合)|\d|[一二三四五六七八九十]+名)|截止|为止|止|之内|以内|内)/y
const fromMark = /(?:起|开始|以来|至今)/y
const afterMark = /(?:之后|以后|后)/y
const leads =
  /(?:最迟(?:不得?超过|应?于|在)?|至迟(?:不超过|应?于|在)?|最晚(?:于|在)?|不(?:得)?(?:迟|晚)于|务必(?:于|在)|截至|截止(?:日期|时间|期限)?(?:为|是|到|至|于)?:?|从|自|每|定于|将于|拟于|于|在|by|before|no later than|not later than|on or before|until|till|from|after|on|deadline:?)(?: the)? ?$/i

const LONGEST_LEAD = 24

/** Every mention of a point in time in a running text, in order; what a longer one holds is not read again. */
export function mentionsIn(text: string): Mention[] {
  const found: Mention[] = []
  for (let at = 0; at < text.length;) {
    const previous = found.at(-1)
    const mention = startsMoment.test(text.charAt(at))
      ? (sameDayAt(text, at, previous) ??
        englishSpanAt(text, at) ??
        mentionAt(text, at) ??
        laterDayAt(text, at, previous))
      : null
    if (mention === null) at += 1
    else {
      found.push(mention)
      at = Math.max(mention.end, at + 1)
    }
  }
  return found
}

const startsMoment =
  /[\d〇○零一二三四五六七八九十廿卅公民中今本当明次翌来去上同第这下周星礼年月后元春清端国重教劳青儿建妇“"JFMASONDTWmeltjfsaondw]/

const sameDay = /(?:当日|当天|同日)/y
const SAME_DAY_WITHIN = 160

/** "当日18时前": the day that was named before, at another hour. */
function sameDayAt(text: string, at: number, previous: Mention | undefined): Mention | null {
  const day = previous?.moments.at(-1)
  if (previous === undefined || day?.shape.kind !== 'day' || at - previous.end > SAME_DAY_WITHIN) return null
  sameDay.lastIndex = at
  if (sameDay.exec(text) === null) return null
  const clock = clockAt(text, sameDay.lastIndex)
  if (clock === null) return null
  return mentionOf(text, at, [{ ...day, rule: 'same-day', clock: clock.clock, start: at, end: clock.end }])
}

const shortSpan = /(?<!\d)(?<day>\d{1,2})(?:st|nd|rd|th)? ?(?:to|-|and|—) ?(?=\d{1,2}(?:st|nd|rd|th)? [A-Z])/y

/** "18 to 22 November 2019": the first day has month and year from the second. */
function englishSpanAt(text: string, at: number): Mention | null {
  shortSpan.lastIndex = at
  const match = shortSpan.exec(text)
  const last = match === null ? null : momentAt(text, shortSpan.lastIndex)
  if (match === null || last?.shape.kind !== 'day') return null
  const first: Moment = {
    ...last,
    shape: { ...last.shape, day: Number(match.groups?.['day']) },
    clock: null,
    start: at,
    end: shortSpan.lastIndex,
  }
  return {
    relation: 'span',
    moments: [first, last],
    inclusiveSaid: false,
    lead: '',
    start: at,
    end: last.end,
  }
}

function mentionAt(text: string, at: number): Mention | null {
  const first = monthListAt(text, at) ?? firstOf(text, at)
  return first === null ? null : mentionOf(text, at, first)
}

function mentionOf(text: string, at: number, first: Moment[]): Mention | null {
  const { moments, relation } = joined(text, first)
  const last = moments.at(-1)
  if (last === undefined) return null
  const lead = leads.exec(text.slice(Math.max(0, at - LONGEST_LEAD), at))?.[0].trim() ?? ''
  const tail = tailOf(
    text,
    text.charAt(at - 1) === '(' && /^\)(?:之?前|以前)/.test(text.slice(last.end, last.end + 3))
      ? last.end + 1
      : last.end,
  )
  return {
    relation: relationOf(relation, tail.relation, lead),
    moments: relation === 'span' ? moments : withSharedPart(moments),
    inclusiveSaid: tail.inclusiveSaid,
    lead,
    start: at - (leads.exec(text.slice(Math.max(0, at - LONGEST_LEAD), at))?.[0].length ?? 0),
    end: tail.end,
  }
}

function firstOf(text: string, at: number): Moment[] | null {
  const moment = momentAt(text, at, bareDayAllowed(text, at))
  return moment === null ? null : [moment]
}

/** A day without a month is read only where it is plainly a deadline: "请于15日前". */
function bareDayAllowed(text: string, at: number): boolean {
  return /(?:于|在|请|务必|每月|次月|同月)$/.test(text.slice(Math.max(0, at - 2), at))
}

const CONTINUES_WITHIN = 60

/** "5月10日前报名单，20日前报总结": a later day of the month that the same sentence has named. */
function laterDayAt(text: string, at: number, previous: Mention | undefined): Mention | null {
  const before = previous?.moments.at(-1)
  if (previous === undefined || before?.shape.kind !== 'day' || at - previous.end > CONTINUES_WITHIN)
    return null
  if (!/[，、]$/.test(text.slice(0, at)) || /[。；\n]/.test(text.slice(previous.end, at))) return null
  const day = momentAt(text, at, true)
  if (day === null || day.rule !== 'day-only' || day.shape.kind !== 'day') return null
  if (day.shape.day <= before.shape.day || !/^(?:之?前|以前)/.test(text.slice(day.end, day.end + 2)))
    return null
  return mentionOf(text, at, [inherit(day, before)])
}

const monthList =
  /(\d{1,2}(?:、\d{1,2}){1,11})(?:和|及)?(\d{1,2})?月(底|末|初|中旬|上旬|下旬)?(?=之?前|以前)/y

/** "3、6、9月底前": months that share the sign of the last. */
function monthListAt(text: string, at: number): Moment[] | null {
  if (/[\d.、]/.test(text.charAt(at - 1))) return null
  monthList.lastIndex = at
  const match = monthList.exec(text)
  if (match === null) return null
  const period = match[3] ?? ''
  const numbers = [...(match[1] ?? '').split('、'), ...(match[2] === undefined ? [] : [match[2]])]
  const moments = numbers.map((number) => momentAt(`${number}月${period}`, 0))
  if (moments.some((moment) => moment === null)) return null
  return moments.flatMap((moment) =>
    moment === null ? [] : [{ ...moment, start: at, end: monthList.lastIndex, rule: 'month-list' }],
  )
}

function joined(text: string, first: Moment[]): { moments: Moment[]; relation: Relation | null } {
  const moments = [...first]
  let last = moments.at(-1)
  while (last !== undefined) {
    const range: Moment | null = moments.length === 1 ? nextAfter(text, last, rangeMark) : null
    if (range !== null) return { moments: [last, inherit(range, last)], relation: 'span' }
    const next: Moment | null = nextInList(text, last)
    if (next === null) break
    moments.push(inherit(next, last))
    last = moments.at(-1)
  }
  return { moments, relation: null }
}

function nextAfter(text: string, last: Moment, mark: RegExp): Moment | null {
  partOfDay.lastIndex = skipBracket(text, last.end)
  mark.lastIndex = partOfDay.exec(text) === null ? skipBracket(text, last.end) : partOfDay.lastIndex
  const match = mark.exec(text)
  return match === null ? null : momentAt(text, mark.lastIndex, true)
}

/** A list goes on where a date of the same kind follows: "3月底、6月底" and "5月10日和8月30日", also with 前 at each. */
function nextInList(text: string, last: Moment): Moment | null {
  listMark.lastIndex = endOfBefore(text, last.end)
  if (listMark.exec(text) === null) return null
  const next = momentAt(text, listMark.lastIndex, true)
  return next !== null && next.shape.kind === last.shape.kind ? next : null
}

/** Where a sign of "by" right after a moment ends, or the moment itself where there is none. */
export function endOfBefore(text: string, at: number): number {
  beforeMark.lastIndex = at
  return beforeMark.exec(text) === null ? at : beforeMark.lastIndex
}

function skipBracket(text: string, at: number): number {
  bracket.lastIndex = at
  return bracket.exec(text) === null ? at : bracket.lastIndex
}

/** What a later date leaves out it has from the one before: "2014年4月1日至15日". */
function inherit(next: Moment, before: Moment): Moment {
  const shape = inheritShape(next.shape, before.shape)
  return shape === next.shape ? next : { ...next, shape }
}

function inheritShape(next: Shape, before: Shape): Shape {
  if (next.kind !== 'day' && next.kind !== 'month') return next
  if (before.kind !== 'day' && before.kind !== 'month') return next
  if (next.kind === 'day' && next.month === null) return { ...next, month: before.month, year: before.year }
  if (next.year !== null || before.year === null) return next
  return { ...next, year: yearAfter(before, next.month) }
}

/** "2013年12月至3月" ends in the next year. */
function yearAfter(
  before: Extract<Shape, { kind: 'day' | 'month' }>,
  month: number | { relative: number } | null,
) {
  const { year } = before
  if (year === null || !('said' in year) || typeof month !== 'number' || typeof before.month !== 'number')
    return year
  return month < before.month ? { ...year, said: year.said + 1 } : year
}

/** "3月、6月、9月底前": the end is meant of each. */
function withSharedPart(moments: Moment[]): Moment[] {
  const last = moments.at(-1)?.shape
  if (last?.kind !== 'month' || last.part === 'whole') return moments
  const { part } = last
  return moments.map((moment) =>
    moment.shape.kind === 'month' && moment.shape.part === 'whole'
      ? { ...moment, shape: { ...moment.shape, part } }
      : moment,
  )
}

function tailOf(
  text: string,
  at: number,
): { relation: Relation | null; inclusiveSaid: boolean; end: number } {
  const after = skipBracket(text, at)
  const inside = text.slice(at, after)
  const inclusiveSaid = /含|包括|inclusive/.test(inside)
  for (const [mark, relation] of [
    [beforeMark, 'before'],
    [fromMark, 'from'],
    [afterMark, 'after'],
  ] as const) {
    mark.lastIndex = after
    const match = mark.exec(text)
    if (match === null) continue
    const end = skipBracket(text, mark.lastIndex)
    return { relation, inclusiveSaid: inclusiveSaid || /含|包括/.test(text.slice(mark.lastIndex, end)), end }
  }
  return { relation: null, inclusiveSaid, end: at }
}

function relationOf(joinedAs: Relation | null, tail: Relation | null, lead: string): Relation {
  if (joinedAs === 'span') return 'span'
  if (tail !== null) return tail
  if (/^(?:最|至迟|不|务必|截|by|before|no|not|on or|until|till|deadline)/i.test(lead)) return 'before'
  if (/^(?:从|自|from)/i.test(lead)) return 'from'
  return /^after/i.test(lead) ? 'after' : 'on'
}
