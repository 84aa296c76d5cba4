import type { AddressLine } from './recipients.ts'
import type { Page, Reading } from './page.ts'
import { plainWordsAt } from './page.ts'

const open = '[〔\\[(【{<《„]'
const close = '[〕\\])】}>》‟]'
const year = '(?:(?:19|20)\\d{2}|\\d{2,3}|[〇○零一二三四五六七八九]{4})年?'
const serial = '(?:第)?(?:[A-Za-z]{0,3}\\d{1,6}(?:[-—]\\d{1,4})?|[〇○零一二三四五六七八九十百]{1,5})(?:号|號)'

/** Ways to write the number of a document, the commonest first. `blank` ones have no number yet. */
const patterns: { pattern: RegExp; blank?: true; labelled?: true }[] = [
  {
    pattern: new RegExp(
      `[\\u4e00-\\u9fffA-Za-z]{1,16}(?:\\([\\u4e00-\\u9fff]{1,8}\\))?[\\u4e00-\\u9fff]{0,8}${open}${year}${close}${serial}`,
    ),
  },
  { pattern: new RegExp(`[\\u4e00-\\u9fff]{1,14}${open}${year}${close}(?:第)?[_XxＸ×*-]*号`), blank: true },
  { pattern: /[\u4e00-\u9fff]{1,14}(?:字|函|发|办)第[\dA-Za-z]{1,14}号/ },
  { pattern: new RegExp(`^[\\u4e00-\\u9fff]{2,12}${year}${serial}$`) },
  { pattern: /^(?:19|20)\d{2}年?第\d{1,5}号$/ },
  { pattern: /[\u4e00-\u9fff]{0,12}(?:通函|通告|公告|通知|令|通谕)(?:编号:?)?第?\d{1,4}[/／]\d{2,4}号/ },
  {
    pattern:
      /(?:[A-Z][A-Za-z&]+ ){0,6}(?:Circular|Memorandum|Notice|Letter|Directive|Bulletin|EDBCM?)(?: Memorandum| Letter)? (?:No\.?|Number):? ?(?:[A-Z]{2,6} )?[A-Z\d][A-Za-z\d()/.-]*|(?:[A-Z&]+ ){0,6}(?:CIRCULAR|MEMORANDUM|NOTICE|LETTER)(?: MEMORANDUM| LETTER)? NO\.? ?\d[A-Za-z\d()/.-]*/,
  },
  {
    pattern:
      /^(?:(?:发文|公函|函件|文件|来函|本局|本署|通告)?(?:字号|文号|编号|档号|档案编号)|(?:Our )?Ref(?:erence)?(?:\.| No\.?)*|Document No\.?|Doc\. ?No\.?|No\.)[ ]?:?[ ]?(?<value>(?=[^\s，。:]*\d)[^\s，。:]{3,40})/i,
    labelled: true,
  },
]
/** In some places number and date stand in a list of labels that begins with the addressee. */
const LINES_BELOW = 14
const ownLine = /^(?:发文字号|公函编号|发文编号|文号|档号|本局档号|编号)|^(?:Our )?Ref\b/i
const citing = /根据|按照|《|转发|依据|参照|原/

export interface NumberReading extends Reading<string> {
  blank: boolean
  others: string[]
}

/** The number of the circular itself, which stands above whom it is addressed to; numbers in the text are of other documents. */
export function readDocumentNumber(page: Page, address: AddressLine | null): NumberReading | null {
  const end = Math.max(address === null ? 30 : address.first, 1)
  const below = page.lines.slice(end, end + LINES_BELOW).filter(({ text }) => ownLine.test(text))
  const head = [...page.lines.slice(0, end), ...below]
  const found: NumberReading[] = []
  for (const { pattern, blank, labelled } of patterns) {
    for (const line of head) {
      const match = pattern.exec(line.text)
      if (match === null || (citing.test(line.text) && !/^\(/.test(line.text))) continue
      if (address === null && line.text.length > match[0].length + 30) continue
      const value = labelled === true ? (match.groups?.['value'] ?? '') : trimmed(match[0])
      const at = line.start + match.index + match[0].lastIndexOf(value)
      const span = page.tight.span(at, at + value.length)
      found.push({ value: plainWordsAt(page.raw, span), span, blank: blank === true, others: [] })
    }
  }
  const [first, ...others] = found
  if (first === undefined) return null
  const distinct = others
    .map(({ value }) => value)
    .filter((value) => !first.value.includes(value) && !value.includes(first.value))
  return { ...first, others: [...new Set(distinct)] }
}

/** "某某市妇女联合会文件穗妇字〔2014〕5号" in one line: the number begins after the name of the paper. */
function trimmed(words: string): string {
  return words
    .replace(/^.*?(?:文件|签发人)(?=[\u4e00-\u9fff])/, '')
    .replace(/^(?:文号|发文字号|字号|编号)/, '')
}
