import type { AcknowledgedVia } from '../../db/tables/obligation.ts'
import { Problem } from '../../domain/problem.ts'
import type { Op } from '../perform.ts'
import { nudge, record } from '../record.ts'
import { openCampaign, settleItems } from './openObligation.ts'

export interface Acknowledge {
  campaignId: number
  unitId: number
  /** How it came: by the unit's own link, or taken down by telephone or from paper by a person who signed in. */
  via: AcknowledgedVia
  note?: string
}

/**
 * A unit says that it has the notice. Said twice it is true once.
 * @returns when it was first acknowledged
 * @throws Problem unit-not-assigned, campaign-ended, not-allowed
 */
export async function acknowledge(op: Op, input: Acknowledge): Promise<Date> {
  if (
    op.actor.kind === 'link' &&
    (op.actor.campaignId !== input.campaignId || op.actor.unitId !== input.unitId)
  ) {
    throw new Problem('not-found')
  }
  await openCampaign(op, input.campaignId)
  await lockAcknowledgement(op, input)
  const assignment = await op.tx
    .selectFrom('assignment')
    .select(['id', 'acknowledged_at'])
    .where('campaign_id', '=', input.campaignId)
    .where('unit_id', '=', input.unitId)
    .where('state', '=', 'active')
    .forUpdate()
    .executeTakeFirst()
  if (assignment === undefined) throw new Problem('unit-not-assigned')
  if (assignment.acknowledged_at !== null) return assignment.acknowledged_at

  await markAcknowledged(op, assignment.id, input.via)
  await record(op, {
    operation: 'acknowledge',
    unitId: input.unitId,
    campaignId: input.campaignId,
    subject: 'assignment',
    subjectId: assignment.id,
    reason: input.note ?? null,
    detail: { via: input.via },
  })
  return op.asOf
}

/** Obligations are locked before their assignments. */
async function lockAcknowledgement(op: Op, { campaignId, unitId }: Acknowledge): Promise<void> {
  await op.tx
    .selectFrom('obligation')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('duty', '=', 'acknowledge')
    .forUpdate()
    .execute()
}

/** Writes the fact on the assignment and ends its obligation to acknowledge; a report implies it. */
export async function markAcknowledged(op: Op, assignmentId: number, via: AcknowledgedVia): Promise<void> {
  await op.tx
    .updateTable('assignment')
    .set({ acknowledged_at: op.asOf, acknowledged_via: via })
    .where('id', '=', assignmentId)
    .where('acknowledged_at', 'is', null)
    .execute()
  const ended = await op.tx
    .updateTable('obligation')
    .set((eb) => ({
      state: 'accepted',
      first_submitted_at: op.asOf,
      submitted_at: op.asOf,
      version: eb('version', '+', 1),
    }))
    .where('assignment_id', '=', assignmentId)
    .where('duty', '=', 'acknowledge')
    .where('state', '=', 'expected')
    .returning('id')
    .execute()
  const dockets = await settleItems(
    op,
    ended.map(({ id }) => id),
  )
  await nudge(op.tx, 'docket', ...dockets)
}
