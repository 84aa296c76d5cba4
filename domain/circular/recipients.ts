import { isOffice } from './offices.ts'
import type { Line, Page } from './page.ts'
import { wordsAt } from './page.ts'
import type { TextSpan } from './view.ts'

export interface AddressLine {
  /** Places in the tight view. */
  start: number
  end: number
  /** The numbers of the lines that it takes. */
  first: number
  last: number
}

const SEARCHED_LINES = 60
const LONGEST = 400
const notAnAddress =
  /如下|以下|通知|内容|附件|要求|联系|电话|时间|地点|主题|目的|原则|目标|来源|日期|作者|标题|文号|签发|发布|浏览|索引|分类|打印|字体|主旨|说明|依据|名称|机构:|关键|摘要|摘自|备注|正文|字号|密级|保存|档号|编号|序号|主办|承办|协办/
const addressLabel = /^(?:主送(?:机关|单位)?|受文者|分发名单|致|抬头|收文|送|To|TO) ?:/

/** Whom a circular is addressed to: the first line that ends in a colon and names offices. */
export function findAddressLine({ lines }: Page): AddressLine | null {
  const labelled = lines.findIndex(({ text }) => addressLabel.test(text))
  const original = lines.findIndex(({ text }) => /^正本:.{2,}/.test(text) && !/^正本:(?:如|同)/.test(text))
  if (labelled >= 0 && labelled < SEARCHED_LINES) return labelledLine(lines, labelled, original)
  for (const [index, line] of lines.slice(0, SEARCHED_LINES).entries()) {
    const colon = line.text.search(/:|：/)
    if (colon < 0) continue
    const first = firstOf(lines, index)
    const start = lines[first]?.start ?? line.start
    const head = textOf(lines, first, index, line.start + colon)
    if (!looksLikeAddress(head)) continue
    return { start, end: line.start + colon, first, last: index }
  }
  return withoutColon(lines)
}

/** A letter of Taiwan names one recipient at its head, and all of them at its foot after 正本. */
function labelledLine(lines: Line[], index: number, original: number): AddressLine | null {
  const line = lines[original < 0 ? index : original]
  if (line === undefined) return null
  const colon = line.text.search(/:/)
  const end = line.text.endsWith(':') ? line.end - 1 : line.end
  return {
    start: line.start + colon + 1,
    end: Math.max(end, line.start + colon + 1),
    first: index,
    last: index,
  }
}

function textOf(lines: Line[], first: number, last: number, end: number): string {
  return lines
    .slice(first, last + 1)
    .map(({ text, start }) => text.slice(0, Math.max(0, end - start)))
    .join('')
}

function looksLikeAddress(head: string): boolean {
  if (head.length < 2 || head.length > LONGEST || /[。；;！？]|^\d|^[一二三四五六七八九十]+、|^\(/.test(head))
    return false
  return (
    !notAnAddress.test(head) &&
    (isOffice(head) || isMixed(head)) &&
    !/^[\u4e00-\u9fff]{2,4}[部局](?:长|处)$/.test(head)
  )
}

/** "各单位，全校团员青年": an office and people who are none. */
function isMixed(head: string): boolean {
  const parts = head.split(/[，,、]/)
  const [first = ''] = parts
  return (
    parts.length > 1 &&
    /^各/.test(first) &&
    isOffice(first) &&
    parts.every((part) => /^(?:各|全|广大)[\u4e00-\u9fff()]{1,14}$/.test(part))
  )
}

/** An address that runs over several lines begins where a line begins with "各" or follows the title. */
function firstOf(lines: Line[], index: number): number {
  let first = index
  while (first > 0) {
    const above = lines[first - 1]
    const here = lines[first]
    if (above === undefined || here === undefined || here.gap > 0) break
    const goesOn =
      /[，、,]$/.test(above.text) || (above.text.length >= 20 && /^(?:各|全|市|省|县)/.test(above.text))
    if (
      !goesOn ||
      /(?:通知|方案|意见|的函|通报)(?:\([^)]*\))?$|^关于/.test(above.text) ||
      /[:：。]/.test(above.text)
    )
      break
    first -= 1
  }
  return first
}

/** Pages of the web often lose the colon: a line right under the title that begins with "各" and ends in an office. */
function withoutColon(lines: Line[]): AddressLine | null {
  const index = lines.slice(0, 20).findIndex(({ text }, at) => {
    const above = lines[at - 1]?.text ?? ''
    const titled = /(?:通知|方案|意见|函|通报|公告)(?:\([^)]*\))?$/.test(above)
    return titled && /^各/.test(text) && text.length < 120 && isOffice(text.replace(/[，,]$/, ''))
  })
  const line = lines[index]
  return line === undefined ? null : { start: line.start, end: line.end, first: index, last: index }
}

/** The names of an address line, as it writes them. */
export function namesIn(page: Page, address: AddressLine): { name: string; span: TextSpan }[] {
  const text = page.tight.text.slice(address.start, address.end)
  return splitNames(text).map(({ start, end }) => {
    const span = page.tight.span(address.start + start, address.start + end)
    return { name: wordsAt(page.raw, span), span }
  })
}

/**
 * Names part at commas; at a 、 too where a whole name stands before it ("甲区妇联、乙区妇联"), but not inside one
 * ("各区、县（市）妇联") or before what shares its "各" ("各部室、事业单位").
 */
export function splitNames(text: string): { text: string; start: number; end: number }[] {
  const parts: { text: string; start: number; end: number }[] = []
  let from = 0
  let depth = 0
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text.charAt(at)
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    const ends = at === text.length || (depth <= 0 && partsNames(text, from, at))
    if (!ends) continue
    const name = text.slice(from, at)
    const start = from + (/^[\s，、,;；]*/.exec(name)?.[0].length ?? 0)
    const end = at - (/[\s，、,;；:]*$/.exec(name)?.[0].length ?? 0)
    if (end > start) parts.push({ text: text.slice(start, end), start, end })
    from = at + 1
  }
  return parts
}

function partsNames(text: string, from: number, at: number): boolean {
  const sign = text.charAt(at)
  if (sign === '，' || sign === ',' || sign === ';' || sign === '；' || sign === '\n' || sign === '\t')
    return true
  if (sign !== '、') return false
  const left = text.slice(from, at)
  const right = text.slice(at + 1).split(/[，,、;；]/)[0] ?? ''
  if (/^各/.test(left) && /各[^，、]{0,6}(?:单位|部门|机构|企业)$/.test(right)) return true
  if (/各[^、]*$/.test(left) && isOffice(left.replace(/\([^()]*\)$/, '')) && /^各/.test(right)) return true
  return isWholeName(left) && !sharesHead(left, right)
}

/** Whether a name ends where it could: in an office, not in the mere level of one. */
function isWholeName(name: string): boolean {
  const bare = name.replace(/\([^()]*\)$/, '')
  if (!isOffice(bare)) return false
  return !/(?:^|各|、|全省|全市|全县|全区)(?:省|自治区|直辖市|计划单列市|省?直管市|神农架林区|设区的?市|辖市|市辖区|地级市|市|地|州|盟|区|县|旗|县级市|乡|镇|街道|开发区|园区|街|地区|处|部|室|科|村|局|委|办|社区|院|市区|区市|所|站|分局|厅|系|系部)$/.test(
    bare,
  )
}

/** A word that is nobody by itself: "各科室、中心" are each of both. */
const bare = /^(?:有关|相关)?(?:单位|部门|机构|中心|科室|处室|企业|学校|幼儿园|班级|支部)$/

function sharesHead(left: string, right: string): boolean {
  return (
    (/^各[^、]*$/.test(left) && bare.test(right)) ||
    (/各(?:部|处|科|室|部门|处室|部室|科室)+$/.test(left) &&
      left.length > 4 &&
      /^(?:事业单位|直属(?:事业)?单位|直属机构|中心)$/.test(right))
  )
}

const subject =
  /(?:^|[，,、；。;])(?:请|要求)?(?<who>[^，,；。;：:、]{2,40}?)(?:也|均)?(?:应|要|须|需|请|务必|统一|必须|可|应当)*(?:最迟|至迟)?$/
const lead = /^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳]|请|要求|其中|并请|和|及|同时|\s)+/
const general =
  /^(?:请)?(?:各(?:有关|参赛|参会|参评|相关)?(?:单位|地|部门|学校|高校|地区|地市|企业|级|申报单位)|有关单位|你[单位校局会]*|贵[校会局司院]|贵单位|全体|参.*|.*有意.*|各地各(?:单位|部门)|各级各.*)$/

/** "因换届可顺延至": why a date is later for some. */
const excuse = /(?:因[^，。；]{0,14}?)?(?:可以?|允许)?(?:顺延|延期|延长|推迟|延后|展期)(?:至|到)?$/

/** Who has to keep a date, from the words before it ("越秀区、天河区于……"); none where everybody has to. */
export function recipientsBefore(before: string): string[] {
  const words = before.replace(excuse, '')
  const who = (subject.exec(words)?.groups?.['who']?.replace(lead, '') ?? '').replace(
    /^.*由(?=[各\u4e00-\u9fff])/,
    '',
  )
  if (who === '' || general.test(who) || /将|把|的/.test(who) || !isOffice(who)) return []
  const clause = words.slice(words.search(/[^，,；。;]*$/)).replace(/^.*由(?=[各\u4e00-\u9fff])/, '')
  const names = splitNames(clause.slice(0, clause.lastIndexOf(who) + who.length).replace(lead, ''))
  return names.map(({ text }) => text).filter((name) => !general.test(name))
}
