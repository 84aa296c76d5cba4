import { momentAt } from './moment.ts'
import type { Moment, Shape } from './shape.ts'

const rangeMark = /(?:(?:起|开始)，?|日)?(?:至|到|—{1,2}|-{1,2}|~|直至|起至| ?to | ?- )(?!今|少|多)/y
const partOfDay = /(?:上午|下午|中午|晚上?|全天)(?=至|到|—|-|~)/y
const listMark = /(?:、|和|及|与|以及|或者?|and| and |,(?=\d))/y
const bracket = /\([^()\n]{1,20}\)/y
export const beforeMark =
  /(?:(?:当[日天])?或[之以]前|之前|以前|前(?![后夕往列沿]|来(?:参加|报到|领取|开会|参会|办理|集合)|\d|[一二三四五六七八九十]+名)|截止|为止|止|之内|以内|内)/y

/** A moment with those that the text joins to it: a range, or a list. */
export function joined(text: string, first: Moment[]): { moments: Moment[]; range: boolean } {
  const moments = [...first]
  let last = moments.at(-1)
  while (last !== undefined) {
    const range: Moment | null = moments.length === 1 ? nextAfter(text, last, rangeMark) : null
    if (range !== null) return { moments: [last, inherit(range, last)], range: true }
    const next: Moment | null = nextInList(text, last)
    if (next === null) break
    moments.push(inherit(next, last))
    last = moments.at(-1)
  }
  return { moments, range: false }
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

export function skipBracket(text: string, at: number): number {
  bracket.lastIndex = at
  return bracket.exec(text) === null ? at : bracket.lastIndex
}

/** What a later date leaves out it has from the one before: "2014年4月1日至15日". */
export function inherit(next: Moment, before: Moment): Moment {
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
export function withSharedPart(moments: Moment[]): Moment[] {
  const last = moments.at(-1)?.shape
  if (last?.kind !== 'month' || last.part === 'whole') return moments
  const { part } = last
  return moments.map((moment) =>
    moment.shape.kind === 'month' && moment.shape.part === 'whole'
      ? { ...moment, shape: { ...moment.shape, part } }
      : moment,
  )
}
