import { ISSUER } from './offices.ts'
import type { Line, Page, Reading } from './page.ts'
import { wordsAt } from './page.ts'
import type { AddressLine } from './recipients.ts'

const kinds =
  '通知书?|公函|函|方案|通报|意见|公告|通告|报告|请示|批复|办法|启事|倡议书?|决定|命令|纪要|预案|计划|要点|细则|规定|安排|邀请|说明|指引|须知|号召|简章|通函|Circular|Notice|Memorandum'
const ended = new RegExp(
  `^(?!《).*(?:${kinds})(?:\\([^()]{1,20}\\))?$|^(?:【[^【】]+】)?《[^《》]*(?:${kinds})》$`,
  'i',
)
const labelled = /^(?:主旨|标题|题目|事由|Subject|Re|RE|Title):[ ]?(?<value>.+)$/
/** Set on a line of its own, often with blanks between: the end of a title that breaks before it. */
const loneKind = /^(?:通知|函|公告|通报|意见|方案|通告)$/
const furniture =
  /文件$|^签发人?|号$|^\d|[:：]|^(?:索引|来源|发布|浏览|字体|打印|分享|当前位置|首页|网站|名称|附件)|^(?:特急|加急|急件|平急|特提|机密|秘密|公开)|^[—-]+$|^No|^\(.*号\)$|第.+期|^(?:急|密)$|^\d{4}年|No\.|^函$|\d{4}-\d/
const MOST_LINES = 5

/** The title, joined over the lines that it was broken into. */
export function readTitle(page: Page, address: AddressLine | null): Reading<string> | null {
  const label = labelledTitle(page)
  if (label !== null) return label
  const above = page.lines.slice(0, address === null ? 15 : address.first)
  const last = lastOf(above, address !== null)
  if (last < 0)
    return (
      aboveSummary(page) ??
      belowAddress(page, address) ??
      (address === null ? firstEnglishLine(page) : englishTitle(page, address))
    )
  const first = firstOf(above, last)
  return reading(page, above[first], above[last])
}

function labelledTitle(page: Page): Reading<string> | null {
  for (const [index, line] of page.lines.slice(0, 30).entries()) {
    const match = labelled.exec(line.text)
    const value = match?.groups?.['value']
    if (value === undefined) continue
    let last = index
    while (
      /[^。！？]$/.test(page.lines[last]?.text ?? '。') &&
      goesOn(page.lines[last + 1], page.lines[last])
    )
      last += 1
    const start = line.start + line.text.indexOf(value)
    const end = page.lines[last]?.end ?? line.end
    const span = page.tight.span(start, end)
    return {
      value: wordsAt(page.raw, span).replace(/[。.]$|，請(?:查照|鑒核|照辦|惠允)[^，]*[。]?$/, ''),
      span,
    }
  }
  return null
}

function goesOn(next: Line | undefined, line: Line | undefined): boolean {
  return (
    next !== undefined &&
    line !== undefined &&
    next.gap === 0 &&
    line.text.length > 22 &&
    !/[:：]|^[一二三四五(\d]/.test(next.text)
  )
}

/** The last line of the title: the nearest above the address that ends as a title does. */
function lastOf(above: Line[], addressed: boolean): number {
  const ends = above.map(
    ({ text }, index) =>
      (loneKind.test(text) && /的$/.test(above[index - 1]?.text ?? '')) ||
      (ended.test(text) &&
        !/[:：。]/.test(text) &&
        !/^(?:函|通知|公告|(?:相关|有关|其他|补充)?说明|.{0,4}(?:要求|安排|规定))$/.test(text) &&
        !/^(?!.*关于).{2,20}[局处会府署院校]函$/.test(text)) ||
      /^关于.+的(?:通知|函)/.test(text),
  )
  const last = addressed ? ends.lastIndexOf(true) : ends.indexOf(true)
  if (last >= 0) return last
  return above.findLastIndex(({ text }) => /^关于/.test(text))
}

function firstOf(above: Line[], last: number): number {
  let first = last
  while (first > 0 && last - first < MOST_LINES) {
    const line = above[first]
    const before = above[first - 1]
    if (line === undefined || before === undefined) break
    if (furniture.test(before.text) || ended.test(before.text) || before.text.length > 60) break
    const complete = /关于/.test(textOf(above, first, last))
    if (line.gap > 0 && complete) break
    if (complete && !ISSUER.test(before.text) && !/妇联|局|委|厅|办/.test(before.text)) break
    first -= 1
  }
  return first
}

function textOf(lines: Line[], first: number, last: number): string {
  return lines
    .slice(first, last + 1)
    .map(({ text }) => text)
    .join('')
}

/** Letters of Hong Kong say what they are about under the address: "有關……". */
function belowAddress(page: Page, address: AddressLine | null): Reading<string> | null {
  if (address === null) return null
  const line = page.lines
    .slice(address.last + 1, address.last + 4)
    .find(({ text }) => /^(?:有关|关于|事由)/.test(text))
  return line === undefined || /。/.test(line.text) ? null : reading(page, line, line)
}

/** Circulars of some bureaux have their title right above a summary. */
function aboveSummary(page: Page): Reading<string> | null {
  const index = page.lines
    .slice(0, 40)
    .findIndex(({ text }) => /^(?:撮要|摘要|目的|敬启者:?|Summary|Purpose)$/.test(text))
  const line = page.lines.slice(0, Math.max(index, 0)).findLast(({ text }) => !/^\(/.test(text))
  return line === undefined ? null : reading(page, line, line)
}

/** An English circular has its subject on a line of its own, between address and text or above them. */
function englishTitle(page: Page, address: AddressLine): Reading<string> | null {
  const above = page.lines.slice(Math.max(0, address.first - 3), address.first)
  const near = [...page.lines.slice(address.last + 1, address.last + 4), ...above]
  const line = near.find(
    ({ text }) =>
      /^[A-Z][\x20-\x7e’‘“”–]{9,120}[^.,:]$/.test(text) &&
      !/^(?:Dear|To|From|Date|Ref|Tel|Fax|The )\b|No\.|(?:Bureau|Office|Department|Association|Federation)$/.test(
        text,
      ),
  )
  return line === undefined ? null : reading(page, line, line)
}

/** "【转发】关于……的通知", "《关于……的通知》": what a page of the web sets around a title. */
const frame = /^(?:【[^【】]{1,8}】)?《(?=[^《》]+》$)|^【[^【】]{1,8}】/

/** A notice in English without an addressee begins with what it is about. */
function firstEnglishLine(page: Page): Reading<string> | null {
  const line = page.lines[0]
  const foreign = !/[\u4e00-\u9fff]/.test(page.tight.text)
  return foreign && line !== undefined && /^[A-Z][\x20-\x7e]{9,100}[^.,:]$/.test(line.text)
    ? reading(page, line, line)
    : null
}

function reading(page: Page, first: Line | undefined, last: Line | undefined): Reading<string> | null {
  if (first === undefined || last === undefined) return null
  const words = page.tight.text.slice(first.start, last.end)
  const head = frame.exec(words)?.[0] ?? ''
  const span = page.tight.span(first.start + head.length, last.end - (head.endsWith('《') ? 1 : 0))
  return { value: wordsAt(page.raw, span), span }
}
