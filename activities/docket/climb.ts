import type { Tx } from '../../db/connection.ts'
import type { WorkingTime } from '../../db/queries/workingTime.ts'
import { addWorkingMinutes, minutesPerWorkingDay } from '../../domain/calendar.ts'
import type { ResolvedStep } from '../../domain/chain.ts'
import { nextSlot } from '../../domain/sending.ts'
import type { Instant } from '../../domain/time.ts'

/**
 * Items that stood undecided for their wait go one level up. One whose holder said that she is on it stays until that
 * lapses.
 * @returns how many climbed
 */
export async function climb(tx: Tx, docketId: number, asOf: Instant, time: WorkingTime): Promise<number> {
  const due = await tx
    .selectFrom('docket_item')
    .select(['id', 'level', 'chain'])
    .where('docket_id', '=', docketId)
    .where('state', '=', 'undecided')
    .where('wait_ends_at', '<=', asOf)
    .where('acknowledged_at', 'is', null)
    .forUpdate()
    .execute()
  for (const group of byNextStep(due)) {
    const minutes = group.step.waitWorkingDays * minutesPerWorkingDay(time.calendar)
    await tx
      .updateTable('docket_item')
      .set((eb) => ({
        level: group.level,
        holder_unit_id: group.step.unitId,
        holder_role: group.step.role,
        level_since: asOf,
        wait_from: asOf,
        wait_minutes: minutes,
        snoozed_until: null,
        wait_ends_at: group.last ? null : addWorkingMinutes(time.calendar, asOf, minutes),
        notify_slot: nextSlot(time.calendar, time.sending, asOf),
        version: eb('version', '+', 1),
      }))
      .where('id', 'in', group.ids)
      .execute()
  }
  return due.length
}

interface Group {
  ids: number[]
  level: number
  step: ResolvedStep
  last: boolean
}

function byNextStep(items: { id: number; level: number; chain: ResolvedStep[] }[]): Group[] {
  const groups = new Map<string, Group>()
  for (const { id, level, chain } of items) {
    const step = chain[level]
    if (step === undefined) continue
    const key = JSON.stringify([level, step, chain.length])
    const group = groups.get(key)
    if (group === undefined)
      groups.set(key, { ids: [id], level: level + 1, step, last: chain.length === level + 1 })
    else group.ids.push(id)
  }
  return [...groups.values()]
}
