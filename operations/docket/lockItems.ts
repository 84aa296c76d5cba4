import { sql, type Selectable } from 'kysely'
import type { DocketItemTable } from '../../db/tables/obligation.ts'
import { loadInstallation, loadWorkingTime } from '../../db/queries/workingTime.ts'
import type { WorkingCalendar } from '../../domain/calendar.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn } from '../../domain/time.ts'
import type { AccountActor, Op } from '../perform.ts'
import { requireRole } from '../perform.ts'
import { requireIssuer } from '../campaign/requireIssuer.ts'
import { holdSweeps, openCampaign, type Campaign } from '../unit/openObligation.ts'

export type DocketItem = Selectable<DocketItemTable>

export interface ItemsOfCampaign {
  campaign: Campaign
  items: DocketItem[]
  calendar: WorkingCalendar
}

/**
 * Locks items for a decision. Items that somebody decided meanwhile are left out, so that the rest still goes
 * through; when none is left, it is refused.
 * @throws Problem not-allowed, nothing-selected, not-found, item-already-decided, campaign-ended
 */
export async function lockItems(op: Op, itemIds: number[]): Promise<ItemsOfCampaign[]> {
  requireRole(op, 'supervisor', 'leader', 'coordinator', 'administrator')
  if (itemIds.length === 0) throw new Problem('nothing-selected')
  await lockObligations(op, itemIds)
  const found = await op.tx
    .selectFrom('docket_item')
    .selectAll()
    .where('id', '=', sql<number>`any(${itemIds}::bigint[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (found.length < new Set(itemIds).size) throw new Problem('not-found')
  await requireHolder(op, found)
  const undecided = found.filter(({ state }) => state === 'undecided')
  if (undecided.length === 0) throw new Problem('item-already-decided')
  const campaignIds = [...new Set(undecided.map(({ campaign_id }) => campaign_id))]
  return Promise.all(
    campaignIds.map(async (campaignId) => {
      const campaign = await openCampaign(op, campaignId)
      const { calendar } = await loadWorkingTime(op.tx, campaign.zone)
      return { campaign, calendar, items: undecided.filter((item) => item.campaign_id === campaignId) }
    }),
  )
}

/** What the items are about, before the items themselves: see operations/unit/openObligation.ts. */
async function lockObligations(op: Op, itemIds: number[]): Promise<void> {
  const items = await op.tx
    .selectFrom('docket_item')
    .select(['campaign_id', 'obligation_id'])
    .where('id', '=', sql<number>`any(${itemIds}::bigint[])`)
    .execute()
  await holdSweeps(op, [...new Set(items.map(({ campaign_id }) => campaign_id))])
  await op.tx
    .selectFrom('obligation')
    .select('id')
    .where('id', '=', sql<number>`any(${items.map(({ obligation_id }) => obligation_id)}::bigint[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/**
 * An item is decided by those who hold it or held it at a lower level, by their deputies while they are absent,
 * and by the issuer's coordinators.
 */
async function requireHolder(op: Op<AccountActor>, items: DocketItem[]): Promise<void> {
  if (op.actor.role === 'administrator' || op.actor.role === 'coordinator')
    return requireIssuer(op, [...new Set(items.map(({ campaign_id }) => campaign_id))])
  const seats = await seatsOf(op)
  const mine = (item: DocketItem): boolean =>
    seats.some((seat) => seat.unitId === item.holder_unit_id && seat.role === item.holder_role) ||
    item.chain
      .slice(0, item.level)
      .some((step) => seats.some((seat) => seat.unitId === step.unitId && seat.role === step.role))
  if (!items.every(mine)) throw new Problem('not-found')
}

/**
 * The seats a person fills today: her own, and those of absent persons who named her as their deputy. A program has the
 * one seat of its key.
 */
export async function seatsOf(op: Op<AccountActor>): Promise<{ unitId: number; role: string }[]> {
  const own = { unitId: op.actor.unitId, role: op.actor.role }
  if (op.actor.key !== undefined) return [own]
  const { zone } = await loadInstallation(op.tx)
  const deputised = await op.tx
    .selectFrom('account')
    .select(['unit_id', 'role'])
    .where('deputy_id', '=', op.actor.accountId)
    .where(sql<boolean>`absent @> ${dateIn(zone, op.asOf)}::date`)
    .execute()
  return [own, ...deputised.map((row) => ({ unitId: row.unit_id, role: row.role }))]
}
