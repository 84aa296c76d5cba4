import type { CircularContact, CircularDraft } from './draft.ts'
import type { Page, Reading } from './page.ts'
import { plainWordsAt } from './page.ts'

type Telephone = CircularDraft['telephones'][number]
type Mailbox = CircularDraft['mailboxes'][number]

const nameLabel =
  /(?:联\s*系\s*人(?:及电话|及联系方式|和电话|、?电话|员)?|联络人|联络员|经\s*办\s*人|承\s*办\s*人|负\s*责\s*人|收\s*件\s*人|收\s*信\s*人|联系方式|联系人姓名|查询联络人|Contact(?: person)?|Enquiries|Attention|Attn\.?|Contact officer)\s*[:：]\s*/gi
const NAME = '[\\u4e00-\\u9fff](?:\\s?[\\u4e00-\\u9fff·]){1,3}(?=[\\s、，,;；()/\\d:。.]|$)'
const PHONE =
  '0\\d{2,3} ?[-—] ?\\d{3,4} \\d{4}|(?:\\+?\\d{2,3}[- ])?(?:\\(?0\\d{2,3}\\)?[-— ]{0,3})?\\d{7,8}(?:(?:[-—转x]|\\s?ext\\.?\\s?)\\d{1,6})?|1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}|\\d{4} \\d{4}|\\(?0\\d{1,3}\\)?[- ]?\\d{3,4}[- ]\\d{4}(?:\\s?[转x#]\\s?\\d{1,6})?|[48]00[- ]?\\d{3,4}[- ]?\\d{3,4}'
const phone = new RegExp(`(?<![\\d.@_-])(?:${PHONE})(?![\\d@])`, 'g')
const phoneLabel =
  /(?:联\s*系\s*电\s*话|咨询电话|办公电话|电\s*话|手\s*机|座\s*机|热\s*线|致电|电话号码|联系方式|联系人|联络人|Tel(?:ephone)?\.?(?: No\.?)?|Phone|Mobile|Hotline|Enquiries|call|contact|查询|承办人|经办人)[^\n\d]{0,30}$/i
const faxLabel = /(?<!电\s*话\s*[((及和、/])(?:传\s*真|Fax(?: No\.?)?)[^\n\d]{0,12}$/i
const mailbox =
  /[A-Za-z\d][A-Za-z\d._%+-]{0,63}\s{0,2}(?:@|\(at\)|\[at\]|\(a\))\s{0,2}[A-Za-z\d-]{1,63}(?:\s?\.\s?[A-Za-z\d-]{2,20}){1,4}/gi
const spacedMailbox =
  /(?:邮\s*箱|邮件)[^A-Za-z\d\n]{0,8}(?<address>[A-Za-z\d](?: ?[A-Za-z\d._-]){1,40} ?@ ?[A-Za-z\d](?: ?[A-Za-z\d-]){0,30}(?: ?\. ?[A-Za-z](?: ?[A-Za-z]){1,9}){1,3})(?![A-Za-z])/gi
/** Written so that no machine collects it, and said so: "请将#换成@". */
const masked = /[A-Za-z\d][A-Za-z\d._-]{1,40}#[A-Za-z\d-]{2,40}(?:\.[A-Za-z]{2,10}){1,3}/g
const unmask = /#[”"']?(?:号)?(?:请)?(?:换|改|替|代表|为)/
const addressLabel =
  /(?:通\s*[讯信]\s*地\s*址|邮\s*寄\s*地\s*址|联系地址|报送地址|收件地址|寄送地址|办公地址|地\s*址|地\s*点|Address)\s*[:：]\s*(?<address>[^\n]{4,120})/i
const LONGEST_NAME_LIST = 120

/** Names after a label, each with the telephone that stands nearest after it. */
export function readContacts(page: Page, telephones: Telephone[]): CircularContact[] {
  const { text } = page.loose
  const found: CircularContact[] = []
  for (const label of text.matchAll(nameLabel)) {
    const from = label.index + label[0].length
    const line = text.slice(from, lineEnd(text, from, LONGEST_NAME_LIST))
    for (const { start, end } of namesIn(line)) {
      const span = page.loose.span(from + start, from + end)
      const words = plainWordsAt(page.raw, span)
      const name = /[A-Za-z]/.test(words) ? words : words.replace(/\s/g, '')
      if (found.some((other) => other.name === name)) continue
      found.push({ name, telephone: telephoneFor(page, from + end, telephones), span })
    }
    for (const { start, end, number } of rowsBelow(text, lineEnd(text, from, LONGEST_NAME_LIST * 2))) {
      const span = page.loose.span(start, end)
      const name = plainWordsAt(page.raw, span).replace(/\s/g, '')
      if (!found.some((other) => other.name === name)) found.push({ name, telephone: number, span })
    }
  }
  return found.length > 0 ? found : namedInSentence(page, telephones)
}

const MOST_ROWS = 6
const contactRow = new RegExp(
  `^[^\\S\\n]*[^\\n:：，。]{2,30}[ \\t]+(?<name>[\\u4e00-\\u9fff]{2,4})[ \\t:：]+(?<number>${PHONE})[^\\n]{0,12}$`,
)

/** Lines under a label, each an office, a name and a number. */
function rowsBelow(text: string, from: number): { start: number; end: number; number: string }[] {
  const rows: { start: number; end: number; number: string }[] = []
  let at = from + 1
  for (let count = 0; count < MOST_ROWS && at < text.length; count += 1) {
    const end = lineEnd(text, at, 200)
    const line = text.slice(at, end)
    const { name, number } = contactRow.exec(line)?.groups ?? {}
    if (name === undefined || number === undefined) break
    const start = at + line.indexOf(name)
    rows.push({ start, end: start + name.length, number })
    at = end + 1
  }
  return rows
}

const inSentence =
  /(?:与|向|找|联系|联络|contact(?:ing)? |call |to )(?:[\u4e00-\u9fff]{0,4}(?:主任|经理|干事|科长|部长))?(?<name>[\u4e00-\u9fff]{1,3}(?:小姐|女士|先生|老师|同志)|(?:Mr|Ms|Mrs|Dr|Miss)\.? [A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){0,2})/g

/** "7223344（社会救助股 小刘）" */
const besideNumber = /\d{6,}\s?\((?:[^()\n]{2,14}[ ,，、])?(?<name>[\u4e00-\u9fff]{2,3})\)/g

/** "请致电……与黄小姐联络": a name without a label, near a number. */
function namedInSentence(page: Page, telephones: Telephone[]): CircularContact[] {
  const { text } = page.loose
  return [...text.matchAll(inSentence), ...text.matchAll(besideNumber)].flatMap((match) => {
    const name = match.groups?.['name'] ?? ''
    const at = match.index + match[0].lastIndexOf(name)
    const span = page.loose.span(at, at + name.length)
    const near = telephones.find(
      ({ kind, span: [start] }) => kind !== 'fax' && Math.abs(start - span[0]) < 60,
    )
    return near === undefined ? [] : [{ name: plainWordsAt(page.raw, span), telephone: near.number, span }]
  })
}

function lineEnd(text: string, from: number, most: number): number {
  const end = text.indexOf('\n', from)
  return Math.min(end < 0 ? text.length : end, from + most)
}

const notName =
  /^(?:内线|分机|电话|手机|传真|邮箱|地址|联系|办公|座机|邮编|微信|单位|职务|同志|女士|先生|老师|姓名|科室|部门|主任|科长|处长|部长)|[部科处室局委会院办股组所站中心联协]$/

/** Names up to the first word that is none: "张三 李四", "张三、李四", "王 五", "张三（13800000000）". */
function namesIn(line: string): { start: number; end: number }[] {
  const english = /^(?:(?:Mr|Ms|Mrs|Dr|Miss|Prof)\.? )?[A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]*\.?){0,3}/.exec(
    line,
  )
  if (english !== null) return [{ start: 0, end: english[0].length }]
  const names: { start: number; end: number }[] = []
  const pattern = new RegExp(NAME, 'g')
  for (const match of line.matchAll(pattern)) {
    const between = line.slice(names.at(-1)?.end ?? 0, match.index)
    if (/电话|手机|邮箱|传真|地址|方式|[:：。]/.test(between)) break
    if (/[\u4e00-\u9fff]$/.test(line.slice(0, match.index))) continue
    for (const one of split(match[0], match.index))
      if (!notName.test(line.slice(one.start, one.end).replace(/\s/g, ''))) names.push(one)
  }
  return names
}

/** "张三 李四" was taken for one word with a blank inside: two names, unless one piece is a single character. */
function split(words: string, at: number): { start: number; end: number }[] {
  const honest = words.replace(/(?:同志|女士|先生|老师|科长|主任|处长|部长|秘书长)$/, '')
  const blank = honest.search(/\s/)
  const [head, tail] = [honest.slice(0, blank), honest.slice(blank + 1)]
  if (blank < 0 || head.length < 2 || tail.length < 2) return [{ start: at, end: at + honest.length }]
  return [
    { start: at, end: at + head.length },
    { start: at + blank + 1, end: at + honest.length },
  ]
}

/** The first telephone after a name within three lines; a fax is none. */
function telephoneFor(page: Page, from: number, telephones: Telephone[]): string | null {
  const [place] = page.loose.span(from, from + 1)
  let end = from
  for (let lines = 0; lines < 3; lines += 1) end = lineEnd(page.loose.text, end + 1, 200)
  const [limit] = page.loose.span(end, end)
  const next = telephones.find(({ kind, span }) => kind !== 'fax' && span[0] >= place && span[0] <= limit)
  return next?.number ?? null
}

/** Numbers that a label or a contact's name makes telephones; figures elsewhere are none. */
export function readTelephones(page: Page): Telephone[] {
  const { text } = page.loose
  const found: Telephone[] = []
  for (const match of text.matchAll(phone)) {
    const head = text.slice(Math.max(text.lastIndexOf('\n', match.index) + 1, match.index - 60), match.index)
    const above = text.slice(0, text.lastIndexOf('\n', match.index) + 1).slice(-40)
    const fax = faxLabel.test(head)
    const labelled =
      phoneLabel.test(head) || new RegExp(`${phoneLabel.source.slice(0, -1)}\\d`, 'i').test(`${head}0`)
    const follows =
      found.length > 0 &&
      /^[\s、，,;；/或和及]*$/.test(text.slice(page.loose.indexOf(found.at(-1)?.span[1] ?? 0), match.index))
    const inRow =
      contactRow.test(text.slice(text.lastIndexOf('\n', match.index) + 1, lineEnd(text, match.index, 60))) &&
      /联系人|联系方式|联络/.test(text.slice(Math.max(0, match.index - 240), match.index))
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
  return found
}

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
