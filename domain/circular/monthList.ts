import { momentAt } from './moment.ts'
import type { Moment } from './shape.ts'

const PART = '(底|末|初|中旬|上旬|下旬|\\d{1,2}[日号])?(?=之?前|以前)'
const monthList = new RegExp(
  `((?:\\d{1,2}月?、){1,11}\\d{1,2}月?)(?:(?:和|及)(\\d{1,2})月?)?(?<=月)(?:份)?(?:的)?${PART}|((?:\\d{1,2}、){1,11}\\d{1,2})(?:(?:和|及)(\\d{1,2}))?月${PART}`,
  'y',
)

/** "3、6、9月底前", "3月、6月的25日前": months that share the sign or the day of the last. */
export function monthListAt(text: string, at: number): Moment[] | null {
  if (/[\d.、]/.test(text.charAt(at - 1))) return null
  monthList.lastIndex = at
  const match = monthList.exec(text)
  if (match === null) return null
  const period = match[3] ?? match[6] ?? ''
  const [list = '', further] = match[1] === undefined ? [match[4], match[5]] : [match[1], match[2]]
  const numbers = [...list.replaceAll('月', '').split('、'), ...(further === undefined ? [] : [further])]
  const moments = numbers.map((number) => momentAt(`${number}月${period}`, 0))
  if (moments.some((moment) => moment === null)) return null
  return moments.flatMap((moment) =>
    moment === null ? [] : [{ ...moment, start: at, end: monthList.lastIndex, rule: 'month-list' }],
  )
}
