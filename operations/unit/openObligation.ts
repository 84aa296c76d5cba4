import { sql, type Selectable } from 'kysely'
import type { CampaignTable } from '../../db/tables/notice.ts'
import type { AssignmentTable, ObligationTable } from '../../db/tables/obligation.ts'
import { Problem } from '../../domain/problem.ts'
import type { Op } from '../perform.ts'

export type Obligation = Selectable<ObligationTable>
export type Assignment = Selectable<AssignmentTable>
export type Campaign = Selectable<CampaignTable>

/*
 * Whoever locks several things locks the campaign before its obligations, these before their assignments, and these
 * before their docket items, each in the order of their ids: so nobody waits in a circle. What changes an obligation locks
 * its assignment, see db/migrations/0022_kept_counts.ts.
 */

/**
 * Locks an obligation that the actor sees; with a link, one of its own campaign.
 * @param also the unit's acknowledgement, for what may end it as well
 * @throws Problem not-found
 */
export async function lockObligation(
  op: Op,
  obligationId: number,
  also: 'acknowledgement' | null = null,
): Promise<Obligation> {
  const campaignId = op.actor.kind === 'link' ? op.actor.campaignId : null
  const found = await op.tx
    .selectFrom('obligation')
    .select(['campaign_id', 'assignment_id'])
    .where('id', '=', obligationId)
    .$if(campaignId !== null, (query) => query.where('campaign_id', '=', campaignId))
    .executeTakeFirst()
  if (found === undefined) throw new Problem('not-found')
  await op.tx.selectFrom('campaign').select('id').where('id', '=', found.campaign_id).forKeyShare().execute()
  const rows = await op.tx
    .selectFrom('obligation')
    .selectAll()
    .where('assignment_id', '=', found.assignment_id)
    .where((eb) =>
      also === null
        ? eb('id', '=', obligationId)
        : eb.or([eb('id', '=', obligationId), eb('duty', '=', 'acknowledge')]),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  const row = rows.find(({ id }) => id === obligationId)
  if (row === undefined) throw new Problem('not-found')
  return row
}

/**
 * The campaign, provided that it still takes what units do.
 * @throws Problem not-found, campaign-ended
 */
export async function openCampaign(op: Op, campaignId: number): Promise<Campaign> {
  const row = await op.tx
    .selectFrom('campaign')
    .selectAll()
    .where('id', '=', campaignId)
    .forKeyShare()
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  if (row.state === 'closed' || row.state === 'cancelled') throw new Problem('campaign-ended')
  return row
}

/**
 * Waits for a sweep under way and holds off the next: for whatever gives an obligation another date. What a sweep has
 * not looked at must not be marked as swept, and the moment that its campaign waits for must be the one in force.
 */
export async function holdSweeps(op: Op, campaignIds: number[]): Promise<void> {
  await op.tx
    .selectFrom('campaign')
    .select('id')
    .where('id', '=', sql<number>`any(${campaignIds}::integer[])`)
    .orderBy('id')
    .forShare()
    .execute()
}

/**
 * Ends the undecided docket items of obligations that are done or got another date, in the same transaction. A docket
 * that has others left need not look again: waking for an item that is gone does nothing.
 * @returns the dockets that have no undecided item left
 */
export async function settleItems(
  op: Op,
  obligationIds: number[],
  state: 'settled' | 'extended' | 'waived' = 'settled',
): Promise<number[]> {
  if (obligationIds.length === 0) return []
  const settled = await op.tx
    .updateTable('docket_item')
    .set((eb) => ({ state, ended_at: op.asOf, version: eb('version', '+', 1) }))
    .where('obligation_id', '=', sql<number>`any(${obligationIds}::bigint[])`)
    .where('state', '=', 'undecided')
    .returning('docket_id')
    .execute()
  const touched = [...new Set(settled.map((row) => row.docket_id))]
  const left = await op.tx
    .selectFrom('docket_item')
    .select('docket_id')
    .distinct()
    .where('docket_id', '=', sql<number>`any(${touched}::integer[])`)
    .where('state', '=', 'undecided')
    .execute()
  const busy = new Set(left.map(({ docket_id }) => docket_id))
  return touched.filter((id) => !busy.has(id))
}
