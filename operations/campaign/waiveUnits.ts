import { sql } from 'kysely'
import { Problem } from '../../domain/problem.ts'
import { waiveObligations } from '../obligation/waive.ts'
import { requireReason, type Op } from '../perform.ts'
import { nudge, nudgeDelivery, record } from '../record.ts'
import { messageContacts } from '../unit/messageContacts.ts'
import { settleItems } from '../unit/openObligation.ts'
import { lockCampaign } from './lockCampaign.ts'

export interface WaiveUnits {
  campaignId: number
  /** null: the acknowledgement. */
  milestoneId: number | null
  unitIds: number[]
  reason: string
}

/**
 * Lets many units off one duty. Those that have done it, or never owed it, stay as they are.
 * @throws Problem not-allowed, not-found, campaign-ended, campaign-still-issuing, reason-needed, nothing-selected
 */
export async function waiveUnits(op: Op, input: WaiveUnits): Promise<{ unitIds: number[] }> {
  const reason = requireReason(input.reason)
  const campaign = await lockCampaign(op, input.campaignId)
  if (campaign.state === 'issuing') throw new Problem('campaign-still-issuing')
  const owed = await op.tx
    .selectFrom('obligation')
    .select(['id', 'unit_id'])
    .where('campaign_id', '=', campaign.id)
    .where('milestone_id', 'is not distinct from', input.milestoneId)
    .where('unit_id', '=', sql<number>`any(${input.unitIds}::integer[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  const waived = new Set(
    await waiveObligations(
      op,
      owed.map(({ id }) => id),
    ),
  )
  if (waived.size === 0) throw new Problem('nothing-selected')
  await nudge(op.tx, 'docket', ...(await settleItems(op, [...waived], 'waived')))
  await messageContacts(op, {
    kind: 'changed',
    obligationIds: [...waived],
    facts: { change: 'waived', reason },
    sendAt: op.asOf,
  })
  await nudgeDelivery(op.tx)
  const unitIds = owed.filter(({ id }) => waived.has(id)).map(({ unit_id }) => unit_id)
  await record(op, {
    operation: 'waive-units',
    unitId: campaign.issuer_id,
    campaignId: campaign.id,
    subject: 'milestone',
    subjectId: input.milestoneId,
    reason,
    detail: { unitIds },
  })
  return { unitIds }
}
