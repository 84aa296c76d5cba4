import { addWorkingMinutes, workingMinutesBetween } from '../../domain/calendar.ts'
import { Problem } from '../../domain/problem.ts'
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
        wait_minutes: workingMinutesBetween(calendar, op.asOf, wait),
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
 * Goes on: each wait gets its remaining working time back, and what was missed meanwhile is caught up once.
 * @throws Problem not-allowed, not-found, campaign-ended, campaign-not-paused
 */
export async function resumeCampaign(op: Op, input: { campaignId: number }): Promise<void> {
  const campaign = await lockCampaign(op, input.campaignId)
  if (campaign.paused_at === null) throw new Problem('campaign-not-paused')
  const { calendar } = await loadWorkingTime(op.tx, campaign.zone)
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
