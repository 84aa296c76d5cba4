import { DateTime } from 'luxon'
import { requireReason, type Op } from '../perform.ts'
import { nudge, nudgeDelivery, record } from '../record.ts'
import { messageContacts } from '../unit/messageContacts.ts'
import type { Campaign } from '../unit/openObligation.ts'
import { lockCampaign } from './lockCampaign.ts'
import { openDockets } from './pauseCampaign.ts'

/** A link shows what it led to for so many days after its campaign has ended. */
const LINK_DAYS_AFTER_END = 90

/**
 * Closes a campaign: what was not reported is missed, what is undecided is settled, what was not mailed is not mailed.
 * Its results are compiled by its workflow.
 * @throws Problem not-allowed, not-found, campaign-ended
 */
export async function closeCampaign(op: Op, input: { campaignId: number; reason: string }): Promise<void> {
  await end(op, input, 'closed')
}

/**
 * Calls a campaign off: nothing is owed any more. Units that had it are told.
 * @throws Problem not-allowed, not-found, campaign-ended, reason-needed
 */
export async function cancelCampaign(op: Op, input: { campaignId: number; reason: string }): Promise<void> {
  requireReason(input.reason)
  await end(op, input, 'cancelled')
}

async function end(
  op: Op,
  input: { campaignId: number; reason: string },
  state: 'closed' | 'cancelled',
): Promise<void> {
  const campaign = await lockCampaign(op, input.campaignId)
  const dockets = await openDockets(op, campaign.id)
  await endObligations(op, campaign, state)
  await endDockets(op, campaign)
  const told = state === 'cancelled' ? await unitsThatHadIt(op, campaign) : []
  await cancelMails(op, campaign)
  await messageContacts(op, {
    kind: 'changed',
    obligationIds: told,
    facts: { change: 'cancelled', reason: input.reason },
    sendAt: op.asOf,
  })
  await expireLinks(op, campaign)
  await op.tx
    .updateTable('campaign')
    .set((eb) => ({
      state,
      ended_at: op.asOf,
      paused_at: null,
      next_moment_at: null,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', campaign.id)
    .execute()
  await nudge(op.tx, 'campaign', campaign.id)
  await nudge(op.tx, 'docket', ...dockets)
  await nudgeDelivery(op.tx)
  await record(op, {
    operation: state === 'closed' ? 'close-campaign' : 'cancel-campaign',
    unitId: campaign.issuer_id,
    campaignId: campaign.id,
    subject: 'campaign',
    subjectId: campaign.id,
    reason: input.reason,
  })
}

/** One obligation of each unit whose issue mail has gone, or is going; to the others it is as if it had never been. */
async function unitsThatHadIt(op: Op, campaign: Campaign): Promise<number[]> {
  const rows = await op.tx
    .selectFrom('obligation as o')
    .innerJoin('assignment as a', 'a.id', 'o.assignment_id')
    .select(({ fn }) => fn.min('o.id').as('id'))
    .where('o.campaign_id', '=', campaign.id)
    .where('a.state', '=', 'active')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('message as m')
          .select('m.id')
          .whereRef('m.unit_id', '=', 'o.unit_id')
          .where('m.campaign_id', '=', campaign.id)
          .where('m.kind', '=', 'issue')
          .where('m.state', 'in', ['sent', 'sending', 'uncertain']),
      ),
    )
    .groupBy('o.unit_id')
    .execute()
  return rows.map(({ id }) => id)
}

async function endObligations(op: Op, campaign: Campaign, state: 'closed' | 'cancelled'): Promise<void> {
  await op.tx
    .updateTable('obligation')
    .set((eb) => ({ state: state === 'closed' ? 'missed' : 'withdrawn', version: eb('version', '+', 1) }))
    .where('campaign_id', '=', campaign.id)
    .where('state', 'in', ['expected', 'returned'])
    .execute()
}

async function endDockets(op: Op, campaign: Campaign): Promise<void> {
  await op.tx
    .updateTable('docket_item')
    .set((eb) => ({ state: 'settled', ended_at: op.asOf, version: eb('version', '+', 1) }))
    .where('campaign_id', '=', campaign.id)
    .where('state', '=', 'undecided')
    .execute()
  await op.tx
    .updateTable('docket')
    .set({ closed_at: op.asOf, next_moment_at: null })
    .where('campaign_id', '=', campaign.id)
    .where('closed_at', 'is', null)
    .execute()
}

/** Receipts still go: they answer what somebody did. A mail of several campaigns is looked at when it is claimed. */
async function cancelMails(op: Op, campaign: Campaign): Promise<void> {
  await op.tx
    .updateTable('message')
    .set({ state: 'cancelled', finished_at: op.asOf })
    .where('campaign_id', '=', campaign.id)
    .where('state', 'in', ['created', 'temporary_failure'])
    .where('kind', '<>', 'receipt')
    .execute()
}

async function expireLinks(op: Op, campaign: Campaign): Promise<void> {
  await op.tx
    .updateTable('link')
    .set({
      expires_at: DateTime.fromJSDate(op.asOf, { zone: 'utc' })
        .plus({ days: LINK_DAYS_AFTER_END })
        .toJSDate(),
    })
    .where('campaign_id', '=', campaign.id)
    .where('expires_at', 'is', null)
    .execute()
}
