import { sql } from 'kysely'
import { audienceAsOf } from '../../db/queries/audience.ts'
import { loadNotice, type Notice } from '../../db/queries/notices.ts'
import { loadWorkingTime, type WorkingTime } from '../../db/queries/workingTime.ts'
import { addWorkingDays, type WorkingCalendar } from '../../domain/calendar.ts'
import { draftProblems } from '../../domain/notice.ts'
import { momentsOf, type DueRule, type Duty, type Moment } from '../../domain/plan.ts'
import type { FieldProblem } from '../../domain/problem.ts'
import { firstSlotOn, nextSendable } from '../../domain/sending.ts'
import { dateIn, type Instant, type LocalDate } from '../../domain/time.ts'
import type { Op } from '../perform.ts'
import { noticeWarnings } from './noticeWarnings.ts'

/** A moment of the plan that a preview shows, with the duty that it belongs to. */
export interface PlannedMoment {
  at: Instant
  kind: 'issue' | 'deadline' | Moment['kind']
  step: string
  nth: number
  duty: Duty
  /** 1 for the first milestone; null for acknowledging and the issue itself. */
  milestone: number | null
  /** Of an escalation: 1 for the supervising unit. */
  level: number | null
}

export interface NoticePreview {
  notice: Notice
  audience: { total: number; byType: { type: string; units: number }[]; withoutAddress: number }
  moments: PlannedMoment[]
  /** What must be mended before it can be issued. */
  problems: FieldProblem[]
  /** What a coordinator should know; see noticeWarnings.ts. */
  warnings: FieldProblem[]
  unitIds: number[]
  calendar: WorkingCalendar
}

/** Exactly who gets the notice, if it were issued now, and when each mail and escalation would go. */
export async function previewNotice(op: Op, noticeId: number): Promise<NoticePreview> {
  const notice = await loadNotice(op.tx, noticeId)
  const time = await loadWorkingTime(op.tx, notice.zone)
  const today = dateIn(notice.zone, op.asOf)
  const unitIds = await audienceAsOf(op.tx, { issuerId: notice.issuerId, rules: notice.audience, day: today })
  return {
    notice,
    audience: await countAudience(op, unitIds, today),
    moments: plannedMoments(notice, time, op.asOf),
    problems: [...draftProblems(notice), ...(await issueProblems(op, notice, unitIds, today))],
    warnings: await noticeWarnings(op, notice, { calendar: time.calendar, today, unitIds }),
    unitIds,
    calendar: time.calendar,
  }
}

async function countAudience(
  op: Op,
  unitIds: number[],
  today: LocalDate,
): Promise<NoticePreview['audience']> {
  const { rows } = await sql<{ type: string; units: number; unreachable: number }>`
    select p.type, count(*) as units,
      count(*) filter (where not exists (
        select from contact c where c.unit_id = p.unit_id and c.email is not null and upper_inf(c.valid))) as unreachable
    from placement p where p.unit_id = any(${unitIds}::integer[]) and p.valid @> ${today}::date
    group by p.type order by min(p.unit_id)`.execute(op.tx)
  return {
    total: unitIds.length,
    byType: rows.map(({ type, units }) => ({ type, units })),
    withoutAddress: rows.reduce((sum, row) => sum + row.unreachable, 0),
  }
}

/** What stands against issuing today, beyond what the draft says of itself. */
export async function issueProblems(
  op: Op,
  notice: Notice,
  unitIds: number[],
  today: LocalDate,
): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = []
  problems.push(...(await unknownUnits(op, notice, today)))
  if (unitIds.length === 0) problems.push({ field: 'audience', code: 'audience-empty' })
  if (notice.acknowledgeDueOn !== null && notice.acknowledgeDueOn < today) {
    problems.push({
      field: 'acknowledgeDueOn',
      code: 'due-in-past',
      facts: { date: notice.acknowledgeDueOn },
    })
  }
  notice.milestones.forEach((milestone, index) => {
    if (milestone.dueOn === null || milestone.dueOn >= today) return
    problems.push({
      field: `milestones.${index}.dueOn`,
      code: 'due-in-past',
      facts: { date: milestone.dueOn },
    })
  })
  if (await chainEndsNowhere(op, notice)) problems.push({ field: 'policy', code: 'chain-ends-nowhere' })
  return problems
}

/** Units that a rule names and that are not below the issuer on that day: closed since, or somebody else's. */
async function unknownUnits(op: Op, notice: Notice, today: LocalDate): Promise<FieldProblem[]> {
  const named = notice.audience.flatMap(({ under, units }) => (under === null ? units : [under, ...units]))
  if (named.length === 0) return []
  const rows = await op.tx
    .selectFrom('unit_closure as c')
    .innerJoin('placement as p', 'p.unit_id', 'c.descendant_id')
    .select('p.unit_id')
    .where('c.ancestor_id', '=', notice.issuerId)
    .where('p.unit_id', '=', sql<number>`any(${named}::integer[])`)
    .where(sql<boolean>`p.valid @> ${today}::date`)
    .execute()
  const known = new Set(rows.map(({ unit_id }) => unit_id))
  return notice.audience.flatMap(({ under, units }, index) => [
    ...(under !== null && !known.has(under)
      ? [{ field: `audience.${index}.under`, code: 'unit-unknown' }]
      : []),
    ...(units.some((id) => !known.has(id))
      ? [{ field: `audience.${index}.units`, code: 'unit-unknown' }]
      : []),
  ])
}

/** An item must reach somebody who decides: the chain's last step at the issuer needs a person in its role. */
async function chainEndsNowhere(op: Op, notice: Notice): Promise<boolean> {
  const last = notice.policy.escalation.chain.findLast((step) => step.at === 'issuer')
  if (last === undefined) return true
  const person = await op.tx
    .selectFrom('account')
    .select('id')
    .where('unit_id', '=', notice.issuerId)
    .where('role', '=', last.role)
    .where(sql<boolean>`upper_inf(valid)`)
    .limit(1)
    .executeTakeFirst()
  return person === undefined
}

/** The calendar of moments, were it issued at that instant. Moments that lie before it will not happen. */
export function plannedMoments(notice: Notice, time: WorkingTime, issuedAt: Instant): PlannedMoment[] {
  const since = dateIn(notice.zone, issuedAt)
  const duties: { duty: Duty; milestone: number | null; due: DueRule }[] = [
    {
      duty: 'acknowledge',
      milestone: null,
      due: dueOf(notice.acknowledgeDueOn === null ? 'none' : 'dated', notice.acknowledgeDueOn, since),
    },
    ...notice.milestones.map((milestone, index) => ({
      duty: 'report' as const,
      milestone: index + 1,
      due: dueOf(milestone.kind, milestone.dueOn, since),
    })),
  ]
  const planned = duties.flatMap(({ duty, milestone, due }) => [
    ...momentsOf({
      duty,
      due,
      policy: notice.policy,
      calendar: time.calendar,
      sending: time.sending,
    }).flatMap((moment) => withLevels({ ...moment, duty, milestone, level: null }, notice, time)),
    ...(due.kind === 'dated' ? [deadline(duty, milestone, due.dueOn, time)] : []),
  ])
  const issue: PlannedMoment = {
    at: notice.urgent ? issuedAt : nextSendable(time.calendar, time.sending, issuedAt),
    kind: 'issue',
    step: 'issue',
    nth: 1,
    duty: 'acknowledge',
    milestone: null,
    level: null,
  }
  return [issue, ...planned.filter(({ at }) => at > issuedAt)].sort((a, b) => a.at.getTime() - b.at.getTime())
}

export function dueOf(kind: 'dated' | 'open' | 'none', dueOn: LocalDate | null, since: LocalDate): DueRule {
  if (dueOn !== null) return { kind: 'dated', dueOn }
  return kind === 'open' ? { kind: 'open', since } : { kind: 'none' }
}

function deadline(duty: Duty, milestone: number | null, dueOn: LocalDate, time: WorkingTime): PlannedMoment {
  return {
    at: firstSlotOn(time.sending, dueOn),
    kind: 'deadline',
    step: 'due',
    nth: 1,
    duty,
    milestone,
    level: null,
  }
}

/** An escalation, and where it climbs when nobody decides in the time that each level has. */
function withLevels(moment: PlannedMoment & Moment, notice: Notice, time: WorkingTime): PlannedMoment[] {
  if (moment.kind !== 'escalation') return [moment]
  let on = dateIn(notice.zone, moment.at)
  return notice.policy.escalation.chain.map((step, index) => {
    const planned = { ...moment, at: firstSlotOn(time.sending, on), level: index + 1 }
    on = addWorkingDays(time.calendar, on, step.waitWorkingDays)
    return planned
  })
}
