import { sql } from 'kysely'
import { instantAt, dateIn } from '../../domain/time.ts'
import { Problem } from '../../domain/problem.ts'
import { requireReason, type Op } from '../perform.ts'
import { nudgeDelivery, record } from '../record.ts'
import { messageContacts } from '../unit/messageContacts.ts'
import { lockCampaign } from './lockCampaign.ts'

export interface ChaseUnits {
  campaignId: number
  /** null: the acknowledgement. */
  milestoneId: number | null
  /** null: all that are outstanding. */
  unitIds: number[] | null
  reason: string
}

/**
 * A letter by hand to those who have not answered. Units that were written to today already are left out.
 * @throws Problem not-allowed, not-found, campaign-ended, campaign-paused, reason-needed, nothing-selected
 */
export async function chaseUnits(op: Op, input: ChaseUnits): Promise<{ mails: number }> {
  const reason = requireReason(input.reason)
  const campaign = await lockCampaign(op, input.campaignId)
  if (campaign.paused_at !== null) throw new Problem('campaign-paused')
  const today = instantAt(dateIn(campaign.zone, op.asOf), '00:00', campaign.zone)
  const outstanding = await op.tx
    .selectFrom('obligation as o')
    .select('o.id')
    .where('o.campaign_id', '=', campaign.id)
    .where('o.duty', '=', input.milestoneId === null ? 'acknowledge' : 'report')
    .$if(input.milestoneId !== null, (query) => query.where('o.milestone_id', '=', input.milestoneId))
    .$if(input.unitIds !== null, (query) =>
      query.where('o.unit_id', '=', sql<number>`any(${input.unitIds ?? []}::integer[])`),
    )
    .where('o.state', 'in', ['expected', 'returned'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('message as m')
            .select('m.id')
            .whereRef('m.unit_id', '=', 'o.unit_id')
            .where('m.kind', 'in', ['reminder', 'urge'])
            .where('m.state', '<>', 'cancelled')
            .where('m.created_at', '>=', today),
        ),
      ),
    )
    .execute()
  if (outstanding.length === 0) throw new Problem('nothing-selected')
  const mails = await messageContacts(op, {
    kind: 'urge',
    obligationIds: outstanding.map(({ id }) => id),
    facts: { reason },
    sendAt: op.asOf,
  })
  await nudgeDelivery(op.tx)
  await record(op, {
    operation: 'chase-units',
    unitId: campaign.issuer_id,
    campaignId: campaign.id,
    subject: 'milestone',
    subjectId: input.milestoneId,
    reason,
    detail: { mails },
  })
  return { mails }
}
