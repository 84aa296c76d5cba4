import { loadInstallation } from '../../db/queries/workingTime.ts'
import { Problem } from '../../domain/problem.ts'
import { oneLine } from '../../domain/text.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import { requireReason, requireRole, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { requireOpenUnit } from './openUnit.ts'
import { closeUnit, mergeUnit, moveUnit, renameUnit } from './changeUnit.ts'

/** What is to become of a unit, from a day on. */
export type ChangeOrder = { unitId: number; from: LocalDate; reason: string } & (
  | { change: 'rename'; name: string }
  | { change: 'move'; parentId: number }
  | { change: 'close' }
  | { change: 'merge'; intoId: number }
)

/**
 * Changes a unit from a day on: at once when the day has come, else it is planned, and carried out when the day begins.
 * @throws Problem not-allowed, not-found, reason-needed, unit-unknown, and what the change itself is refused for
 */
export async function orderChange(op: Op, order: ChangeOrder): Promise<'done' | 'planned'> {
  const { zone } = await loadInstallation(op.tx)
  if (order.from <= dateIn(zone, op.asOf)) {
    await changeNow(op, order)
    return 'done'
  }
  await planChange(op, order)
  return 'planned'
}

export function changeNow(op: Op, order: ChangeOrder): Promise<void> {
  switch (order.change) {
    case 'rename':
      return renameUnit(op, order)
    case 'move':
      return moveUnit(op, order)
    case 'close':
      return closeUnit(op, order)
    case 'merge':
      return mergeUnit(op, order)
  }
}

async function planChange(op: Op, order: ChangeOrder): Promise<void> {
  requireRole(op, 'administrator', 'coordinator')
  const reason = requireReason(order.reason)
  if (order.unitId === op.actor.unitId) throw new Problem('not-found')
  await requireOpenUnit(op, order.unitId, 'not-found')
  const name = order.change === 'rename' ? oneLine(order.name) : null
  if (name !== null && (name === '' || name.length > 120)) {
    throw new Problem('invalid-input', {}, [{ field: 'name', code: 'required' }])
  }
  const other = order.change === 'move' ? order.parentId : order.change === 'merge' ? order.intoId : null
  if (other === order.unitId) throw new Problem('unit-unknown')
  if (other !== null) await requireOpenUnit(op, other, 'unit-unknown')
  const { id } = await op.tx
    .insertInto('planned_change')
    .values({
      unit_id: order.unitId,
      change: order.change,
      applies_from: order.from,
      name,
      other_unit_id: other,
      reason,
      account_id: op.actor.accountId,
      planned_at: op.asOf,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await record(op, {
    operation: 'plan-change',
    unitId: order.unitId,
    subject: 'planned-change',
    subjectId: id,
    reason,
    detail: { change: order.change, from: order.from },
  })
}

/** Takes back what was planned and has not come to pass. @throws Problem not-allowed, not-found */
export async function cancelPlannedChange(op: Op, input: { plannedId: number }): Promise<void> {
  requireRole(op, 'administrator', 'coordinator')
  const row = await op.tx
    .updateTable('planned_change')
    .set({ state: 'cancelled', ended_at: op.asOf })
    .where('id', '=', input.plannedId)
    .where('state', '=', 'planned')
    .returning(['id', 'unit_id'])
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  await record(op, {
    operation: 'cancel-planned-change',
    unitId: row.unit_id,
    subject: 'planned-change',
    subjectId: row.id,
  })
}
