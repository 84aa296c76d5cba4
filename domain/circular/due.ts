import { DateTime } from 'luxon'
import { addDays, type LocalDate } from '../time.ts'
import type { Deadline } from './deadlines.ts'
import type { CircularQuestion } from './draft.ts'
import { resolve, type DateContext } from './resolve.ts'
import type { Clock } from './clock.ts'
import type { Moment } from './shape.ts'

export interface Due {
  due: string | null
  from: LocalDate | null
  doubts: Pick<CircularQuestion, 'code' | 'facts' | 'alternatives'>[]
}

type Doubt = Due['doubts'][number]

/** A day so long before the circular's own is history, one so long after it a goal of policy; no unit is chased for either. */
const PAST_DAYS = 45
const AHEAD_DAYS = 800

/** The due of one moment of a deadline with what is uncertain about it; null where the day shows that it is none. */
export function dueOf(moment: Moment, deadline: Deadline, context: DateContext): Due | null {
  const resolved = resolve(moment, context)
  const day = resolved.to
  if (day === null && deadline.asks === 'work') return null
  if (day !== null && isElsewhere(day, context.issuedOn)) return null
  const doubts: Doubt[] = resolved.doubts.map((doubt) => ({ ...doubt, facts: {} }))
  const add = (code: Doubt['code'], alternatives: string[] = []) =>
    doubts.push({ code, facts: {}, alternatives })
  if (day !== null) {
    const past = context.issuedOn !== null && day < context.issuedOn
    if (past) add('past', [day])
    if (isPeriod(moment)) add('period-end', alternativesOf(resolved.from, day))
    else if (moment.clock === null && isInclusiveOpen(deadline)) add('inclusive', [day, addDays(day, -1)])
  }
  if (deadline.onTheDay && day !== null) add('on-the-day', [day])
  if (deadline.moved) add('moved', day === null ? [] : [day])
  if (deadline.asks === 'work') add('work-only', ['keep', 'drop'])
  if (moment.clock?.kind === 'close')
    add('close-of-business', day === null ? [] : [day, at(day, 17, 30, context.zone)])
  if (moment.clock?.kind === 'half')
    add(
      'half-day',
      day === null ? [] : [day, at(day, moment.clock.half === 'morning' ? 12 : 18, 0, context.zone)],
    )
  return {
    due: day === null ? null : withClock(day, moment.clock, context.zone),
    from: firstDay(deadline, context),
    doubts,
  }
}

function isElsewhere(day: LocalDate, issuedOn: LocalDate | null): boolean {
  if (issuedOn === null) return false
  return day < addDays(issuedOn, -PAST_DAYS) || day > addDays(issuedOn, AHEAD_DAYS)
}

function isPeriod({ shape }: Moment): boolean {
  return shape.kind === 'month' || shape.kind === 'year'
}

function isInclusiveOpen({ placed, windowed, moved }: Deadline): boolean {
  const { mention } = placed
  if (mention.inclusiveSaid || windowed || moved || mention.relation !== 'before') return false
  return !/^(?:截|最|至迟|不|on or before|no later|not later)/i.test(mention.lead)
}

function alternativesOf(from: LocalDate | null, to: LocalDate): string[] {
  return from === null || from === to ? [to] : [to, addDays(from, -1)]
}

function firstDay({ placed, windowed }: Deadline, context: DateContext): LocalDate | null {
  const [first] = placed.mention.moments
  if (windowed && placed.mention.relation !== 'span' && placed.mention.moments.length === 1)
    return context.issuedOn
  return windowed && first !== undefined ? resolve(first, context).from : null
}

function withClock(day: LocalDate, clock: Clock | null, zone: string): string {
  return clock?.kind === 'time' ? at(day, clock.hour, clock.minute, zone) : day
}

/** 24:00 ends the day, which is what a day without an hour says as well. */
function at(day: LocalDate, hour: number, minute: number, zone: string): string {
  if (hour >= 24) return day
  const instant = DateTime.fromISO(`${day}T${pad(hour)}:${pad(minute)}`, { zone })
  return instant.toISO({ suppressMilliseconds: true }) ?? day
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
