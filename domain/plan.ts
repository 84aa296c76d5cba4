import { addWorkingDays, type WorkingCalendar } from './calendar.ts'
import type { Policy, Rhythm, Steps } from './policy.ts'
import { firstSlotOn, type SendingRules } from './sending.ts'
import type { Instant, LocalDate } from './time.ts'

export const duties = ['acknowledge', 'report'] as const
export type Duty = (typeof duties)[number]

/** What an obligation is due by: a date, nothing but a rhythm since its issue, or nothing at all. */
export type DueRule =
  { kind: 'dated'; dueOn: LocalDate } | { kind: 'open'; since: LocalDate } | { kind: 'none' }

/** In the order in which they stand where they fall on one instant. */
export const momentKinds = ['reminder', 'late', 'escalation'] as const
export type MomentKind = (typeof momentKinds)[number]

/**
 * An instant at which an obligation is to be looked at. (step, nth) names it for good, whatever the calendar does
 * to its time: 'before-10', 'on-day', 'overdue' 1 to atMost, 'rhythm' 1 to atMost, 'escalate'.
 */
export interface Moment {
  step: string
  nth: number
  kind: MomentKind
  at: Instant
}

type Day = Omit<Moment, 'at'> & { on: LocalDate }

/**
 * All moments of an obligation in order, each at the first sending time of a working day: reminders before the
 * due date ends, what is late and escalated after it.
 * @throws RangeError when calendar and sending rules are of different zones: the days of the one would not be
 *   the days of the other
 */
export function momentsOf(input: {
  duty: Duty
  due: DueRule
  policy: Policy
  calendar: WorkingCalendar
  sending: SendingRules
}): Moment[] {
  const { calendar, sending } = input
  if (calendar.zone !== sending.zone)
    throw new RangeError(`a calendar of ${calendar.zone}, sending times of ${sending.zone}`)
  return daysOf(input)
    .map(({ on, ...moment }) => ({ ...moment, at: firstSlotOn(sending, on) }))
    .sort(inOrder)
}

function inOrder(one: Moment, other: Moment): number {
  return (
    one.at.getTime() - other.at.getTime() ||
    momentKinds.indexOf(one.kind) - momentKinds.indexOf(other.kind) ||
    one.nth - other.nth
  )
}

function daysOf(input: { duty: Duty; due: DueRule; policy: Policy; calendar: WorkingCalendar }): Day[] {
  const { duty, due, policy, calendar } = input
  switch (due.kind) {
    case 'none':
      return []
    case 'open':
      return rhythmDays(calendar, due.since, policy.open)
    case 'dated':
      return [
        ...reminderDays(calendar, due.dueOn, policy[duty]),
        ...lateDays(calendar, due.dueOn, policy[duty].overdue),
        {
          step: 'escalate',
          nth: 1,
          kind: 'escalation',
          on: addWorkingDays(calendar, due.dueOn, policy.escalation.afterWorkingDays),
        },
      ]
  }
}

/** A due date on a day off has no 'on-day': the last working day before it is 'before-1'. */
function reminderDays(calendar: WorkingCalendar, dueOn: LocalDate, steps: Steps): Day[] {
  const days = [...new Set(steps.before)].map((n): Day => ({
    step: `before-${n}`,
    nth: 1,
    kind: 'reminder',
    on: addWorkingDays(calendar, dueOn, -n),
  }))
  if (steps.onDay && calendar.isWorking(dueOn))
    days.push({ step: 'on-day', nth: 1, kind: 'reminder', on: dueOn })
  return days
}

function lateDays(calendar: WorkingCalendar, dueOn: LocalDate, overdue: Steps['overdue']): Day[] {
  if (!overdue) return []
  return Array.from({ length: overdue.atMost }, (_, index) => ({
    step: 'overdue',
    nth: index + 1,
    kind: 'late',
    on: addWorkingDays(calendar, dueOn, overdue.first + index * overdue.every),
  }))
}

/** Nothing that is open is ever late, and it does not escalate. */
function rhythmDays(calendar: WorkingCalendar, since: LocalDate, rhythm: Rhythm): Day[] {
  return Array.from({ length: rhythm.atMost }, (_, index) => ({
    step: 'rhythm',
    nth: index + 1,
    kind: 'reminder',
    on: addWorkingDays(calendar, since, (index + 1) * rhythm.everyWorkingDays),
  }))
}

/**
 * The last moment of these kinds that has come by `asOf`: what was missed is caught up once, not step by step.
 * @param after when the obligation was armed: a moment at or before it lapses
 */
export function latestDue(
  moments: readonly Moment[],
  kinds: readonly MomentKind[],
  after: Instant,
  asOf: Instant,
): Moment | null {
  const come = moments.filter(({ kind, at }) => kinds.includes(kind) && after < at && at <= asOf)
  return come.sort(inOrder).at(-1) ?? null
}

/** The first moment strictly after `asOf`: when to wake next. */
export function nextAfter(moments: readonly Moment[], asOf: Instant): Moment | null {
  return moments.filter(({ at }) => at > asOf).sort(inOrder)[0] ?? null
}
