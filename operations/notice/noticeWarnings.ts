import type { Notice } from '../../db/queries/notices.ts'
import { loadBusyWeeks } from '../../db/queries/otherDeadlines.ts'
import type { WorkingCalendar } from '../../domain/calendar.ts'
import { dateWarnings } from '../../domain/dateWarnings.ts'
import { shortLead } from '../../domain/leadTime.ts'
import type { Duty } from '../../domain/plan.ts'
import type { FieldProblem } from '../../domain/problem.ts'
import { addDays, weekdayOf, type LocalDate } from '../../domain/time.ts'
import type { Op } from '../perform.ts'

interface Due {
  field: string
  duty: Duty
  dueOn: LocalDate
}

/**
 * What a coordinator should know before she issues, and may accept: dates on days off, years whose holidays are not
 * announced, little time, units that owe something else in the same week.
 */
export async function noticeWarnings(
  op: Op,
  notice: Notice,
  facts: { calendar: WorkingCalendar; today: LocalDate; unitIds: readonly number[] },
): Promise<FieldProblem[]> {
  const dues = duesOf(notice)
  return [
    ...dateWarnings(dues, facts.calendar, facts.today),
    ...short(dues, facts),
    ...(await busyWeeks(op, dues, facts.unitIds)),
  ]
}

function duesOf(notice: Notice): Due[] {
  const { acknowledgeDueOn } = notice
  const acknowledging: Due[] =
    acknowledgeDueOn === null
      ? []
      : [{ field: 'acknowledgeDueOn', duty: 'acknowledge', dueOn: acknowledgeDueOn }]
  const reports = notice.milestones.flatMap(({ dueOn }, index): Due[] =>
    dueOn === null ? [] : [{ field: `milestones.${index}.dueOn`, duty: 'report', dueOn }],
  )
  return [...acknowledging, ...reports]
}

function short(
  dues: readonly Due[],
  { calendar, today }: { calendar: WorkingCalendar; today: LocalDate },
): FieldProblem[] {
  return dues.flatMap(({ field, duty, dueOn }) => {
    const days = shortLead(calendar, duty, today, dueOn)
    return days === null ? [] : [{ field, code: 'lead-time-short', facts: { days } }]
  })
}

async function busyWeeks(op: Op, dues: readonly Due[], unitIds: readonly number[]): Promise<FieldProblem[]> {
  const reports = dues.filter(({ duty }) => duty === 'report')
  const mondays = [...new Set(reports.map(({ dueOn }) => mondayOf(dueOn)))]
  const weeks = await loadBusyWeeks(op.tx, unitIds, mondays)
  return reports.flatMap(({ field, dueOn }) => {
    const week = weeks.find(({ monday }) => monday === mondayOf(dueOn))
    if (week === undefined) return []
    return [{ field, code: 'units-busy-that-week', facts: { units: week.units, title: week.title } }]
  })
}

function mondayOf(date: LocalDate): LocalDate {
  return addDays(date, 1 - weekdayOf(date))
}
