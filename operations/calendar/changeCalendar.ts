import { sql } from 'kysely'
import type { Tx } from '../../db/connection.ts'
import { Problem } from '../../domain/problem.ts'
import type { LocalDate } from '../../domain/time.ts'
import { requireRole, type Op } from '../perform.ts'
import { nudge, nudgeDelivery, record } from '../record.ts'
import { requireTop } from '../requireTop.ts'

/** Whoever changes the calendar waits here for the one before; a day that is an ordinary one has no row to lock. */
export async function holdCalendar(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('duban calendar'))`.execute(tx)
}

/**
 * Makes a day a working day or a day off. Unsent moments and running waits follow; due dates stay what they are.
 * @throws Problem not-allowed, calendar-day-invalid
 */
export async function changeCalendarDay(
  op: Op,
  input: { date: LocalDate; working: boolean; reason: string },
): Promise<void> {
  requireRole(op, 'administrator')
  await requireTop(op)
  const reason = input.reason.trim()
  if (reason === '' || reason.length > 80)
    throw new Problem('calendar-day-invalid', {}, [{ field: 'reason', code: 'required' }])
  await holdCalendar(op.tx)
  await op.tx
    .insertInto('calendar_day')
    .values({ date: input.date, working: input.working, reason })
    .onConflict((conflict) => conflict.column('date').doUpdateSet({ working: input.working, reason }))
    .execute()
  await nudgeAll(op)
  await record(op, {
    operation: 'change-calendar',
    unitId: op.actor.unitId,
    subject: 'calendar-day',
    reason,
    detail: { date: input.date, working: input.working },
  })
}

/** Says that a year's holidays are announced and entered. @throws Problem not-allowed */
export async function announceYear(op: Op, input: { year: number }): Promise<void> {
  requireRole(op, 'administrator')
  await requireTop(op)
  await op.tx
    .insertInto('calendar_year')
    .values({ year: input.year })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await nudgeAll(op)
  await record(op, {
    operation: 'announce-year',
    unitId: op.actor.unitId,
    subject: 'calendar-year',
    subjectId: input.year,
  })
}

/** Every campaign and docket that runs works out its next moment anew. */
export async function nudgeAll(op: Op): Promise<void> {
  const campaigns = await op.tx.selectFrom('campaign').select('id').where('state', '=', 'open').execute()
  const dockets = await op.tx.selectFrom('docket').select('id').where('closed_at', 'is', null).execute()
  await nudge(op.tx, 'campaign', ...campaigns.map(({ id }) => id))
  await nudge(op.tx, 'docket', ...dockets.map(({ id }) => id))
  await nudgeDelivery(op.tx)
}
