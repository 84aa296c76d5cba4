import { HAN_NAME, lineEnd, namedNumbersIn } from './contactLine.ts'
import type { CircularContact, CircularDraft } from './draft.ts'
import type { Page } from './page.ts'
import { plainWordsAt } from './page.ts'

type Telephone = CircularDraft['telephones'][number]

const nameLabel =
  /(?:联\s*系\s*人(?:及(?:联系)?电话|及联系方式|和电话|、?(?:联系)?电话|员)?|联络人|联络员|经\s*办\s*人|承\s*办\s*人|负\s*责\s*人|收\s*件\s*人|收\s*信\s*人|联系方式|联系人姓名|联系人(?:信息|名单)|查询联络人|Contact(?: person)?|Enquiries|Attention|Attn\.?|Contact officer)(?:[^\S\n]*[:；;]\s*|[^\S\n]{1,6}(?=[\u4e00-\u9fff]{2,4}(?:[^\S\n]|，|$))|(?<=\n[^\n]{0,14})[^\S\n]*\n|(?=[\u4e00-\u9fff]{1,3}(?:老师|同志|女士|先生)))/gim
const NAME = `(?<![\\u4e00-\\u9fff\\d])${HAN_NAME}(?=[\\s、，,;；()/\\d:。.]|$)`
const LONGEST_NAME_LIST = 120

/** "行业发展部：" between rows says whose names follow. */
const deskLine = /^\s*[\u4e00-\u9fff]{2,12}(?:部|处|科|室|办|中心|组|会|局|院)[:：]\s*$/

const MOST_ROWS = 8

/** Names after a label, each with the telephone that stands nearest after it, and the rows under it. */
export function readContacts(page: Page, telephones: Telephone[]): CircularContact[] {
  const { text } = page.loose
  const found: CircularContact[] = []
  const add = (start: number, end: number, number: string | null) => {
    const span = page.loose.span(start, end)
    const words = plainWordsAt(page.raw, span)
    const name = /[A-Za-z]/.test(words) ? words : words.replace(/\s/g, '')
    if (!isNoName(name) && !found.some((other) => other.name === name))
      found.push({ name, telephone: number === null ? null : numberAs(number, telephones), span })
  }
  for (const label of text.matchAll(nameLabel)) {
    let from = label.index + label[0].length
    const names = label[0].endsWith('\n')
      ? []
      : namesIn(text.slice(from, lineEnd(text, from, LONGEST_NAME_LIST)))
    const first = names[0]
    const each = first === undefined ? null : oneForEach(page, from + first.start, names.length, telephones)
    for (const [index, { start, end }] of names.entries())
      add(from + start, from + end, each?.[index] ?? telephoneFor(page, from + start, from + end, telephones))
    const behind = names.at(-1)?.end ?? 0
    for (let rows = 0; rows <= MOST_ROWS && from < text.length; rows += 1) {
      const line = text.slice(from, lineEnd(text, from, 200))
      const beside = namedNumbersIn(line).filter(({ start }) => rows > 0 || start >= behind)
      if (rows > 0 && beside.length === 0 && !deskLine.test(line)) break
      for (const { start, end, number } of beside) add(from + start, from + end, number)
      from = lineEnd(text, from, 200) + 1
    }
  }
  return found.length > 0 ? found : namedInSentence(page, telephones)
}

/** "联系人：甲、乙；电话：一、二": as many numbers in a row as names are one for each. */
function oneForEach(page: Page, from: number, count: number, telephones: Telephone[]): string[] | null {
  if (count < 2) return null
  const [place] = page.loose.span(from, from + 1)
  const spoken = telephones.filter(
    ({ kind, span }) =>
      kind !== 'fax' && span[0] >= place && !/^[(（]传真/.test(page.raw.slice(span[1], span[1] + 3)),
  )
  const row = spoken.filter(
    ({ span }, index) =>
      index === 0 || /^\s*[、,，;；/]\s*$/.test(page.raw.slice(spoken[index - 1]?.span[1], span[0])),
  )
  const run = row.findIndex((one, index) => one !== spoken[index])
  const numbers = run < 0 ? row : row.slice(0, run)
  return numbers.length === count ? numbers.map(({ number }) => number) : null
}

/** A number as the list of telephones has it. */
function numberAs(number: string, telephones: Telephone[]): string {
  const bare = (words: string) => words.replace(/[—－–]/g, '-').trim()
  return telephones.find((other) => other.number === bare(number))?.number ?? bare(number)
}

const inSentence =
  /(?:与|向|找|联系(?!人)|联络(?!人)|(?<=(?:小姐|女士|先生|老师|同志))[或、和及]|contact(?:ing)? |call |to )(?:[\u4e00-\u9fff]{0,4}(?:主任|经理|干事|科长|部长))?(?<name>[\u4e00-\u9fff]{1,3}(?:小姐|女士|先生|老师|同志)|(?:Mr|Ms|Mrs|Dr|Miss)\.? [A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){0,2})/g

/** "7223344（社会救助股 小刘）" */
const besideNumber = /\d{6,}\s?\((?:[^()\n]{2,14}[ ,，、])?(?<name>[\u4e00-\u9fff]{2,3})\)/g

/** "报社会事务办李倩处（电话：……）" */
const atDesk = /(?:科|股|办|室|处|部|局)(?<name>[\u4e00-\u9fff]{2,3})处\((?=[^()]{0,10}\d)/g

/** "请致电……与黄小姐联络": a name without a label, near a number. */
function namedInSentence(page: Page, telephones: Telephone[]): CircularContact[] {
  const { text } = page.loose
  return [inSentence, besideNumber, atDesk]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .flatMap((match) => {
      const name = match.groups?.['name'] ?? ''
      const at = match.index + match[0].lastIndexOf(name)
      const span = page.loose.span(at, at + name.length)
      const near = telephones.find(
        ({ kind, span: [start] }) => kind !== 'fax' && Math.abs(start - span[0]) < 60,
      )
      return near === undefined ? [] : [{ name: plainWordsAt(page.raw, span), telephone: near.number, span }]
    })
}

const notName =
  /^(?:内线|分机|电话|手机|传真|邮箱|地址|联系|办公|座机|邮编|微信|单位|职务|同志|女士|先生|老师|姓名|科室|部门|主任|科长|处长|部长|年|房间|校区)|[部科处室局委会院办股组所站中心联协]$/

function isNoName(words: string): boolean {
  return words.length < 2 || notName.test(words)
}

const furtherEnglish = /(?: or | and |; ?)(?=(?:Mr|Ms|Mrs|Dr|Miss|Prof)\.? [A-Z])/g
const englishName = /^(?:(?:Mr|Ms|Mrs|Dr|Miss|Prof)\.? )?[A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]*\.?){0,3}/

/** "Ms Grace Wong (2810 3456) or Mr John Lee": the first name, and those that are joined to it with a title. */
function englishNamesIn(line: string): { start: number; end: number }[] {
  const starts = [0, ...Array.from(line.matchAll(furtherEnglish), (match) => match.index + match[0].length)]
  return starts.flatMap((start) => {
    const length = englishName.exec(line.slice(start))?.[0].length ?? 0
    return length === 0 ? [] : [{ start, end: start + length }]
  })
}

/** Names up to the first word that is none: "张三 李四", "张三、李四", "王 五", "张三（13800000000）". */
function namesIn(line: string): { start: number; end: number }[] {
  const english = englishNamesIn(line)
  if (english.length > 0) return english
  const names: { start: number; end: number }[] = []
  const pattern = new RegExp(NAME, 'g')
  for (const match of line.matchAll(pattern)) {
    const between = line.slice(names.at(-1)?.end ?? 0, match.index)
    if (/电话|手机|邮箱|传真|地址|方式|[:：。]/.test(between)) break
    for (const one of split(match[0], match.index))
      if (!notName.test(line.slice(one.start, one.end).replace(/\s/g, ''))) names.push(one)
  }
  return names
}

/** "张三 李四" was taken for one word with a blank inside: two names, unless one piece is a single character. */
function split(words: string, at: number): { start: number; end: number }[] {
  const bare = words.replace(/(?:同志|女士|先生|老师|科长|主任|处长|部长|秘书长)$/, '')
  const honest = bare.trim().length < 2 ? words : bare.trimEnd()
  const gap = /\s+/.exec(honest)
  if (gap === null || gap.index < 2 || honest.length - gap.index - gap[0].length < 2)
    return [{ start: at, end: at + honest.length }]
  return [
    { start: at, end: at + gap.index },
    { start: at + gap.index + gap[0].length, end: at + honest.length },
  ]
}

/** The first telephone after a name within three lines, else the last before it on its line; a fax is none. */
function telephoneFor(page: Page, start: number, from: number, telephones: Telephone[]): string | null {
  const [place] = page.loose.span(from, from + 1)
  let end = from
  for (let lines = 0; lines < 3; lines += 1) end = lineEnd(page.loose.text, end + 1, 200)
  const [limit] = page.loose.span(end, end)
  const [first] = page.loose.span(page.loose.text.lastIndexOf('\n', start) + 1, start)
  const spoken = telephones.filter(({ kind }) => kind !== 'fax')
  const next = spoken.find(({ span }) => span[0] >= place && span[0] <= limit)
  const before = spoken.findLast(({ span }) => span[0] >= first && span[1] < place)
  return (next ?? before)?.number ?? null
}
