import { simplifiedOf } from './traditional.ts'
import { View } from './view.ts'

/** Full-width forms that are punctuation of Chinese text, and mean there what the half-width ones don't. */
const chinesePunctuation = new Set('，。；！？')
const invisible = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/
const blank = /[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/
const han = /[\u3400-\u9fff〇○]/
const han2 = /[\u3400-\u9fff〇○，。、；：:;！？“”‘’《》〈〉（）()〔〕【】[\]{}—…·]/
const latin = /[A-Za-z]/

const halfWidth = new Map([
  [',', '，'],
  [';', '；'],
  ['!', '！'],
  ['?', '？'],
])
const chinese = /[\u3400-\u9fff〇○”’》」』〉）)】〕]/

/**
 * One form for each character that can be written in several: full-width digits, letters and marks, compatibility
 * characters of PDF fonts (⽉ for 月), traditional characters, dashes, blanks; marks that were typed half as wide as
 * those of Chinese text. One unit for one unit.
 */
export function foldCharacters(raw: string): View {
  const folded = View.of(raw).map(fold)
  const { text } = folded
  return folded.map((unit, index) => (halfWidth.has(unit) ? widened(text, index, unit) : unit))
}

/** A comma between Chinese words is the Chinese comma; one between digits or Latin words is not. */
function widened(text: string, index: number, unit: string): string {
  const wide = halfWidth.get(unit) ?? unit
  const before = nearest(text, index, -1)
  const after = nearest(text, index, 1)
  const parted = /\d/.test(before) && /\d/.test(after)
  return !parted &&
    (/[\u3400-\u9fff]/.test(before + after) || chinese.test(before)) &&
    !/[A-Za-z]/.test(before)
    ? wide
    : unit
}

function fold(unit: string): string {
  const code = unit.charCodeAt(0)
  if (code < 0x80) return unit === '\r' ? '\n' : unit
  if (blank.test(unit)) return ' '
  if (code >= 0xff01 && code <= 0xff5e && !chinesePunctuation.has(unit))
    return String.fromCharCode(code - 0xfee0)
  if ((code >= 0x2e80 && code <= 0x2fdf) || (code >= 0xf900 && code <= 0xfaff)) return unit.normalize('NFKC')
  if ('‐‑‒–—―─－﹣−'.includes(unit)) return '—'
  if ('∼〜～﹏'.includes(unit)) return '~'
  if ('﹙﹚﹕﹔﹐﹑﹒'.includes(unit)) return '():;,、.'.charAt('﹙﹚﹕﹔﹐﹑﹒'.indexOf(unit))
  if ('〖﹝〘'.includes(unit)) return '〔'
  if ('〗﹞〙'.includes(unit)) return '〕'
  return simplifiedOf(unit)
}

/** The text line by line: folded, without what nobody sees, and without marks of emphasis. Blanks are kept. */
export function readLines(raw: string): View {
  const folded = foldCharacters(raw)
  const { text } = folded
  return folded.filter((index) => {
    const unit = text.charAt(index)
    if (invisible.test(unit) || isControl(unit)) return false
    if (raw.charAt(index) === '\r' && raw.charAt(index + 1) === '\n') return false
    return !(unit === '*' && (text.charAt(index - 1) === '*' || text.charAt(index + 1) === '*'))
  })
}

function isControl(unit: string): boolean {
  const code = unit.charCodeAt(0)
  return code < 0x20 && unit !== '\n' && unit !== '\t'
}

/**
 * The text as running words: lines that only the width of the page broke are joined again, and blanks inside
 * Chinese words and between the digits of a number are gone. What is left of line breaks ends a paragraph.
 */
export function readRunning(lines: View): View {
  const soft = softBreaks(lines.text)
  return withoutBlanks(lines.filter((index) => !soft.has(index)))
}

/** As `readRunning`, line by line. */
export function withoutBlanks(view: View): View {
  const { text } = view
  return view.filter((index) => text.charAt(index) !== ' ' || separatesWords(text, index))
}

function separatesWords(text: string, index: number): boolean {
  const before = nearest(text, index, -1)
  const after = nearest(text, index, 1)
  if (before === '\n' || after === '\n' || before === '' || after === '') return false
  if (han2.test(before) || han2.test(after)) return latin.test(before) && latin.test(after)
  if (text.charAt(index - 1) === ' ') return false
  const digits = /\d/.test(before) && /\d/.test(after)
  return !digits || !inChineseDate(text, index)
}

/** Whether a blank between two digits lies inside one number that a Chinese sign of time follows ("1 0日"). */
function inChineseDate(text: string, index: number): boolean {
  return /^[ \d]{1,6}[年月日号时点]/.test(text.slice(index, index + 8))
}

/** Wider gaps part words whatever stands at their ends. */
const WIDEST_GAP = 120

function nearest(text: string, index: number, step: 1 | -1): string {
  for (let far = 1; far <= WIDEST_GAP; far += 1) {
    const sign = text.charAt(index + far * step)
    if (sign !== ' ') return sign
  }
  return ''
}

const startsAnew =
  /^[ ]*(?:[一二三四五六七八九十]+、|[(][一二三四五六七八九十\d]+[)]|\d{1,2}[.、)](?!\d)|[①-⑳]|第[一二三四五六七八九十\d]+[条章节项阶]|附件?[\d:：一二三]|附:|抄[送报]|主送|签发人|[-—·•●■◆★☆][ ]|\||(?:[A-Za-z]|[\u4e00-\u9fff][ ]*){2,14}[:：])/
const endsHere = /[。！？；;:：”!?]$/
const MIN_FULL_LINE = 18

/** Places of line breaks inside a paragraph: the page's doing, not the author's. */
function softBreaks(text: string): Set<number> {
  const soft = new Set<number>()
  let at = 0
  while (at < text.length) {
    const from = text.indexOf('\n', at)
    if (from < 0) break
    let next = from
    while (next < text.length && (text.charAt(next) === '\n' || text.charAt(next) === ' ')) next += 1
    const line = text.slice(text.lastIndexOf('\n', from - 1) + 1, from).trim()
    const following = text.slice(next, endOfLine(text, next))
    const gap = text.slice(from, next).split('\n').length - 1
    if (line !== '' && following !== '' && isSoft(line, following, gap))
      for (let index = from; index < next; index += 1) if (text.charAt(index) === '\n') soft.add(index)
    at = Math.max(next, from + 1)
  }
  return soft
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** @param gap how many line breaks lie between the two */
function isSoft(line: string, following: string, gap: number): boolean {
  if (splitsDate(line, following)) return true
  if (gap > 2 || startsAnew.test(following) || endsHere.test(line) || isAlone(line) || isAlone(following))
    return false
  if (isHeading(line, following) || /(?:通知|方案|的函|通报)$/.test(line) || /[:：]$/.test(following))
    return false
  const chinese = han.test(line.slice(-3))
  if (/[，、,]$/.test(line)) return gap === 1 || line.length >= MIN_FULL_LINE
  if (!chinese && (latin.test(line.slice(-1)) || /[A-Za-z)]\.$/.test(line)))
    return gap === 1 && line.length > 40
  return line.length >= MIN_FULL_LINE && (gap === 1 || !/^[ ]/.test(following))
}

/** A numbered line without a full stop, before one that has one. */
function isHeading(line: string, following: string): boolean {
  return startsAnew.test(line) && !/[。；]/.test(line) && /[。；]/.test(following)
}

/** A date cut in two by the break: "5月1" and "0日前", "2014年" and "5月". */
function splitsDate(line: string, following: string): boolean {
  const head = following.trimStart()
  if (/\d$/.test(line)) return /^\d{0,3}[ ]*[年月日号时点]/.test(head) && !/\d[.、]$/.test(line)
  if (/(?:\d|[一二三四五六七八九十〇○])[ ]*[年月]$/.test(line))
    return (
      /^(?:\d{1,2}|[一二三四五六七八九十]{1,3})[ ]*(?:[月日号]|$)/.test(head) ||
      /^[日上中下初底末]/.test(head)
    )
  return /[一二三四五六七八九十]$/.test(line) && /^[一二三四五六七八九十]{0,2}[日号][前之以]/.test(head)
}

/** A line that is a paragraph of its own: a date, the line of a table. */
function isAlone(line: string): boolean {
  if (line.includes('\t')) return true
  return /^[ ]*[\d〇○Oo零一二三四五六七八九十 ]{2,9}年[\d一二三四五六七八九十 ]{1,5}月[\d一二三四五六七八九十 ]{1,5}日(?:[ ]*印发)?[ ]*$/.test(
    line,
  )
}
