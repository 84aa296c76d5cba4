import { requireIssuer } from './requireIssuer.ts'
import { Problem } from '../../domain/problem.ts'
import { requireRole, type Op } from '../perform.ts'
import type { Campaign } from '../unit/openObligation.ts'

/**
 * Locks a campaign for a command. A command goes in the order in which it gets the lock.
 * @throws Problem not-allowed, not-found, campaign-ended
 */
export async function lockCampaign(op: Op, campaignId: number): Promise<Campaign> {
  requireRole(op, 'coordinator', 'administrator')
  const campaign = await op.tx
    .selectFrom('campaign')
    .selectAll()
    .where('id', '=', campaignId)
    .forUpdate()
    .executeTakeFirst()
  if (campaign === undefined) throw new Problem('not-found')
  await requireIssuer(op, [campaign.id])
  if (campaign.state === 'closed' || campaign.state === 'cancelled') throw new Problem('campaign-ended')
  return campaign
}
