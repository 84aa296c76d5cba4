import { sql } from 'kysely'
import { addWorkingMinutes, workingMinutesBetween, type WorkingCalendar } from '../../domain/calendar.ts'
import { Problem } from '../../domain/problem.ts'
import { nextSlot } from '../../domain/sending.ts'
import type { Instant } from '../../domain/time.ts'
import { askForSlot } from '../../db/queries/dueGroups.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { requireReason, type Op } from '../perform.ts'
import { nudge, nudgeDelivery, record } from '../record.ts'
import { lockCampaign } from './lockCampaign.ts'

/**
 * Stops claims and waits, not dues or lateness: nothing is mailed and nothing climbs until it is resumed.
 * What remains of each wait, in working minutes, is kept with its item.
 * @throws Problem not-allowed, not-found, campaign-ended, campaign-paused, reason-needed
 */
export async function pauseCampaign(op: Op, input: { campaignId: number; reason: string }): Promise<void> {
  const reason = requireReason(input.reason)
  const campaign = await lockCampaign(op, input.campaignId)
  if (campaign.paused_at !== null) throw new Problem('campaign-paused')
  const { calendar } = await loadWorkingTime(op.tx, campaign.zone)
  await op.tx.updateTable('campaign').set({ paused_at: op.asOf }).where('id', '=', campaign.id).execute()
  for (const wait of await distinctWaits(op, campaign.id)) {
    await op.tx
      .updateTable('docket_item')
      .set({
        wait_from: op.asOf,
        wait_minutes: Math.ceil(workingMinutesBetween(calendar, op.asOf, wait)),
        wait_ends_at: wait,
      })
      .where('campaign_id', '=', campaign.id)
      .where('state', '=', 'undecided')
      .where('wait_ends_at', '=', wait)
      .execute()
  }
  await nudge(op.tx, 'campaign', campaign.id)
  await record(op, {
    operation: 'pause-campaign',
    unitId: campaign.issuer_id,
    campaignId: campaign.id,
    subject: 'campaign',
    subjectId: campaign.id,
    reason,
  })
}

/**
 * Goes on: each wait gets its remaining working time back, and what was missed or held meanwhile is caught up once.
 * @throws Problem not-allowed, not-found, campaign-ended, campaign-not-paused
 */
export async function resumeCampaign(op: Op, input: { campaignId: number }): Promise<void> {
  const campaign = await lockCampaign(op, input.campaignId)
  if (campaign.paused_at === null) throw new Problem('campaign-not-paused')
  const { calendar, sending } = await loadWorkingTime(op.tx, campaign.zone)
  await op.tx.updateTable('campaign').set({ paused_at: null }).where('id', '=', campaign.id).execute()
  const remaining = await op.tx
    .selectFrom('docket_item')
    .select('wait_minutes')
    .distinct()
    .where('campaign_id', '=', campaign.id)
    .where('state', '=', 'undecided')
    .where('wait_ends_at', 'is not', null)
    .execute()
  for (const { wait_minutes } of remaining) {
    await op.tx
      .updateTable('docket_item')
      .set({ wait_from: op.asOf, wait_ends_at: addWorkingMinutes(calendar, op.asOf, wait_minutes) })
      .where('campaign_id', '=', campaign.id)
      .where('state', '=', 'undecided')
      .where('wait_ends_at', 'is not', null)
      .where('wait_minutes', '=', wait_minutes)
      .execute()
  }
  await prolongAcknowledgements(op, campaign.id, campaign.paused_at, calendar)
  await sendWhatWasHeld(op, campaign.id, campaign.paused_at, nextSlot(calendar, sending, op.asOf))
  await nudge(op.tx, 'campaign', campaign.id)
  await nudge(op.tx, 'docket', ...(await openDockets(op, campaign.id)))
  await nudgeDelivery(op.tx)
  await record(op, {
    operation: 'resume-campaign',
    unitId: campaign.issuer_id,
    campaignId: campaign.id,
    subject: 'campaign',
    subjectId: campaign.id,
  })
}

/** What was left of an acknowledgement when the campaign was paused is left of it still. */
async function prolongAcknowledgements(
  op: Op,
  campaignId: number,
  pausedAt: Instant,
  calendar: WorkingCalendar,
): Promise<void> {
  const rows = await op.tx
    .selectFrom('docket_item')
    .select('acknowledgement_ends_at as end')
    .distinct()
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'undecided')
    .where('acknowledgement_ends_at', '>', pausedAt)
    .execute()
  for (const { end } of rows) {
    if (end === null) continue
    const left = workingMinutesBetween(calendar, pausedAt, end)
    await op.tx
      .updateTable('docket_item')
      .set({
        acknowledgement_from: op.asOf,
        acknowledgement_minutes: left,
        acknowledgement_ends_at: addWorkingMinutes(calendar, op.asOf, left),
      })
      .where('campaign_id', '=', campaignId)
      .where('state', '=', 'undecided')
      .where('acknowledgement_ends_at', '=', end)
      .execute()
  }
}

/**
 * Reminders and new docket items whose mails were due in the pause, or were claimed in it, were not told of: they go in
 * the next slot, together with what the next sweep finds.
 */
async function sendWhatWasHeld(op: Op, campaignId: number, pausedAt: Instant, slot: Instant): Promise<void> {
  const reminders = await sql`
    update reminder r set slot = ${slot}
    from obligation o
    where o.id = r.obligation_id and r.campaign_id = ${campaignId} and r.slot < ${slot}
      and o.state in ('expected', 'returned') and o.due_version = r.due_version
      and (r.slot >= ${pausedAt} or exists (
        select from message m where m.kind = 'reminder' and m.unit_id = r.unit_id and m.slot = r.slot
          and m.finished_at >= ${pausedAt}))`.execute(op.tx)
  const items = await sql`
    update docket_item i set notify_slot = ${slot}
    where i.campaign_id = ${campaignId} and i.state = 'undecided' and i.notify_slot < ${slot}
      and (i.notify_slot >= ${pausedAt} or exists (
        select from message m join account a on a.id = m.account_id
        where m.kind = 'docket' and a.unit_id = i.holder_unit_id and a.role = i.holder_role and m.slot = i.notify_slot
          and m.finished_at >= ${pausedAt}))`.execute(op.tx)
  if (reminders.numAffectedRows || items.numAffectedRows) await askForSlot(op.tx, slot)
}

async function distinctWaits(op: Op, campaignId: number): Promise<Date[]> {
  const rows = await op.tx
    .selectFrom('docket_item')
    .select('wait_ends_at')
    .distinct()
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'undecided')
    .execute()
  return rows.flatMap(({ wait_ends_at }) => (wait_ends_at === null ? [] : [wait_ends_at]))
}

/** The dockets of a campaign that still wait for something. */
export async function openDockets(op: Op, campaignId: number): Promise<number[]> {
  const rows = await op.tx
    .selectFrom('docket')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('closed_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}
