import { numberOf } from './numerals.ts'
import { NUM } from './momentRules.ts'
import type { Relative } from './draft.ts'
import type { Stretch } from './sentence.ts'
import { REPORT, WORK } from './words.ts'

/** So long before or after something, with its words in the running text. */
export interface RelativeDeadline {
  start: number
  end: number
  relative: Relative
  asks: 'report' | 'work'
}

const amount = `(?<!第)(?:(?<n>${NUM}|半)(?<unit>个?工作日|个?月|日|天|周|个?星期(?![一二三四五六日天末])|(?:个)?小时)|第(?<nth>一)个?(?<whole>工作日|天|周))`
const within = '(?:之内|以内|内)'
const afterSomething = new RegExp(
  `(?<anchor>[^，。；：:、\\n]{1,28}?(?:之日|当日|次日|之后|以后|后|结束|完毕|届满|期满|即日|召开|出台|闭幕|(?:举|开)办)(?:起|算起|起算)?|文到)(?:的)?${amount}${within}?`,
  'g',
)
const beforeSomething = new RegExp(
  `(?<anchor>[^，。；：:、\\n]{2,20}?)(?:开始|举办|召开)?(?:之前|前|提前)(?:的|至少)?${amount}${within}?`,
  'g',
)
const bare = new RegExp(
  `(?<lead>(?:请|应|须|要|需|务必|于|在)(?:[^，。；\\d]{0,12}?)(?:于|在)?)${amount}${within}`,
  'g',
)
const report = new RegExp(REPORT)
const work = new RegExp(WORK)
const anchorLead =
  /^(?:请|应|须|要|需|务必|并|各[^，。；]{0,12}?(?:单位|地|部门|妇联|学校|区|县|市|镇|街道)?(?:应|要|须|请|需)?|于|在|自|从|并于|及时)+/
/** However much stands before it ("各县（市、区）于收到……"), what is counted from begins here. */
const opensAnchor = /[于自从](?=(?:收到|接到|收文|印发|发文|下发|发布|活动|会议|项目|培训|本(?:通知|函|文)))/
/** What may happen or not is told within hours of it; no unit owes that. */
const happens = /(?:发现|发生|遇|出现|突发|如有)[^。；]{0,40}$/
const timeLabel = /^.*(?:时间|期限)(?:集中|限定|定|安排)?(?:在|为|于)/
const notAnchor = /^(?:第|每|前|最|先|共|超过|大约|约)?$/

/** Deadlines that a sentence counts from something else: "收到通知之日起5个工作日内", "活动结束后10日内". */
export function relativeIn(sentence: Stretch): RelativeDeadline[] {
  const found: RelativeDeadline[] = []
  for (const [pattern, after] of [
    [afterSomething, true],
    [beforeSomething, false],
    [bare, true],
  ] as const) {
    for (const match of sentence.text.matchAll(pattern)) {
      const read = readOne(sentence, match, after, pattern === bare)
      if (read !== null && !found.some((other) => other.start < read.end && read.start < other.end))
        found.push(read)
    }
  }
  return found.sort((one, other) => one.start - other.start)
}

function readOne(
  sentence: Stretch,
  match: RegExpExecArray,
  after: boolean,
  isBare: boolean,
): RelativeDeadline | null {
  const { anchor: words = '', nth, whole } = match.groups ?? {}
  const n = match.groups?.['n'] ?? nth ?? ''
  const unit = match.groups?.['unit'] ?? whole ?? ''
  const end = match.index + match[0].length
  if (/^[上中下]旬|^的?(?:假|期)/.test(sentence.text.slice(end, end + 3))) return null
  const count = n === '半' ? 0.5 : numberOf(n)
  if (count === null || count === 0) return null
  const anchor = anchorOf(words)
  if (!isBare && (notAnchor.test(anchor.text) || /(?:[月年\d]|最后)$/.test(anchor.text))) return null
  if (isBare && happens.test(sentence.text.slice(0, match.index))) return null
  const asks = askedFor(sentence.text, match.index, end)
  if (asks === null) return null
  const start = match.index + (isBare ? (match.groups?.['lead'] ?? '').length : anchor.skipped)
  return {
    start: sentence.start + start,
    end: sentence.start + end,
    relative: {
      anchor: isBare ? '' : anchor.text,
      n: unit.endsWith('月') && n === '半' ? 15 : count,
      unit: n === '半' ? 'days' : unitOf(unit),
      after,
    },
    asks,
  }
}

function anchorOf(words: string): { text: string; skipped: number } {
  const opening = words.search(opensAnchor)
  const label = timeLabel.exec(words)?.[0].length
  const skipped =
    label !== undefined ? label : opening >= 0 ? opening + 1 : (anchorLead.exec(words)?.[0].length ?? 0)
  return { text: words.slice(skipped), skipped }
}

function unitOf(unit: string): Relative['unit'] {
  if (unit.endsWith('工作日')) return 'workingDays'
  if (unit.endsWith('月')) return 'months'
  if (unit.endsWith('周') || unit.endsWith('星期')) return 'weeks'
  return unit.endsWith('小时') ? 'hours' : 'days'
}

function askedFor(sentence: string, start: number, end: number): 'report' | 'work' | null {
  const rest = sentence.slice(end, end + 70)
  const reports = report.exec(rest)?.index ?? null
  const works = work.exec(rest)?.index ?? null
  if (/^[^，。；]{0,6}(?:无异议|无人|未|不)/.test(rest)) return null
  if (reports !== null && (works === null || reports <= works + 12)) return 'report'
  if (report.test(sentence.slice(Math.max(0, start - 40), Math.max(start, end - 8))) && rest.length < 10)
    return 'report'
  return works !== null && works < 12 ? 'work' : null
}
