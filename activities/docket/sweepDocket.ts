import { sql } from 'kysely'
import { inTransaction, type Db, type Tx } from '../../db/connection.ts'
import { askForSlot } from '../../db/queries/dueGroups.ts'
import { loadWorkingTime, type WorkingTime } from '../../db/queries/workingTime.ts'
import { addWorkingMinutes } from '../../domain/calendar.ts'
import { nextSlot } from '../../domain/sending.ts'
import type { Instant } from '../../domain/time.ts'
import type { DocketLook } from '../looks.ts'
import { recordSweep } from '../recordSweep.ts'
import { climb } from './climb.ts'

/**
 * Everything that is due in a docket as of an instant: waits that follow a changed calendar, acknowledgements that
 * nothing followed, items that climb. A docket without undecided items is closed; one that joins opens it again.
 */
export async function sweepDocket(db: Db, docketId: number, asOf: Instant): Promise<DocketLook> {
  return inTransaction(db, 'sweep-docket', async (tx) => {
    await lockCampaignOf(tx, docketId)
    const docket = await tx
      .selectFrom('docket as d')
      .innerJoin('campaign as c', 'c.id', 'd.campaign_id')
      .select(['d.id', 'c.id as campaignId', 'c.state', 'c.zone', 'c.paused_at'])
      .where('d.id', '=', docketId)
      .forNoKeyUpdate('d')
      .executeTakeFirstOrThrow()
    if (docket.state === 'closed' || docket.state === 'cancelled') return { ...nothing, stage: 'closed' }
    if (docket.paused_at !== null)
      return { ...nothing, stage: 'paused', undecided: await undecidedIn(tx, docketId) }
    const time = await loadWorkingTime(tx, docket.zone)
    await waitsFollowCalendar(tx, docketId, time)
    await acknowledgementsFollowCalendar(tx, docketId, time)
    const woken = await wake(tx, docketId, asOf, nextSlot(time.calendar, time.sending, asOf))
    const climbed = await climb(tx, docketId, asOf, time)
    if (woken + climbed > 0) await askForMail(tx, nextSlot(time.calendar, time.sending, asOf))
    if (woken + climbed > 0) {
      const { campaignId } = docket
      await recordSweep(tx, {
        operation: 'sweep-docket',
        campaignId,
        at: asOf,
        detail: { docketId, climbed, woken },
      })
    }
    return closeOrWait(tx, docketId, asOf, climbed)
  })
}

/** Campaigns are locked before their items; what is recorded of a docket would lock it in any case. */
async function lockCampaignOf(tx: Tx, docketId: number): Promise<void> {
  await tx
    .selectFrom('docket as d')
    .innerJoin('campaign as c', 'c.id', 'd.campaign_id')
    .select('c.id')
    .where('d.id', '=', docketId)
    .forKeyShare('c')
    .execute()
}

const nothing = { nextInMs: null, undecided: 0, climbed: 0 }

/** A wait runs in working time from where it began: when the holiday table changes, so does its end. */
async function waitsFollowCalendar(tx: Tx, docketId: number, time: WorkingTime): Promise<void> {
  const waits = await tx
    .selectFrom('docket_item')
    .select(['wait_from', 'wait_minutes', 'wait_ends_at'])
    .distinct()
    .where('docket_id', '=', docketId)
    .where('state', '=', 'undecided')
    .where('wait_ends_at', 'is not', null)
    .execute()
  for (const wait of waits) {
    const end = addWorkingMinutes(time.calendar, wait.wait_from, wait.wait_minutes)
    if (end.getTime() === wait.wait_ends_at?.getTime()) continue
    await tx
      .updateTable('docket_item')
      .set({ wait_ends_at: end })
      .where('docket_id', '=', docketId)
      .where('state', '=', 'undecided')
      .where('wait_from', '=', wait.wait_from)
      .where('wait_minutes', '=', wait.wait_minutes)
      .where('wait_ends_at', 'is not', null)
      .execute()
  }
}

/** So does what is left of an acknowledgement. */
async function acknowledgementsFollowCalendar(tx: Tx, docketId: number, time: WorkingTime): Promise<void> {
  const running = await tx
    .selectFrom('docket_item')
    .select([
      'acknowledgement_from as from',
      'acknowledgement_minutes as minutes',
      'acknowledgement_ends_at as end',
    ])
    .distinct()
    .where('docket_id', '=', docketId)
    .where('state', '=', 'undecided')
    .where('acknowledgement_ends_at', 'is not', null)
    .execute()
  for (const { from, minutes, end } of running) {
    if (from === null || minutes === null) continue
    const moved = addWorkingMinutes(time.calendar, from, minutes)
    if (moved.getTime() === end?.getTime()) continue
    await tx
      .updateTable('docket_item')
      .set({ acknowledgement_ends_at: moved })
      .where('docket_id', '=', docketId)
      .where('state', '=', 'undecided')
      .where('acknowledgement_ends_at', '=', end)
      .execute()
  }
}

/** Acknowledgements that no decision followed lapse, snoozed items come back; their holder hears of them again. */
async function wake(tx: Tx, docketId: number, asOf: Instant, slot: Instant): Promise<number> {
  const result = await sql`
    update docket_item set
      acknowledged_at = case when acknowledgement_ends_at <= ${asOf} then null else acknowledged_at end,
      acknowledged_by = case when acknowledgement_ends_at <= ${asOf} then null else acknowledged_by end,
      acknowledgement_ends_at = case when acknowledgement_ends_at <= ${asOf} then null else acknowledgement_ends_at end,
      snoozed_until = case when snoozed_until <= ${asOf} then null else snoozed_until end,
      notify_slot = ${slot}, version = version + 1
    where docket_id = ${docketId} and state = 'undecided'
      and (acknowledgement_ends_at <= ${asOf} or snoozed_until <= ${asOf})`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

async function askForMail(tx: Tx, slot: Instant): Promise<void> {
  await askForSlot(tx, slot)
  await tx.insertInto('outbox').values({ target: 'delivery', target_id: 0 }).execute()
}

async function undecidedIn(tx: Tx, docketId: number): Promise<number> {
  const { n } = await tx
    .selectFrom('docket_item')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('docket_id', '=', docketId)
    .where('state', '=', 'undecided')
    .executeTakeFirstOrThrow()
  return n
}

async function closeOrWait(tx: Tx, docketId: number, asOf: Instant, climbed: number): Promise<DocketLook> {
  const undecided = await undecidedIn(tx, docketId)
  const { rows } = await sql<{ next: Date | null }>`
    select min(least(greatest(wait_ends_at, acknowledgement_ends_at), acknowledgement_ends_at, snoozed_until)) as next
    from docket_item where docket_id = ${docketId} and state = 'undecided'`.execute(tx)
  const next = rows[0]?.next ?? null
  await tx
    .updateTable('docket')
    .set({ closed_at: undecided === 0 ? asOf : null, next_moment_at: next })
    .where('id', '=', docketId)
    .execute()
  const nextInMs = next === null ? null : Math.max(0, next.getTime() - asOf.getTime())
  return { stage: undecided === 0 ? 'closed' : 'open', nextInMs, undecided, climbed }
}
