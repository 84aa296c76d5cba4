import { clockAt } from './clock.ts'
import { beforeMark, endOfBefore, inherit, joined, skipBracket, withSharedPart } from './joined.ts'
import { momentAt } from './moment.ts'
import { monthListAt } from './monthList.ts'
import type { Moment } from './shape.ts'

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
        hourOfDayAt(text, at, previous) ??
        englishSpanAt(text, at) ??
        mentionAt(text, at, previous) ??
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

const hourAhead = /(?<=于|在|请|必|须|应|，|、)(?:上午|下午|中午|晚上)?\d{1,2}(?::|时|点)/y
const HOUR_WITHIN = 90

/** "24日上午开会，名单在上午11:00前交": the hour by which, on the day that the sentence has named. */
function hourOfDayAt(text: string, at: number, previous: Mention | undefined): Mention | null {
  const day = previous?.moments.at(-1)
  if (previous === undefined || day?.shape.kind !== 'day' || at - previous.end > HOUR_WITHIN) return null
  if (day.clock?.kind === 'time' && previous.relation !== 'on') return null
  hourAhead.lastIndex = at
  if (hourAhead.exec(text) === null || /[。；\n]/.test(text.slice(previous.end, at))) return null
  const clock = clockAt(text, at)
  if (clock === null || endOfBefore(text, clock.end) === clock.end) return null
  return mentionOf(text, at, [{ ...day, rule: 'hour-of-day', clock: clock.clock, start: at, end: clock.end }])
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

function mentionAt(text: string, at: number, previous: Mention | undefined): Mention | null {
  const first = monthListAt(text, at) ?? firstOf(text, at, previous)
  return first === null ? null : mentionOf(text, at, first)
}

function mentionOf(text: string, at: number, first: Moment[]): Mention | null {
  const { moments, range } = joined(text, first)
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
    relation: range ? 'span' : relationOf(tail.relation, lead),
    moments: range ? moments : withSharedPart(moments),
    inclusiveSaid: tail.inclusiveSaid,
    lead,
    start: at - (leads.exec(text.slice(Math.max(0, at - LONGEST_LEAD), at))?.[0].length ?? 0),
    end: tail.end,
  }
}

function firstOf(text: string, at: number, previous: Mention | undefined): Moment[] | null {
  const moment = momentAt(text, at, bareDayAllowed(text, at))
  return moment === null ? null : [ofSameMonth(text, moment, previous)]
}

/** "2月18日12时前上报，纸质版于17日送": a day without a month is of the month that its sentence has named. */
function ofSameMonth(text: string, moment: Moment, previous: Mention | undefined): Moment {
  const named = previous?.moments.at(-1)
  if (previous === undefined || named?.shape.kind !== 'day' || moment.rule !== 'day-only') return moment
  return /[。；\n]/.test(text.slice(previous.end, moment.start)) ? moment : inherit(moment, named)
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

function relationOf(tail: Relation | null, lead: string): Relation {
  if (tail !== null) return tail
  if (/^(?:最|至迟|不|务必|截|by|before|no|not|on or|until|till|deadline)/i.test(lead)) return 'before'
  if (/^(?:从|自|from)/i.test(lead)) return 'from'
  return /^after/i.test(lead) ? 'after' : 'on'
}
