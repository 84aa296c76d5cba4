import { sql } from 'kysely'
import { Problem } from '../../domain/problem.ts'
import type { LocalDate } from '../../domain/time.ts'
import { requireReason, type Op } from '../perform.ts'
import { nudge, nudgeDelivery, record } from '../record.ts'
import { nudgeIfSooner } from '../obligation/nudgeIfSooner.ts'
import { extendObligations, requireFutureDue } from '../obligation/extend.ts'
import { messageContacts } from '../unit/messageContacts.ts'
import { settleItems, type Campaign } from '../unit/openObligation.ts'
import { lockCampaign } from './lockCampaign.ts'

export interface ExtendMilestone {
  campaignId: number
  /** null: the acknowledgement's due date. */
  milestoneId: number | null
  /** null: all units of the campaign. */
  unitIds: number[] | null
  dueOn: LocalDate
  reason: string
}

/**
 * Moves a due date for all or for some units: one statement and one nudge.
 * @returns how many obligations moved, and whose
 * @throws Problem not-allowed, not-found, campaign-ended, campaign-still-issuing, reason-needed, due-in-past, extension-not-later
 */
export async function extendMilestone(
  op: Op,
  input: ExtendMilestone,
): Promise<{ moved: number; unitIds: number[] }> {
  const reason = requireReason(input.reason)
  const campaign = await lockCampaign(op, input.campaignId)
  if (campaign.state === 'issuing') throw new Problem('campaign-still-issuing')
  requireFutureDue(op, campaign, input.dueOn)
  const wanted = await obligationsOf(op, campaign, input)
  if (wanted.length === 0) throw new Problem('nothing-selected')
  const moved = await extendObligations(op, campaign, wanted, input.dueOn)
  if (moved.length === 0) {
    throw new Problem('extension-not-later', { date: input.dueOn }, [
      { field: 'dueOn', code: 'extension-not-later' },
    ])
  }
  await endItems(op, moved)
  await messageContacts(op, {
    kind: 'changed',
    obligationIds: moved,
    facts: { change: 'extended', reason, dueOn: input.dueOn },
    sendAt: op.asOf,
  })
  await nudgeIfSooner(op, campaign, moved)
  await nudgeDelivery(op.tx)
  await record(op, {
    operation: 'extend-milestone',
    unitId: campaign.issuer_id,
    campaignId: campaign.id,
    subject: 'milestone',
    subjectId: input.milestoneId,
    reason,
    detail: { dueOn: input.dueOn, moved: moved.length, all: input.unitIds === null },
  })
  return { moved: moved.length, unitIds: await unitsOf(op, moved) }
}

async function unitsOf(op: Op, obligationIds: number[]): Promise<number[]> {
  const rows = await op.tx
    .selectFrom('obligation')
    .select('unit_id')
    .where('id', '=', sql<number>`any(${obligationIds}::bigint[])`)
    .execute()
  return rows.map(({ unit_id }) => unit_id)
}

/** An item whose obligation got a later date leaves its docket. */
async function endItems(op: Op, obligationIds: number[]): Promise<void> {
  await nudge(op.tx, 'docket', ...(await settleItems(op, obligationIds, 'extended')))
}

async function obligationsOf(op: Op, campaign: Campaign, input: ExtendMilestone): Promise<number[]> {
  const rows = await op.tx
    .selectFrom('obligation')
    .select('id')
    .where('campaign_id', '=', campaign.id)
    .where('duty', '=', input.milestoneId === null ? 'acknowledge' : 'report')
    .$if(input.milestoneId !== null, (query) => query.where('milestone_id', '=', input.milestoneId))
    .$if(input.unitIds !== null, (query) =>
      query.where('unit_id', '=', sql<number>`any(${input.unitIds ?? []}::integer[])`),
    )
    .where('due_on', 'is not', null)
    .execute()
  return rows.map(({ id }) => id)
}
