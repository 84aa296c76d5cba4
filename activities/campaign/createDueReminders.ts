import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '../../db/connection.ts'
import { askForSlot, inGroup, insertMarker } from '../../db/queries/dueGroups.ts'
import { nextSlot } from '../../domain/sending.ts'
import type { DueMoment, Sweep } from './sweep.ts'

/**
 * Writes the reminders of a moment into the ledger. A marker says that the group's rows have it; rows that changed
 * since the last sweep are looked at by themselves, whatever the marker says. A date that was set after the moment
 * has its moment behind it.
 * @returns how many were written
 */
export async function createDueReminders(
  tx: Tx,
  sweep: Sweep,
  due: DueMoment,
  swept: boolean,
): Promise<number> {
  const { campaignId, asOf } = sweep
  let created = 0
  if (!swept) {
    created = await insert(tx, sweep, due, due.slot, sql`o.swept_version = o.due_version`)
    await insertMarker(tx, campaignId, due.group, due.moment, { at: asOf, created })
    if (created > 0) await askForSlot(tx, due.slot)
  }
  const catchUpSlot = swept ? nextSlot(sweep.time.calendar, sweep.time.sending, asOf) : due.slot
  const changed = await insert(tx, sweep, due, catchUpSlot, sql`o.swept_version <> o.due_version`)
  if (changed > 0) await askForSlot(tx, catchUpSlot)
  if (created + changed > 0)
    await tx.insertInto('outbox').values({ target: 'delivery', target_id: 0 }).execute()
  return created + changed
}

async function insert(
  tx: Tx,
  sweep: Sweep,
  due: DueMoment,
  slot: Date,
  which: RawBuilder<unknown>,
): Promise<number> {
  const result = await sql`
    insert into reminder (obligation_id, campaign_id, unit_id, due_version, due_on, step, nth, slot, created_at)
    select o.id, o.campaign_id, o.unit_id, o.due_version, o.due_on, ${due.moment.step}, ${due.moment.nth}, ${slot}, ${sweep.asOf}
    from obligation o
    where ${inGroup(sweep.campaignId, due.group)} and ${which} and o.armed_at < ${due.moment.at}`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}
