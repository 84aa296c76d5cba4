import type { CircularDraft } from './draft.ts'
import type { Page, Reading } from './page.ts'
import { plainWordsAt } from './page.ts'

type Mailbox = CircularDraft['mailboxes'][number]

const mailbox =
  /[A-Za-z\d][A-Za-z\d._%+-]{0,63}\s{0,2}(?:@|\(at\)|\[at\]|\(a\))\s{0,2}[A-Za-z\d-]{1,63}(?:\s?\.\s?[A-Za-z\d-]{2,20}){1,4}/gi
const spacedMailbox =
  /(?:(?:邮\s*箱|信\s*箱|邮件)[^A-Za-z\d\n]{0,8}|E-?mail ?: ?)(?<address>[A-Za-z\d](?: ?[A-Za-z\d._-]){1,40} ?@ ?[A-Za-z\d](?: ?[A-Za-z\d-]){0,30}(?: ?\. ?[A-Za-z](?: ?[A-Za-z]){1,9}){1,3})(?![A-Za-z])/gi
/** Written so that no machine collects it, and said so: "请将#换成@". */
const masked = /[A-Za-z\d][A-Za-z\d._-]{1,40}#[A-Za-z\d-]{2,40}(?:\.[A-Za-z]{2,10}){1,3}/g
const unmask = /#[”"']?(?:号)?(?:请)?(?:换|改|替|代表|为)/
const addressLabel =
  /(?:通\s*[讯信]\s*地\s*址|邮\s*寄\s*地\s*址|联系地址|报送地址|收件地址|寄送地址|办公地址|地\s*址|地\s*点|Address)\s*[:：]\s*(?<address>[^\n]{4,120})/i

/** Electronic mailboxes, also those that a scan has pulled apart. */
export function readMailboxes(page: Page): Mailbox[] {
  const { text } = page.loose
  const found: Mailbox[] = []
  const add = (start: number, end: number) => {
    const span = page.loose.span(start, end)
    const address = text
      .slice(start, end)
      .replace(/\s/g, '')
      .replace(/\(at\)|\[at\]|\(a\)|#/i, '@')
      .replace(/[.-]+$/, '')
    if (
      !found.some(
        (other) => other.address === address || (other.span[0] < span[1] && span[0] < other.span[1]),
      )
    )
      found.push({ address, span })
  }
  for (const match of text.matchAll(spacedMailbox)) {
    const words = match.groups?.['address'] ?? ''
    const at = match.index + match[0].indexOf(words)
    add(at, at + words.length)
  }
  for (const match of text.matchAll(mailbox)) add(match.index, match.index + match[0].length)
  if (unmask.test(text))
    for (const match of text.matchAll(masked)) add(match.index, match.index + match[0].length)
  return found.sort((one, other) => one.span[0] - other.span[0])
}

export function readAddress(page: Page): Reading<string> | null {
  const { text } = page.loose
  const match = addressLabel.exec(text)
  const words = match?.groups?.['address']
  if (match === null || words === undefined) return null
  const cut = words.search(
    /[;；。]|\s(?:邮\s*编|邮政编码|联系|电\s*话|收件|传真|邮箱)|[，,](?:邮编|邮政编码|联系|电话|收件)|\(?邮(?:政)?编/,
  )
  const value = closed((cut < 0 ? words : words.slice(0, cut)).trimEnd())
  const at = match.index + match[0].indexOf(words)
  const span = page.loose.span(at, at + value.length)
  return { value: plainWordsAt(page.raw, span), span }
}

/** Without the end of a bracket that begins before the address. */
function closed(words: string): string {
  const opened = words.split('(').length
  const ended = words.split(')').length
  return ended > opened ? words.slice(0, words.indexOf(')')) : words
}
