import { z } from 'zod'
import { nextObligationState } from '../../domain/obligation.ts'
import { Problem } from '../../domain/problem.ts'
import { requireReason, type LinkActor, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { lockObligation, openCampaign } from './openObligation.ts'

const reason = z.string().trim().max(2000)

/** What a unit may say instead of reporting: that the notice is not for it, or that it cannot make one thing in time. */
export const appealSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('not_ours'), reason }),
  z.strictObject({ kind: z.literal('cannot'), reason, obligationId: z.number().int().positive() }),
])
export type Appeal = z.infer<typeof appealSchema>

/**
 * Lays a unit's reason before the issuer. The deadline stays as it is until somebody decides. Said again before that,
 * the new reason takes the place of the old one.
 * @throws Problem reason-needed, not-found, campaign-ended, obligation-ended, unit-not-assigned
 */
export async function appeal(op: Op<LinkActor>, input: Appeal): Promise<void> {
  const text = requireReason(input.reason)
  const { unitId, campaignId, contactId } = op.actor
  await openCampaign(op, campaignId)
  const about = input.kind === 'not_ours' ? await assigned(op) : await outstanding(op, input.obligationId)
  const said = { reason: text, contact_id: contactId, made_at: op.asOf }
  const changed = await op.tx
    .updateTable('appeal')
    .set(said)
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('obligation_id', 'is not distinct from', about.obligation_id)
    .where('due_version', 'is not distinct from', about.due_version)
    .where('answered_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  const { id } =
    changed ??
    (await op.tx
      .insertInto('appeal')
      .values({ ...said, ...about, campaign_id: campaignId, unit_id: unitId, kind: input.kind })
      .returning('id')
      .executeTakeFirstOrThrow())
  await record(op, {
    operation: `appeal-${input.kind}`,
    unitId,
    campaignId,
    subject: 'appeal',
    subjectId: id,
    reason: text,
  })
}

interface About {
  obligation_id: number | null
  due_version: number | null
}

/** Locks the assignment. */
async function assigned(op: Op<LinkActor>): Promise<About> {
  const row = await op.tx
    .selectFrom('assignment')
    .select('id')
    .where('campaign_id', '=', op.actor.campaignId)
    .where('unit_id', '=', op.actor.unitId)
    .where('state', '=', 'active')
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new Problem('unit-not-assigned')
  return { obligation_id: null, due_version: null }
}

async function outstanding(op: Op<LinkActor>, obligationId: number): Promise<About> {
  const obligation = await lockObligation(op, obligationId)
  const owed = obligation.state === 'expected' || obligation.state === 'returned'
  if (!owed || nextObligationState(obligation.state, 'submit', obligation.duty) === null)
    throw new Problem('obligation-ended')
  return { obligation_id: obligation.id, due_version: obligation.due_version }
}
