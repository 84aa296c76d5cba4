import { stretch, type Stretch } from './sentence.ts'

const numbered =
  /^[ ]*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、)](?!\d)|[①-⑳]|[一二三四五六七八九十]是)/
const LONGEST = 24

/** The heading of the paragraph that a sentence stands in ("3.征集视频。……"), where it has one before the sentence. */
export function headingOf(text: string, { start }: Stretch): Stretch | null {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const number = numbered.exec(text.slice(from, from + 12))?.[0].length
  if (number === undefined) return null
  const words = /^[^。：:；\n]{2,}/.exec(text.slice(from + number, from + number + LONGEST + 2))?.[0] ?? ''
  const end = from + number + words.length
  if (words.length < 2 || words.length > LONGEST || end >= start) return null
  return stretch(text, from + number, end)
}
