/** The grammar of lines that set names beside telephone numbers. */

export const PHONE =
  '0\\d{2,3} ?[-—] ?\\d{3,4} \\d{4}|(?:\\+?\\d{2,3}[- ])?(?:\\(?0\\d{2,3}\\)?[-— ]{0,3})?\\d{7,8}(?:(?:[-—转x]|\\s?ext\\.?\\s?)\\d{1,6})?|1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}|\\d{4} \\d{4}|\\(?0\\d{1,3}\\)?[- ]?\\d{3,4}[- ]\\d{4}(?:\\s?[转x#]\\s?\\d{1,6})?|[48]00[- ]?\\d{3,4}[- ]?\\d{3,4}'

/** A word that stands beside a number as a name does, and is none. */
const label =
  '(?:电话|手机|传真|邮箱|邮编|邮政|地址|联系|联络|办公|座机|微信|总机|热线|电子|网址|工作|方式|号码|咨询)'
/** Two or three characters, four with a double surname, also set apart by blanks. */
export const HAN_NAME = `(?!${label})[\\u4e00-\\u9fff](?:\\s{0,3}(?!${label})[\\u4e00-\\u9fff·]){1,3}`
const OFFICE_BEFORE = '(?:[\\u4e00-\\u9fff、]{1,14}(?:处|科|室|部|中心|办|股|组|局|会|妇联|科室)[ \\t:]*)'
const named = new RegExp(
  `(?<=^[ \\t(]*|[；，,;)\\d][ \\t]*|[ \\t])${OFFICE_BEFORE}?(?<name>${HAN_NAME})(?:、(?<second>${HAN_NAME}))?(?:[ \\t]*\\([^()\\n]{1,16}\\))?[，,、 \\t:]*(?:(?:联系|办公)?(?:电话|手机|座机)|Tel)?[: \\t]*(?<number>${PHONE})(?!\\d)`,
  'g',
)

export interface NamedNumber {
  start: number
  end: number
  number: string
  numberStart: number
}

/** Names of a line that a number follows: "张三，85671200；办公室 李四（兼）电话：85671201". */
export function namedNumbersIn(line: string): NamedNumber[] {
  return [...line.matchAll(named)].flatMap((match) => {
    const { name = '', second, number = '' } = match.groups ?? {}
    const numberStart = match.index + match[0].length - number.length
    const places = [name, ...(second === undefined ? [] : [second])].map((one) => {
      const start = match.index + match[0].lastIndexOf(one, numberStart - match.index)
      return { start, end: start + one.length, number, numberStart }
    })
    return places
  })
}

export function lineEnd(text: string, from: number, most: number): number {
  const end = text.indexOf('\n', from)
  return Math.min(end < 0 ? text.length : end, from + most)
}
