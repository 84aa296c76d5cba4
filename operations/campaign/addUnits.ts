import { sql } from 'kysely'
import { insertAssignments } from '../../db/queries/assignments.ts'
import { Problem } from '../../domain/problem.ts'
import { requireReason, type Op } from '../perform.ts'
import { nudge, nudgeDelivery, record } from '../record.ts'
import { messageContacts } from '../unit/messageContacts.ts'
import { settleItems } from '../unit/openObligation.ts'
import { requireOpenUnits } from '../tree/openUnit.ts'
import { lockCampaign } from './lockCampaign.ts'
import { reinstateUnits } from './reinstateUnits.ts'

export interface ChangeUnits {
  campaignId: number
  unitIds: number[]
  reason: string
}

/**
 * Gives the notice to units that were not among its recipients (an heir of a merged unit, say), or from which it had
 * been taken back.
 * @throws Problem not-allowed, not-found, campaign-ended, unit-unknown, unit-already-assigned, reason-needed
 */
export async function addUnits(op: Op, input: ChangeUnits): Promise<void> {
  const reason = requireReason(input.reason)
  const campaign = await lockCampaign(op, input.campaignId)
  if (campaign.state === 'issuing') throw new Problem('campaign-still-issuing')
  await requireOpenUnits(op, input.unitIds, 'unit-unknown')
  const added = await insertAssignments(op.tx, { ...input, asOf: op.asOf, sendAt: op.asOf, swept: false })
  const back = await reinstateUnits(op, campaign.id, input.unitIds)
  if (added + back === 0) throw new Problem('unit-already-assigned')
  await op.tx
    .updateTable('campaign')
    .set((eb) => ({ audience_size: eb('audience_size', '+', added), version: eb('version', '+', 1) }))
    .where('id', '=', campaign.id)
    .execute()
  await nudge(op.tx, 'campaign', campaign.id)
  await nudgeDelivery(op.tx)
  await record(op, {
    operation: 'add-units',
    unitId: campaign.issuer_id,
    campaignId: campaign.id,
    subject: 'campaign',
    subjectId: campaign.id,
    reason,
    detail: { unitIds: input.unitIds },
  })
}

/**
 * Takes the notice back from units: they owe nothing more, and what they reported stays on record.
 * @throws Problem not-allowed, not-found, campaign-ended, unit-not-assigned, reason-needed
 */
export async function withdrawUnits(op: Op, input: ChangeUnits): Promise<{ unitIds: number[] }> {
  const reason = requireReason(input.reason)
  const campaign = await lockCampaign(op, input.campaignId)
  if (campaign.state === 'issuing') throw new Problem('campaign-still-issuing')
  const withdrawn = await withdrawAssignments(op, campaign.id, input.unitIds, reason)
  if (withdrawn.length === 0) throw new Problem('unit-not-assigned')
  await record(op, {
    operation: 'withdraw-units',
    unitId: campaign.issuer_id,
    campaignId: campaign.id,
    subject: 'campaign',
    subjectId: campaign.id,
    reason,
    detail: { unitIds: withdrawn },
  })
  return { unitIds: withdrawn }
}

/** Ends the open obligations of assignments; also what closing a unit does to its campaigns. @returns the units withdrawn */
export async function withdrawAssignments(
  op: Op,
  campaignId: number,
  unitIds: number[],
  reason: string,
): Promise<number[]> {
  const assignments = await op.tx
    .updateTable('assignment')
    .set({ state: 'withdrawn' })
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', sql<number>`any(${unitIds}::integer[])`)
    .where('state', '=', 'active')
    .returning(['id', 'unit_id'])
    .execute()
  if (assignments.length === 0) return []
  const ids = assignments.map(({ id }) => id)
  const ended = await op.tx
    .updateTable('obligation')
    .set((eb) => ({ state: 'withdrawn', version: eb('version', '+', 1) }))
    .where('assignment_id', '=', sql<number>`any(${ids}::bigint[])`)
    .where('state', 'in', ['expected', 'returned', 'submitted'])
    .returning(['id', 'unit_id'])
    .execute()
  const dockets = await settleItems(
    op,
    ended.map(({ id }) => id),
  )
  await nudge(op.tx, 'docket', ...dockets)
  await messageContacts(op, {
    kind: 'changed',
    obligationIds: firstPerUnit(ended),
    facts: { change: 'withdrawn', reason },
    sendAt: op.asOf,
  })
  await nudgeDelivery(op.tx)
  return assignments.map(({ unit_id }) => unit_id)
}

/** One mail for a unit that leaves, not one for each thing that it owed. */
function firstPerUnit(ended: { id: number; unit_id: number }[]): number[] {
  return [...new Map(ended.map(({ id, unit_id }) => [unit_id, id])).values()]
}
