import type { CircularDraft } from './draft.ts'
import type { Page } from './page.ts'
import { plainWordsAt } from './page.ts'
import { lineEnd, namedNumbersIn, PHONE } from './contactLine.ts'

type Telephone = CircularDraft['telephones'][number]

const phone = new RegExp(`(?<![\\d.@_-])(?:${PHONE})(?![\\d@])`, 'g')
const phoneLabel =
  /(?:联\s*系\s*电\s*话|咨询电话|办公电话|电\s*话|手\s*机|座\s*机|热\s*线|致电|电话号码|联系方式|联系人|联络人|Tel(?:ephone)?\.?(?: No\.?)?|Phone|Mobile|Hotline|Enquiries|call|contact|查询|承办人|经办人)[^\n\d]{0,30}$/i
const faxLabel = /(?<!电\s*话\s*[((及和、/])(?:传\s*真|Fax(?: No\.?)?)[^\n\d]{0,12}$/i

/** Numbers that a label or a contact's name makes telephones; figures elsewhere are none. */
export function readTelephones(page: Page): Telephone[] {
  const { text } = page.loose
  const found: Telephone[] = []
  for (const match of text.matchAll(phone)) {
    const head = text.slice(Math.max(lineStart(text, match.index), match.index - 60), match.index)
    const above = text.slice(0, lineStart(text, match.index)).slice(-40)
    const fax = faxLabel.test(head)
    const labelled =
      phoneLabel.test(head) || new RegExp(`${phoneLabel.source.slice(0, -1)}\\d`, 'i').test(`${head}0`)
    const follows =
      found.length > 0 &&
      /^[\s、，,;；/或和及]*$/.test(text.slice(page.loose.indexOf(found.at(-1)?.span[1] ?? 0), match.index))
    const line = lineStart(text, match.index)
    const inRow =
      /联系人|联系方式|联络/.test(text.slice(Math.max(0, match.index - 240), match.index)) &&
      namedNumbersIn(text.slice(line, lineEnd(text, match.index, 60))).some(
        ({ numberStart }) => line + numberStart === match.index,
      )
    if (!fax && !labelled && !follows && !inRow && !/(?:电话|联系方式|联系人)[:：]?\s*$/.test(above)) continue
    const span = page.loose.span(match.index, match.index + match[0].length)
    const number = plainWordsAt(page.raw, span)
      .replace(/[—－–]/g, '-')
      .trim()
    if (found.some((other) => other.number === number)) continue
    found.push({
      number,
      kind: fax ? 'fax' : /^1[3-9]\d{9}$/.test(number.replace(/\D/g, '')) ? 'mobile' : 'telephone',
      span,
    })
  }
  return [...found, ...spacedTelephones(page, found)]
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at) + 1
}

const spaced = /(?:电\s*话|手\s*机|座\s*机)\s*:?\s*(?<number>\d(?: ?[\d—-]){6,24})/g

/** "0 3 9 6 - 2 8 1 2 3 4 5": set wide, digit by digit. */
function spacedTelephones(page: Page, found: Telephone[]): Telephone[] {
  return Array.from(page.loose.text.matchAll(spaced), (match) => {
    const words = match.groups?.['number'] ?? ''
    const end = match.index + match[0].length
    const number = words.replace(/ /g, '').replace(/—/g, '-')
    return { number, kind: 'telephone' as const, span: page.loose.span(end - words.length, end) }
  }).filter(
    ({ number, span: [from, to] }) =>
      to - from > number.length + 4 && !found.some((other) => other.number === number),
  )
}
