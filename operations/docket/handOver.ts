import { sql } from 'kysely'
import { addWorkingMinutes, minutesPerWorkingDay } from '../../domain/calendar.ts'
import { Problem } from '../../domain/problem.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { askForSlot } from '../../db/queries/dueGroups.ts'
import { nextSlot } from '../../domain/sending.ts'
import type { Op } from '../perform.ts'
import { nudge } from '../record.ts'
import type { DocketItem, ItemsOfCampaign } from './lockItems.ts'

/**
 * Undecided items go to another unit of hers: they join that unit's docket, with a fresh wait, and climb from there as
 * they would have from here. Also how the items of a unit that has moved follow it.
 * @throws Problem unit-unknown when that unit is not below her or has nobody who decides
 */
export async function handOver(op: Op, group: ItemsOfCampaign, toUnitId: number): Promise<DocketItem[]> {
  await requireSupervisor(op, toUnitId)
  const docketId = await docketOf(op, group.campaign.id, toUnitId)
  const time = await loadWorkingTime(op.tx, group.campaign.zone)
  const slot = nextSlot(time.calendar, time.sending, op.asOf)
  for (const item of group.items) {
    const chain = item.chain.map((step, index) =>
      index === item.level - 1 ? { ...step, unitId: toUnitId, role: 'supervisor' as const } : step,
    )
    const minutes = (chain[item.level - 1]?.waitWorkingDays ?? 0) * minutesPerWorkingDay(group.calendar)
    await op.tx
      .updateTable('docket_item')
      .set((eb) => ({
        docket_id: docketId,
        chain: JSON.stringify(chain),
        holder_unit_id: toUnitId,
        holder_role: 'supervisor',
        level_since: op.asOf,
        wait_from: op.asOf,
        wait_minutes: minutes,
        wait_ends_at: item.wait_ends_at === null ? null : addWorkingMinutes(group.calendar, op.asOf, minutes),
        acknowledged_at: null,
        acknowledged_by: null,
        acknowledgement_ends_at: null,
        snoozed_until: null,
        notify_slot: slot,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', item.id)
      .execute()
  }
  await askForSlot(op.tx, slot)
  await nudge(op.tx, 'docket', docketId)
  return group.items
}

async function requireSupervisor(op: Op, unitId: number): Promise<void> {
  const found = await op.tx
    .selectFrom('account')
    .select('id')
    .where('unit_id', '=', unitId)
    .where('role', '=', 'supervisor')
    .where(sql<boolean>`upper_inf(valid)`)
    .limit(1)
    .executeTakeFirst()
  if (found === undefined)
    throw new Problem('unit-unknown', {}, [{ field: 'toUnitId', code: 'unit-unknown' }])
}

async function docketOf(op: Op, campaignId: number, unitId: number): Promise<number> {
  const { id } = await op.tx
    .insertInto('docket')
    .values({
      campaign_id: campaignId,
      unit_id: unitId,
      opened_at: op.asOf,
      next_moment_at: null,
      closed_at: null,
    })
    .onConflict((conflict) => conflict.columns(['campaign_id', 'unit_id']).doUpdateSet({ closed_at: null }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
