import { localDate, type LocalDate } from '../time.ts'
import { momentAt } from './moment.ts'
import { officesIn } from './issuers.ts'
import { ISSUER } from './offices.ts'
import type { Line, Page, Reading } from './page.ts'
import { wordsAt } from './page.ts'
import type { AddressLine } from './recipients.ts'

export interface Signature {
  issuers: Reading<string>[]
  issuedOn: Reading<LocalDate> | null
  /** Other days that the circular might be of: when it was printed, or published. */
  otherDays: LocalDate[]
  /** A date with its day or month left blank. */
  incomplete: Reading<string> | null
}

interface Dated {
  line: number
  date: LocalDate
  /** Where the date begins and ends in the tight view. */
  start: number
  end: number
  kind: 'alone' | 'printed' | 'labelled'
}

const dateLabel =
  /^(?:发文日期|发布时间|发布日期|成文日期|印发日期|生成日期|日期|签发日期|时间|Date):?|^(?:信息|文章|稿件)?(?:来源|作者|发布者|发布人|编辑|供稿):?[^\d:]{0,24}?(?:发布时间|发布日期|发文日期|成文日期|日期|时间):/i
const MOST_ISSUERS = 12

/** Who signed and when: the date on a line of its own below the text, with the offices above it. */
export function readSignature(page: Page, address: AddressLine | null): Signature {
  const dated = page.lines.flatMap((line, index) => datedLine(line, index))
  const below = dated.filter(({ line }) => address === null || line > address.last)
  const signed = below
    .filter(({ kind }) => kind === 'alone')
    .map((one) => ({ one, issuers: issuersAbove(page, one) }))
  const chosen = signed.find(({ issuers }) => issuers.length > 0) ?? signed.at(-1) ?? fallback(dated, below)
  const incomplete = chosen === undefined ? incompleteDate(page) : null
  if (chosen === undefined)
    return {
      issuers: incomplete?.issuers ?? issuersAtEnd(page),
      issuedOn: null,
      otherDays: [],
      incomplete: incomplete?.reading ?? null,
    }
  const { one, issuers } = chosen
  return {
    issuers,
    issuedOn: { value: one.date, span: page.tight.span(one.start, one.end) },
    otherDays: dated
      .map(({ date }) => date)
      .filter((date, at, all) => date !== one.date && all.indexOf(date) === at),
    incomplete: null,
  }
}

function fallback(dated: Dated[], below: Dated[]): { one: Dated; issuers: Reading<string>[] } | undefined {
  const one =
    dated.find(({ kind }) => kind === 'labelled') ??
    dated.find(({ kind }) => kind === 'alone') ??
    below.find(({ kind }) => kind === 'printed') ??
    dated[0]
  return one === undefined ? undefined : { one, issuers: [] }
}

/** Lines that hold a whole date and next to nothing else. */
function datedLine(line: Line, index: number): Dated[] {
  const label = dateLabel.exec(line.text)?.[0].length ?? 0
  for (let at = label; at < line.text.length; at += 1) {
    const moment = momentAt(line.text, at)
    if (moment === null) continue
    const { shape } = moment
    if (
      shape.kind !== 'day' ||
      shape.year === null ||
      !('said' in shape.year) ||
      typeof shape.month !== 'number'
    ) {
      at = moment.end - 1
      continue
    }
    const rest = line.text.slice(moment.end).replace(/^\(?(?:星期|周)[一二三四五六日]\)?/, '')
    const head = line.text.slice(label, at)
    const kind = kindOf(head, rest, label > 0)
    const date = dateOf(shape.year.said, shape.month, shape.day)
    if (kind === null || date === null) return []
    return [{ line: index, date, start: line.start + at, end: line.start + moment.end, kind }]
  }
  return []
}

function kindOf(head: string, rest: string, labelled: boolean): Dated['kind'] | null {
  if (/^(?:印发|印)/.test(rest) || /印发$/.test(head)) return 'printed'
  if (labelled && head.trim() === '') return 'labelled'
  if (rest.trim() !== '' && !/^[)）\s]*$/.test(rest)) return null
  if (/^(?:Ref|Our Ref)\b/i.test(head)) return 'labelled'
  const office = head.replace(/^:\s*|[\s(（]+$/g, '')
  return office === '' || ISSUER.test(office) || /^(?:公元|中华)/.test(office) ? 'alone' : null
}

function dateOf(year: number, month: number, day: number): LocalDate | null {
  try {
    return localDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
  } catch {
    return null
  }
}

/** The offices right above a date, or before it on its line: from one to a dozen that issue together. */
function issuersAbove(page: Page, { line, start }: Dated): Reading<string>[] {
  const own = page.lines[line]
  if (own === undefined) return []
  const before = page.tight.text.slice(own.start, start).trim()
  const issuers = before === '' ? [] : officesIn(page, own.start, own.start + before.length)
  for (let at = line - 1; at >= Math.max(0, line - MOST_ISSUERS); at -= 1) {
    const above = page.lines[at]
    if (above === undefined) break
    if (issuers.length === 0 && isPerson(above.text)) continue
    const names = officesIn(page, above.start, above.end)
    if (names.length === 0) break
    issuers.unshift(...names)
  }
  return issuers
}

/** "(李志明代行)", "局長", or a name alone, between an office and the date. */
function isPerson(words: string): boolean {
  return (
    /^\([^()]{2,12}代(?:行|签)\)$|^[\u4e00-\u9fff]{2,4}$|^[局处署司厅会校]长$/.test(words) &&
    !ISSUER.test(words)
  )
}

function issuersAtEnd(page: Page): Reading<string>[] {
  const last = page.lines.findLastIndex(({ text }) => /^抄[送报]/.test(text))
  const line = last > 0 ? page.lines[last - 1] : page.lines.at(-1)
  return line === undefined || page.lines.length < 4 ? [] : officesIn(page, line.start, line.end)
}

/** "2014年 月 日": the day is still to be filled in. */
function incompleteDate(page: Page): { reading: Reading<string>; issuers: Reading<string>[] } | null {
  const index = page.lines.findLastIndex(({ text }) =>
    /^(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年(?:\d{0,2}|[一二三四五六七八九十]{0,2})月?(?:日)?$/.test(
      text,
    ),
  )
  const line = page.lines[index]
  if (line === undefined) return null
  const span = page.tight.span(line.start, line.end)
  const dated: Dated = {
    line: index,
    date: localDate('2000-01-01'),
    start: line.start,
    end: line.end,
    kind: 'alone',
  }
  return { reading: { value: wordsAt(page.raw, span), span }, issuers: issuersAbove(page, dated) }
}
