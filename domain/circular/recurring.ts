import { clockAt } from './clock.ts'
import { numberOf } from './numerals.ts'
import { NUM } from './momentRules.ts'
import type { Stretch } from './sentence.ts'
import type { Recurrence } from './draft.ts'
import { REPORT } from './words.ts'

/** Something to hand in again and again, with its words in the running text. */
export interface Recurring {
  start: number
  end: number
  recurrence: Omit<Recurrence, 'text' | 'span'>
  rule: string
}

const before = '(?:之前|以前|前(?![后夕往])|内|以内|止)?'
const said = new RegExp(
  '(?:于|在)?(?:每(?:个)?(?<unit>月|季度|季|半年|周|星期|年|日|天|学期)(?:度)?|(?<by>按(?:月|季度?|周|日|年|学期)|逐(?:月|日|周)))',
  'g',
)
const taken = new RegExp(`^(?:将|把)[^，。；]{2,40}?(?:${REPORT})`)
const reported = new RegExp(`(?:${REPORT}|更新|公布)`)
const weekday = /^(?:的)?(?:星期|周)?(?<weekday>[一二三四五六日天末])(?![个次年月])/
const dayOfMonth = new RegExp(`^(?:的|份)?(?<day>${NUM})(?:日|号)`)
const endOfPeriod = /^(?:的)?(?:月)?(?<end>底|末|最后一(?:天|日|个工作日))/
const monthOfQuarter = new RegExp(
  `^(?:的|末|度)?(?:(?<first>首|第一个?|头一个)|(?<last>末|最后一?个?)|第(?<nth>[二三])个)(?:个)?月(?:的)?(?:(?<day>${NUM})(?:日|号)|(?<end>底|末))?`,
)
const nextMonth = new RegExp(`(?:次|下|下一个?|次季度?首)(?:个)?月(?:份)?(?:的)?(?<day>${NUM})(?:日|号)`)
const afterQuarter = new RegExp(
  `^[^，。；]{0,10}?(?:结束|终了|度)后(?:的)?(?<n>${NUM})(?:个)?(?:日|天|工作日)`,
)
const dayOfYear = new RegExp(`^(?:的)?(?<month>${NUM})月(?:份)?(?:(?<day>${NUM})(?:日|号)|(?<end>底|末))?`)
const monthsOfYear = new RegExp(`^(?:的)?(?<month>${NUM})月(?:底|末|初)?(?:、${NUM}月(?:底|末|初)?)+`)

const named = new RegExp(
  `(?<every>月报|季报)表?(?:应|须|请)?(?:于|在)?(?:(?:次|下)月|季(?:度)?(?:末|结束|终了)?后|下季度?首月)(?<day>${NUM})(?:日|号|天)${before}`,
  'g',
)

/** "月报于次月3日前，季报于季后5日前": the paper's own name says how often. */
function byName(sentence: Stretch): Recurring[] {
  if (!reported.test(sentence.text)) return []
  return Array.from(sentence.text.matchAll(named), (match) => {
    const every = match.groups?.['every'] === '季报' ? 'quarter' : 'month'
    const day = numberOf(match.groups?.['day'] ?? '')
    const words = match.groups?.['every']?.length ?? 0
    return {
      start: sentence.start + match.index + words,
      end: sentence.start + match.index + match[0].length,
      rule: `every-${every}`,
      recurrence: { every, day, month: 1, time: null },
    }
  })
}

const everyOther = new RegExp(
  `(?:于|在)?(?:每?逢|每)?(?<which>[单双])月(?:份)?(?:的)?(?:(?<day>${NUM})(?:日|号)|(?<end>底|末))${before}`,
  'g',
)

/** "逢双月10日前": every other month, the even ones. */
function everyOtherMonth(sentence: Stretch): Recurring[] {
  if (!reported.test(sentence.text)) return []
  return Array.from(sentence.text.matchAll(everyOther), (match) => {
    const { which, day, end } = match.groups ?? {}
    const lead = /^(?:于|在)/.test(match[0]) ? 1 : 0
    return {
      start: sentence.start + match.index + lead,
      end: sentence.start + match.index + match[0].length,
      rule: 'every-two-months',
      recurrence: {
        every: 'two-months',
        day: end === undefined ? numberOf(day ?? '') : 'last',
        month: which === '单' ? 1 : 2,
        time: null,
      },
    }
  })
}

/** What a sentence asks for again and again: "每月5日前", "每季度末", "每周五", "每年12月底前", "按月报送". */
export function recurringIn(sentence: Stretch): Recurring[] {
  const found: Recurring[] = [...byName(sentence), ...everyOtherMonth(sentence)]
  for (const match of sentence.text.matchAll(said)) {
    const start = match.index
    if (start < (found.at(-1)?.end ?? 0) - sentence.start) continue
    const rest = sentence.text.slice(start + match[0].length)
    const every = everyOf(match.groups?.['unit'] ?? match.groups?.['by']?.slice(1) ?? '')
    const spec = specOf(every, rest)
    const length = match[0].length + (spec?.length ?? 0)
    const clock = clocksAt(sentence.text, start + length)
    const specified = spec !== null || clock !== null
    if (!isAsked(sentence.text, start, rest, specified, match.groups?.['by'] !== undefined)) continue
    const end =
      new RegExp(`^${before}`).exec(sentence.text.slice(clock?.end ?? start + length))?.[0].length ?? 0
    const lead = /^(?:于|在)/.test(match[0]) ? 1 : 0
    const one: Recurring = {
      start: sentence.start + start + lead,
      end: sentence.start + (clock?.end ?? start + length) + end,
      rule: `every-${every}`,
      recurrence: {
        every,
        day: spec?.day ?? null,
        month: spec?.month ?? null,
        time: clock?.clock.kind === 'time' ? hhmm(clock.clock) : null,
      },
    }
    found.push(one, ...(every === 'year' ? laterInYear(sentence, one) : []))
  }
  return found.filter((one) => !isVague(one) || !found.some((other) => !isVague(other)))
}

/** Without a day or hour; where the sentence says one elsewhere, that is what counts. */
export function isVague({ recurrence }: Recurring): boolean {
  return recurrence.day === null && recurrence.month === null && recurrence.time === null
}

const andAgain = new RegExp(
  `^(?:和|、|及|与|以及)(?<month>${NUM})月(?:份)?(?:(?<day>${NUM})(?:日|号)|(?<end>底|末))?${before}`,
)

/** "每年3月31日前和9月30日前": further days of the same year. */
function laterInYear(sentence: Stretch, first: Recurring): Recurring[] {
  const match = andAgain.exec(sentence.text.slice(first.end - sentence.start))
  const { month, day, end } = match?.groups ?? {}
  const value = numberOf(month ?? '')
  if (match === null || value === null || value < 1 || value > 12) return []
  const next: Recurring = {
    ...first,
    start: first.end + 1,
    end: first.end + match[0].length,
    recurrence: { ...first.recurrence, month: value, day: end === undefined ? numberOf(day ?? '') : 'last' },
  }
  return [next, ...laterInYear(sentence, next)]
}

/** One or several times of a day: "8时、17时". */
function clocksAt(text: string, at: number): ReturnType<typeof clockAt> {
  const first = clockAt(text, at)
  if (first === null || !/[、和]/.test(text.charAt(first.end))) return first
  const next = clocksAt(text, first.end + 1)
  return next === null ? first : { ...first, end: next.end }
}

function hhmm({ hour, minute }: { hour: number; minute: number }): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function everyOf(unit: string): Recurrence['every'] {
  switch (unit) {
    case '月':
      return 'month'
    case '季':
    case '季度':
      return 'quarter'
    case '半年':
      return 'half-year'
    case '周':
    case '星期':
      return 'week'
    case '年':
      return 'year'
    case '学期':
      return 'term'
    default:
      return 'day'
  }
}

interface Spec {
  length: number
  day: number | 'last' | null
  month: number | null
}

function specOf(every: Recurrence['every'], rest: string): Spec | null {
  switch (every) {
    case 'month':
      return dayIn(rest, dayOfMonth) ?? lastOf(rest, endOfPeriod) ?? inNextMonth(rest)
    case 'week': {
      const match = weekday.exec(rest)
      const sign = match?.groups?.['weekday'] ?? ''
      if (match === null) return null
      const index = '一二三四五六日'.indexOf(sign === '天' ? '日' : sign)
      return { length: match[0].length, day: index < 0 ? 'last' : index + 1, month: null }
    }
    case 'quarter':
    case 'half-year':
      return inQuarter(rest) ?? inNextMonth(rest) ?? lastOf(rest, endOfPeriod) ?? afterPeriod(rest)
    case 'year':
      return inYear(rest)
    case 'term':
      return lastOf(rest, endOfPeriod)
    case 'day':
    case 'two-months':
      return null
  }
}

function dayIn(rest: string, pattern: RegExp): Spec | null {
  const match = pattern.exec(rest)
  const day = numberOf(match?.groups?.['day'] ?? '')
  return match === null || day === null ? null : { length: match[0].length, day, month: null }
}

function lastOf(rest: string, pattern: RegExp): Spec | null {
  const match = pattern.exec(rest)
  return match === null ? null : { length: match[0].length, day: 'last', month: null }
}

/** "每月……于次月5日前": said within the same sentence, a few words on. */
function inNextMonth(rest: string): Spec | null {
  const match = nextMonth.exec(rest.slice(0, 40))
  const day = numberOf(match?.groups?.['day'] ?? '')
  return match === null || day === null ? null : { length: match.index + match[0].length, day, month: 1 }
}

function inQuarter(rest: string): Spec | null {
  const match = monthOfQuarter.exec(rest)
  if (match === null) return null
  const { first, last, nth, day, end } = match.groups ?? {}
  const month = first !== undefined ? 1 : last !== undefined ? 3 : nth === '二' ? 2 : 3
  return { length: match[0].length, day: end !== undefined ? 'last' : numberOf(day ?? ''), month }
}

function afterPeriod(rest: string): Spec | null {
  const match = afterQuarter.exec(rest)
  const day = numberOf(match?.groups?.['n'] ?? '')
  return match === null || day === null ? null : { length: match[0].length, day, month: 1 }
}

function inYear(rest: string): Spec | null {
  const several = monthsOfYear.exec(rest)
  if (several !== null) return { length: several[0].length, day: 'last', month: null }
  const match = dayOfYear.exec(rest)
  if (match === null) {
    const end = /^(?:年)?(?<end>底|末|终)/.exec(rest)
    return end === null ? null : { length: end[0].length, day: 'last', month: 12 }
  }
  const { month, day, end } = match.groups ?? {}
  const value = numberOf(month ?? '')
  return {
    length: match[0].length,
    day: end !== undefined ? 'last' : numberOf(day ?? ''),
    month: value !== null && value >= 1 && value <= 12 ? value : null,
  }
}

/** With a day it is asked for anywhere in the sentence; without one only where the verb follows at once. */
function isAsked(sentence: string, start: number, rest: string, specified: boolean, by: boolean): boolean {
  if (specified) return reported.test(rest) || reported.test(sentence.slice(Math.max(0, start - 30), start))
  const near = rest.slice(0, by ? 8 : 16)
  if (by && taken.test(rest)) return true
  return (
    /^[^，。；、的]{0,14}?(?:报送|上报|填报|报告|反馈|报(?=[省市县区我]))/.test(near) &&
    !/^[^，。；]{0,6}不少于/.test(near)
  )
}
