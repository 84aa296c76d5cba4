import { z } from 'zod'
import { addWorkingMinutes, minutesPerWorkingDay } from '../../domain/calendar.ts'
import { dateField } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { requireReason, type Op } from '../perform.ts'
import { nudge, nudgeDelivery, record } from '../record.ts'
import { extendObligations, requireFutureDue } from '../obligation/extend.ts'
import { nudgeIfSooner } from '../obligation/nudgeIfSooner.ts'
import { waiveObligations } from '../obligation/waive.ts'
import { messageContacts } from '../unit/messageContacts.ts'
import { settleItems } from '../unit/openObligation.ts'
import { handOver } from './handOver.ts'
import { lockItems, type DocketItem, type ItemsOfCampaign } from './lockItems.ts'
import { snooze } from './snooze.ts'

const itemIds = z.array(z.number().int().positive()).min(1).max(500)
const reason = z.string().trim().max(2000)

/** What a supervisor may decide about one item or many. */
export const decisionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('extend'), itemIds, reason, dueOn: dateField }),
  z.strictObject({ kind: z.literal('waive'), itemIds, reason }),
  z.strictObject({ kind: z.literal('urge'), itemIds, reason }),
  z.strictObject({ kind: z.literal('hand_over'), itemIds, reason, toUnitId: z.number().int().positive() }),
  z.strictObject({ kind: z.literal('snooze'), itemIds, reason: reason.default(''), until: dateField }),
  z.strictObject({ kind: z.literal('acknowledge'), itemIds, reason: reason.default('') }),
])
export type Decision = z.infer<typeof decisionSchema>

/** How many items it took effect on; the rest were settled or decided by somebody else meanwhile. */
export interface DecisionOutcome {
  decided: number
  passedOver: number
}

/**
 * A supervisor decides: extends, waives, urges, hands over, says that she is on it, or puts it off. What others see needs
 * a reason.
 * @throws Problem not-allowed, not-found, nothing-selected, item-already-decided, reason-needed, due-in-past,
 *   extension-not-later, campaign-ended
 */
export async function decideItems(op: Op, decision: Decision): Promise<DecisionOutcome> {
  if (decision.kind !== 'acknowledge' && decision.kind !== 'snooze') requireReason(decision.reason)
  const groups = await lockItems(op, decision.itemIds)
  let decided = 0
  for (const group of groups) {
    const took = await takeEffect(op, group, decision)
    await keepDecisions(op, took, decision)
    decided += took.length
    await record(op, {
      operation: `decide-${decision.kind}`,
      unitId: op.actor.unitId,
      campaignId: group.campaign.id,
      subject: 'docket-item',
      subjectId: took.length === 1 ? (took[0]?.id ?? null) : null,
      reason: decision.reason,
      detail: {
        items: took.map(({ id }) => id),
        ...(decision.kind === 'extend' ? { dueOn: decision.dueOn } : {}),
      },
    })
  }
  await nudgeDelivery(op.tx)
  return { decided, passedOver: new Set(decision.itemIds).size - decided }
}

async function takeEffect(op: Op, group: ItemsOfCampaign, decision: Decision): Promise<DocketItem[]> {
  switch (decision.kind) {
    case 'extend':
      return extend(op, group, decision)
    case 'waive':
      return waive(op, group, decision.reason)
    case 'urge':
      return urge(op, group, decision.reason)
    case 'acknowledge':
      await nudgeDockets(op, group)
      return acknowledgeItems(op, group)
    case 'hand_over':
      await nudgeDockets(op, group)
      return handOver(op, group, decision.toUnitId)
    case 'snooze':
      await nudgeDockets(op, group)
      return snooze(op, group, decision.until)
  }
}

/** Something in these dockets may now be due sooner than they wait for. */
function nudgeDockets(op: Op, group: ItemsOfCampaign): Promise<void> {
  return nudge(op.tx, 'docket', ...new Set(group.items.map(({ docket_id }) => docket_id)))
}

const obligationsOf = (items: DocketItem[]): number[] => items.map(({ obligation_id }) => obligation_id)

async function extend(
  op: Op,
  group: ItemsOfCampaign,
  decision: Extract<Decision, { kind: 'extend' }>,
): Promise<DocketItem[]> {
  requireFutureDue(op, group.campaign, decision.dueOn)
  const moved = new Set(
    await extendObligations(op, group.campaign, obligationsOf(group.items), decision.dueOn),
  )
  const took = group.items.filter(({ obligation_id }) => moved.has(obligation_id))
  if (took.length === 0) {
    throw new Problem('extension-not-later', { date: decision.dueOn }, [
      { field: 'dueOn', code: 'extension-not-later' },
    ])
  }
  await nudge(op.tx, 'docket', ...(await settleItems(op, [...moved], 'extended')))
  await messageContacts(op, {
    kind: 'changed',
    obligationIds: [...moved],
    facts: { change: 'extended', reason: decision.reason, dueOn: decision.dueOn },
    sendAt: op.asOf,
  })
  await nudgeIfSooner(
    op,
    group.campaign,
    took.map(({ obligation_id }) => obligation_id),
  )
  return took
}

async function waive(op: Op, group: ItemsOfCampaign, reason: string): Promise<DocketItem[]> {
  const waived = new Set(await waiveObligations(op, obligationsOf(group.items)))
  await nudge(op.tx, 'docket', ...(await settleItems(op, [...waived], 'waived')))
  await messageContacts(op, {
    kind: 'changed',
    obligationIds: [...waived],
    facts: { change: 'waived', reason },
    sendAt: op.asOf,
  })
  return group.items.filter(({ obligation_id }) => waived.has(obligation_id))
}

/** A letter to the unit; the due date stays, and the item's wait at this level starts anew. */
async function urge(op: Op, group: ItemsOfCampaign, reason: string): Promise<DocketItem[]> {
  for (const item of group.items) {
    const wait =
      item.wait_ends_at === null ? null : addWorkingMinutes(group.calendar, op.asOf, fullWait(item, group))
    await op.tx
      .updateTable('docket_item')
      .set((eb) => ({
        wait_from: op.asOf,
        wait_minutes: fullWait(item, group),
        wait_ends_at: wait,
        acknowledged_at: null,
        acknowledgement_ends_at: null,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', item.id)
      .execute()
  }
  await messageContacts(op, {
    kind: 'urge',
    obligationIds: obligationsOf(group.items),
    facts: { reason },
    sendAt: op.asOf,
  })
  return group.items
}

function fullWait(item: DocketItem, group: ItemsOfCampaign): number {
  const step = item.chain[item.level - 1]
  return step === undefined ? item.wait_minutes : step.waitWorkingDays * minutesPerWorkingDay(group.calendar)
}

/** She is on it: no mail, and it does not climb until that is forgotten, some working days on. */
async function acknowledgeItems(op: Op, group: ItemsOfCampaign): Promise<DocketItem[]> {
  const days = group.campaign.policy.escalation.acknowledgementDecays
  const minutes = days * minutesPerWorkingDay(group.calendar)
  await op.tx
    .updateTable('docket_item')
    .set((eb) => ({
      acknowledged_at: op.asOf,
      acknowledged_by: op.actor.kind === 'account' ? op.actor.accountId : null,
      acknowledgement_from: op.asOf,
      acknowledgement_minutes: minutes,
      acknowledgement_ends_at: addWorkingMinutes(group.calendar, op.asOf, minutes),
      version: eb('version', '+', 1),
    }))
    .where(
      'id',
      'in',
      group.items.map(({ id }) => id),
    )
    .execute()
  return group.items
}

async function keepDecisions(op: Op, items: DocketItem[], decision: Decision): Promise<void> {
  if (items.length === 0) return
  await op.tx
    .insertInto('decision')
    .values(
      items.map((item) => ({
        docket_item_id: item.id,
        unit_id: item.unit_id,
        account_id: op.actor.kind === 'account' ? op.actor.accountId : null,
        kind: decision.kind,
        reason: decision.reason,
        extended_to: decision.kind === 'extend' ? decision.dueOn : null,
        at: op.asOf,
      })),
    )
    .execute()
}
