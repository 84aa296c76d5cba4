import { z } from 'zod'
import { addWorkingDays, type WorkingCalendar } from './calendar.ts'
import { dateIn, instantAt, type Instant, type LocalDate } from './time.ts'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/**
 * When an installation sends. `times` are the slots at which what is due goes out together, in order;
 * mail that goes alone and at once still keeps to the window.
 */
export const slotRulesSchema = z
  .strictObject({
    times: z.array(timeOfDay).min(1).max(12),
    window: z.strictObject({ start: timeOfDay, end: timeOfDay }),
  })
  .refine((rules) => rules.window.start < rules.window.end, 'the window ends before it starts')
  .refine(
    ({ times }) => times.every((time, index) => index === 0 || (times[index - 1] ?? '') < time),
    'sending times are given in order, each once',
  )
  .refine(
    ({ times, window }) => times.every((time) => window.start <= time && time < window.end),
    'a sending time lies outside the window',
  )
export type SendingRules = z.infer<typeof slotRulesSchema> & { zone: string }

/** Inside the window of a working day; its start belongs to it, its end does not. */
export function canSendAt(calendar: WorkingCalendar, rules: SendingRules, at: Instant): boolean {
  const date = dateIn(rules.zone, at)
  if (!calendar.isWorking(date)) return false
  const { start, end } = rules.window
  return instantAt(date, start, rules.zone) <= at && at < instantAt(date, end, rules.zone)
}

/** The first sending time of a day. @throws RangeError when the rules have none */
export function firstSlotOn(rules: SendingRules, date: LocalDate): Instant {
  const [first] = rules.times
  if (first === undefined) throw new RangeError('no sending time')
  return instantAt(date, first, rules.zone)
}

/** The first sending time of a working day at or after `from`. */
export function nextSlot(calendar: WorkingCalendar, rules: SendingRules, from: Instant): Instant {
  const today = dateIn(rules.zone, from)
  if (calendar.isWorking(today)) {
    const slot = rules.times.map((time) => instantAt(today, time, rules.zone)).find((at) => at >= from)
    if (slot) return slot
  }
  return firstSlotOn(rules, addWorkingDays(calendar, today, 1))
}

/** `from` itself where mail may go out, else the next opening of the window. */
export function nextSendable(calendar: WorkingCalendar, rules: SendingRules, from: Instant): Instant {
  if (canSendAt(calendar, rules, from)) return from
  const today = dateIn(rules.zone, from)
  const opening = instantAt(today, rules.window.start, rules.zone)
  const next = addWorkingDays(calendar, today, from < opening ? 0 : 1)
  return instantAt(next, rules.window.start, rules.zone)
}
