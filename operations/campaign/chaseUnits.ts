import { sql } from 'kysely'
import { dateIn, instantAt, type Instant } from '../../domain/time.ts'
import { Problem } from '../../domain/problem.ts'
import { requireReason, type Op } from '../perform.ts'
import { nudgeDelivery, record } from '../record.ts'
import { messageContacts } from '../unit/messageContacts.ts'
import type { Campaign } from '../unit/openObligation.ts'
import { lockCampaign } from './lockCampaign.ts'

export interface ChaseUnits {
  campaignId: number
  /** null: the acknowledgement. */
  milestoneId: number | null
  /** null: all that are outstanding. */
  unitIds: number[] | null
  reason: string
}

export interface Chased {
  unitIds: number[]
  mails: number
  /** Left out: units that were written to today already. */
  remindedToday: number[]
  /** By this time the chase is known to whoever takes it back. */
  chasedAt: Instant
}

/** Its mails wait so long, so that a chase can be taken back. */
export const TAKE_BACK_SECONDS = 60

/**
 * A letter by hand to those who have not answered. Units that were written to today already are left out.
 * @throws Problem not-allowed, not-found, campaign-ended, campaign-paused, reason-needed, nothing-selected
 */
export async function chaseUnits(op: Op, input: ChaseUnits): Promise<Chased> {
  const reason = requireReason(input.reason)
  const campaign = await lockCampaign(op, input.campaignId)
  if (campaign.paused_at !== null) throw new Problem('campaign-paused')
  const outstanding = await outstandingOf(op, campaign, input)
  const chased = outstanding.filter(({ reminded }) => !reminded)
  if (chased.length === 0) throw new Problem('nothing-selected')
  const mails = await messageContacts(op, {
    kind: 'urge',
    obligationIds: chased.map(({ id }) => id),
    facts: { reason },
    sendAt: new Date(op.asOf.getTime() + TAKE_BACK_SECONDS * 1000),
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
  return {
    unitIds: chased.map(({ unitId }) => unitId),
    mails,
    remindedToday: outstanding.filter(({ reminded }) => reminded).map(({ unitId }) => unitId),
    chasedAt: op.asOf,
  }
}

interface Outstanding {
  id: number
  unitId: number
  reminded: boolean
}

async function outstandingOf(op: Op, campaign: Campaign, input: ChaseUnits): Promise<Outstanding[]> {
  const today = instantAt(dateIn(campaign.zone, op.asOf), '00:00', campaign.zone)
  return op.tx
    .selectFrom('obligation as o')
    .select(['o.id', 'o.unit_id as unitId'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('message as m')
          .select('m.id')
          .whereRef('m.unit_id', '=', 'o.unit_id')
          .where('m.kind', 'in', ['reminder', 'urge'])
          .where('m.state', '<>', 'cancelled')
          .where('m.created_at', '>=', today),
      )
        .$castTo<boolean>()
        .as('reminded'),
    )
    .where('o.campaign_id', '=', campaign.id)
    .where('o.duty', '=', input.milestoneId === null ? 'acknowledge' : 'report')
    .$if(input.milestoneId !== null, (query) => query.where('o.milestone_id', '=', input.milestoneId))
    .$if(input.unitIds !== null, (query) =>
      query.where('o.unit_id', '=', sql<number>`any(${input.unitIds ?? []}::integer[])`),
    )
    .where('o.state', 'in', ['expected', 'returned'])
    .execute()
}

/**
 * Takes a chase back before its mails go: none of them is sent.
 * @throws Problem not-allowed, not-found, campaign-ended, chase-gone when its time is over or a mail is on its way
 */
export async function takeBackChase(
  op: Op,
  input: { campaignId: number; chasedAt: Instant },
): Promise<{ mails: number }> {
  const campaign = await lockCampaign(op, input.campaignId)
  const over = op.asOf.getTime() - input.chasedAt.getTime() > TAKE_BACK_SECONDS * 1000
  const mails = await op.tx
    .selectFrom('message')
    .select(['id', 'state'])
    .where('campaign_id', '=', campaign.id)
    .where('kind', '=', 'urge')
    .where('created_at', '=', input.chasedAt)
    .where('send_at', '>', input.chasedAt)
    .forUpdate()
    .execute()
  const going = mails.filter(({ state }) => state !== 'cancelled')
  if (going.length === 0) throw new Problem('not-found')
  if (over || going.some(({ state }) => state !== 'created')) throw new Problem('chase-gone')
  await op.tx
    .updateTable('message')
    .set({ state: 'cancelled', finished_at: op.asOf })
    .where('id', '=', sql<number>`any(${going.map(({ id }) => id)}::bigint[])`)
    .execute()
  await record(op, {
    operation: 'take-back-chase',
    unitId: campaign.issuer_id,
    campaignId: campaign.id,
    subject: 'campaign',
    subjectId: campaign.id,
    detail: { mails: going.length },
  })
  return { mails: going.length }
}
