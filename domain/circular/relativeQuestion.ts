import { addDays, weekdayOf, type LocalDate } from '../time.ts'
import type { CircularQuestion, Relative } from './draft.ts'
import type { DateContext } from './resolve.ts'

const fromNotice = /^$|文到|即日|收到|接到|接此|印发|下发|发布|发文|通知|本文|文件|函|之日|发出/

/**
 * When does it fall due? What is counted from the circular itself can be counted from its date; what is counted from
 * an event only its author knows.
 */
export function relativeQuestion(
  relative: Relative,
  { issuedOn }: DateContext,
): Pick<CircularQuestion, 'code' | 'facts' | 'alternatives'> {
  const counted = issuedOn !== null && relative.after && fromNotice.test(relative.anchor)
  const alternatives = counted ? [countFrom(issuedOn, relative)].filter((date) => date !== null) : []
  return { code: 'relative-anchor', facts: { anchor: relative.anchor, n: relative.n }, alternatives }
}

function countFrom(issuedOn: LocalDate, { n, unit }: Relative): LocalDate | null {
  switch (unit) {
    case 'days':
      return addDays(issuedOn, Math.ceil(n))
    case 'weeks':
      return addDays(issuedOn, 7 * n)
    case 'workingDays':
      return addWeekdays(issuedOn, n)
    case 'months':
    case 'hours':
      return null
  }
}

/** Weekends alone are left out here: which holidays an installation keeps is not the text's to know. */
function addWeekdays(from: LocalDate, n: number): LocalDate {
  let date = from
  for (let left = n; left > 0;) {
    date = addDays(date, 1)
    if (weekdayOf(date) <= 5) left -= 1
  }
  return date
}
