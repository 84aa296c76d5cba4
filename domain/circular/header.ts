import { officesIn } from './issuers.ts'
import { ISSUER } from './offices.ts'
import type { Line, Page, Reading } from './page.ts'
import { wordsAt } from './page.ts'
import type { AddressLine } from './recipients.ts'

const signerLabel =
  /(?:签\s*发\s*人?|会\s*签\s*人?)\s*[:：]\s*(?<names>[\u4e00-\u9fff·]{1,4}(?:[ 、,，]{1,3}[\u4e00-\u9fff·]{1,4}){0,5})/
const delegate =
  /\(\s*(?<name>[\u4e00-\u9fff]{2,4})\s*代(?:行|签)\)|^(?<title>[\u4e00-\u9fff]{0,10}(?:局长|市长|县长|署长|处长|司长|主任|校长|会长))[ \u3000]+(?<signed>[\u4e00-\u9fff](?: ?[\u4e00-\u9fff]){1,3})$/m

const headOf =
  /^[ ]*(?:总干事|理事长|主席|会长|局长|署长|处长|部长|主任|校长|市长|县长)[ ]*\n+[ ]*(?<signed>[\u4e00-\u9fff](?: ?[\u4e00-\u9fff]){1,3})[ ]*$/m

/** Who signed it off: "签发人：", or the head of an office under a letter. */
export function readSigner({ loose, raw }: Page): Reading<string> | null {
  const match = signerLabel.exec(loose.text) ?? delegate.exec(loose.text) ?? headOf.exec(loose.text)
  if (match === null) return null
  const { names, name, signed } = match.groups ?? {}
  const words = (names ?? name ?? signed ?? '').replace(/[ ]+(?:联系|电话|拟稿|核稿|印).*$/, '')
  const at = match.index + match[0].lastIndexOf(words)
  const span = loose.span(at, at + words.length)
  return { value: namesOf(raw.slice(...span)).join('、'), span }
}

/** Names that blanks part; a single character belongs to the one after it ("赵 刚"). */
function namesOf(words: string): string[] {
  const names: string[] = []
  const pieces = words.trim().split(/[\s\u3000、,，]+/)
  if (pieces.every((piece) => piece.length === 1)) return [pieces.join('')]
  for (const piece of pieces) {
    const last = names.at(-1)
    if (last !== undefined && last.length === 1) names[names.length - 1] = last + piece
    else names.push(piece)
  }
  return names
}

/** The offices whose paper it is: "某某市妇女联合会文件", a letterhead, "發文機關：". */
export function readLetterhead(page: Page, address: AddressLine | null): Reading<string>[] {
  const above = page.lines.slice(0, address === null ? 12 : Math.max(address.first, 1))
  for (const line of above) {
    const name = namedBy(line.text)
    if (name === null) continue
    const at = line.start + line.text.indexOf(name)
    const span = page.tight.span(at, at + name.length)
    return [{ value: wordsAt(page.raw, span), span }]
  }
  return bareLetterhead(page, above.slice(0, 5))
}

const headed = /^(?<name>[\u4e00-\u9fff()·]{3,40}?)(?:文件|公文)(?=$|\s|[\u4e00-\u9fff]{1,8}[〔[(【])/
const labelled =
  /^(?:发文机关|发文单位|发文机构|制发机关|印发单位|发布机构|发布单位|来源|From|Issued by):\s*(?<name>[^，。:]{2,60})$/i
const letter = /^(?<name>[\u4e00-\u9fff()]{4,30})(?:书?函|公告|开会通知单|笺)$/

function namedBy(line: string): string | null {
  const written = letter.exec(line)?.groups?.['name']
  const office = written !== undefined && ISSUER.test(written) ? written : undefined
  return headed.exec(line)?.groups?.['name'] ?? labelled.exec(line)?.groups?.['name'] ?? office ?? null
}

const english =
  /^(?:The )?(?:[A-Z][\w&,'-]+ (?:of |the |and |for |on )*){1,8}(?:Bureau|Department|Office|Commission|Council|Authority|Federation|Association|Committee|Board|Ministry|Government|Division|Society|University|Centre|Center|Agency|Administration|Affairs|Health|Education)$/
const capitals =
  /^(?=.*(?:OFFICE|BUREAU|DEPARTMENT|COUNCIL|COMMISSION|FEDERATION|ASSOCIATION|MINISTRY|AUTHORITY|COMMITTEE))[A-Z][A-Z&,' -]{5,60}$/

/** Of several offices at the top, line under line, the last is the one that writes; those above it are whose it is. */
function bareLetterhead(page: Page, lines: Line[]): Reading<string>[] {
  let found: Reading<string>[] = []
  for (const { text, start, end } of lines) {
    const span = page.tight.span(start, end)
    const foreign = english.test(text) || capitals.test(text)
    const offices = foreign ? [{ value: wordsAt(page.raw, span), span }] : officesIn(page, start, end)
    if (offices.length > 0) found = offices
    else if (found.length > 0) break
  }
  return found
}
