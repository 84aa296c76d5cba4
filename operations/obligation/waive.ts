import { sql } from 'kysely'
import type { Op } from '../perform.ts'
import { nudge, nudgeDelivery, record } from '../record.ts'
import { requireReason, requireRole } from '../perform.ts'
import { Problem } from '../../domain/problem.ts'
import { requireIssuer } from '../campaign/requireIssuer.ts'
import { lockObligation, openCampaign, settleItems } from '../unit/openObligation.ts'
import { messageContacts } from '../unit/messageContacts.ts'

/**
 * Lets obligations off that nothing is owed for any more. What is done or ended stays as it is.
 * @returns the obligations that were waived
 */
export async function waiveObligations(op: Op, obligationIds: number[]): Promise<number[]> {
  const waived = await op.tx
    .updateTable('obligation')
    .set((eb) => ({ state: 'waived', version: eb('version', '+', 1) }))
    .where('id', '=', sql<number>`any(${obligationIds}::bigint[])`)
    .where('state', 'in', ['expected', 'returned'])
    .returning('id')
    .execute()
  return waived.map(({ id }) => id)
}

/**
 * A coordinator lets one unit off, with a reason that is kept and mailed.
 * @throws Problem not-allowed, not-found, reason-needed, campaign-ended, obligation-ended
 */
export async function waiveObligation(
  op: Op,
  input: { obligationId: number; reason: string },
): Promise<void> {
  requireRole(op, 'coordinator', 'administrator')
  const reason = requireReason(input.reason)
  const obligation = await lockObligation(op, input.obligationId)
  await requireIssuer(op, [obligation.campaign_id])
  await openCampaign(op, obligation.campaign_id)
  const waived = await waiveObligations(op, [obligation.id])
  if (waived.length === 0) throw new Problem('obligation-ended')
  const dockets = await settleItems(op, waived, 'waived')
  await nudge(op.tx, 'docket', ...dockets)
  await messageContacts(op, {
    kind: 'changed',
    obligationIds: waived,
    facts: { change: 'waived', reason },
    sendAt: op.asOf,
  })
  await nudgeDelivery(op.tx)
  await record(op, {
    operation: 'waive',
    unitId: obligation.unit_id,
    campaignId: obligation.campaign_id,
    subject: 'obligation',
    subjectId: obligation.id,
    reason,
  })
}
