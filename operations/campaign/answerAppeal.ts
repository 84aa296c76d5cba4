import { z } from 'zod'
import { dateField } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { requireReason, type Op } from '../perform.ts'
import { nudgeDelivery, record } from '../record.ts'
import { waiveObligation } from '../obligation/waive.ts'
import { messageContacts } from '../unit/messageContacts.ts'
import { withdrawUnits } from './addUnits.ts'
import { extendMilestone } from './extendMilestone.ts'
import { lockCampaign } from './lockCampaign.ts'

const appealId = z.number().int().positive()
const reason = z.string().trim().max(2000)

export const appealAnswerSchema = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('extended'), appealId, reason, dueOn: dateField }),
  z.strictObject({ answer: z.literal('waived'), appealId, reason }),
  z.strictObject({ answer: z.literal('withdrawn'), appealId, reason }),
  z.strictObject({ answer: z.literal('declined'), appealId, reason }),
])
export type AppealAnswer = z.infer<typeof appealAnswerSchema>

/**
 * A coordinator answers what a unit has said. Granting it is extending, waiving or withdrawing as ever, mail included;
 * declining leaves all as it is and is mailed with its reason.
 * @throws Problem not-allowed, not-found, reason-needed, appeal-answered, campaign-ended, and those of what is granted
 */
export async function answerAppeal(op: Op, input: AppealAnswer): Promise<void> {
  const why = requireReason(input.reason)
  const found = await op.tx
    .selectFrom('appeal')
    .selectAll()
    .where('id', '=', input.appealId)
    .executeTakeFirst()
  if (found === undefined) throw new Problem('not-found')
  await lockCampaign(op, found.campaign_id)
  await takeEffect(op, found, input)
  const answered = await op.tx
    .updateTable('appeal')
    .set({
      answer: input.answer,
      answer_reason: why,
      answered_at: op.asOf,
      answered_by: op.actor.kind === 'account' ? op.actor.accountId : null,
    })
    .where('id', '=', found.id)
    .where('answered_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (answered === undefined) throw new Problem('appeal-answered')
  await record(op, {
    operation: 'answer-appeal',
    unitId: found.unit_id,
    campaignId: found.campaign_id,
    subject: 'appeal',
    subjectId: found.id,
    reason: why,
    detail: { answer: input.answer },
  })
}

interface Found {
  campaign_id: number
  unit_id: number
  obligation_id: number | null
}

async function takeEffect(op: Op, found: Found, input: AppealAnswer): Promise<void> {
  const { campaign_id: campaignId, unit_id: unitId } = found
  switch (input.answer) {
    case 'extended':
      await extendMilestone(op, {
        campaignId,
        milestoneId: await milestoneOf(op, found),
        unitIds: [unitId],
        dueOn: input.dueOn,
        reason: input.reason,
      })
      return
    case 'waived':
      return waiveObligation(op, { obligationId: found.obligation_id ?? 0, reason: input.reason })
    case 'withdrawn':
      await withdrawUnits(op, { campaignId, unitIds: [unitId], reason: input.reason })
      return
    case 'declined':
      return decline(op, found, input.reason)
  }
}

/** null: to acknowledge. @throws Problem not-found, of one that is about no obligation */
async function milestoneOf(op: Op, { obligation_id }: Found): Promise<number | null> {
  const row = await op.tx
    .selectFrom('obligation')
    .select('milestone_id')
    .where('id', '=', obligation_id ?? 0)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  return row.milestone_id
}

async function decline(op: Op, found: Found, text: string): Promise<void> {
  const obligations = await op.tx
    .selectFrom('obligation')
    .select(['id', 'due_on'])
    .where('campaign_id', '=', found.campaign_id)
    .where('unit_id', '=', found.unit_id)
    .where('state', 'in', ['expected', 'returned'])
    .$if(found.obligation_id !== null, (query) => query.where('id', '=', found.obligation_id))
    .orderBy('due_on')
    .limit(1)
    .execute()
  await messageContacts(op, {
    kind: 'changed',
    obligationIds: obligations.map(({ id }) => id),
    facts: { change: 'declined', reason: text },
    sendAt: op.asOf,
  })
  await nudgeDelivery(op.tx)
}
