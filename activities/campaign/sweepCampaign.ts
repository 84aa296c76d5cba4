import { inTransaction, type Db, type Tx } from '../../db/connection.ts'
import { dueGroups, markersOf, type DueGroup, type Markers } from '../../db/queries/dueGroups.ts'
import { calendarVersion, loadWorkingTime } from '../../db/queries/workingTime.ts'
import { latestDue, momentsOf, nextAfter, type Moment, type MomentKind } from '../../domain/plan.ts'
import { nextSlot } from '../../domain/sending.ts'
import { dateIn, type Instant } from '../../domain/time.ts'
import type { CampaignLook } from '../looks.ts'
import { idleLook, lookOf as look } from './idleLook.ts'
import { recordSweep } from '../recordSweep.ts'
import { createDueReminders } from './createDueReminders.ts'
import { openDueItems } from './openDueItems.ts'
import type { DueMoment, Sweep } from './sweep.ts'

/** A moment swept within this time of its instant goes out in its own slot; later, in the next one. */
const IN_TIME_MS = 4 * 60_000

/**
 * Everything that is due in a campaign as of an instant: writes the reminders, opens docket items, works out the
 * next moment. Run too early, twice, or after many missed moments, it writes the same ledger.
 */
export async function sweepCampaign(db: Db, campaignId: number, asOf: Instant): Promise<CampaignLook> {
  return (await idleLook(db, campaignId, asOf)) ?? sweepLocked(db, campaignId, asOf)
}

function sweepLocked(db: Db, campaignId: number, asOf: Instant): Promise<CampaignLook> {
  return inTransaction(db, 'sweep-campaign', async (tx) => {
    // Read before the calendar is: where that changes meanwhile, the next look works everything out again.
    const version = await calendarVersion(tx)
    const campaign = await tx
      .selectFrom('campaign')
      .select(['id', 'issuer_id', 'state', 'zone', 'policy', 'issued_at', 'paused_at'])
      .where('id', '=', campaignId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    if (campaign.state === 'closed' || campaign.state === 'cancelled') return look('ended', null)
    if (campaign.paused_at !== null) {
      await keepLook(tx, { campaignId, asOf }, null, null)
      return look('paused', null)
    }
    const time = await loadWorkingTime(tx, campaign.zone)
    const sweep = {
      campaignId,
      issuerId: campaign.issuer_id,
      zone: campaign.zone,
      policy: campaign.policy,
      time,
      asOf,
    }
    return sweepGroups(tx, sweep, campaign.issued_at, version)
  })
}

async function sweepGroups(tx: Tx, sweep: Sweep, issuedAt: Instant, version: string): Promise<CampaignLook> {
  const groups = await dueGroups(tx, sweep.campaignId)
  const markers = await markersOf(tx, sweep.campaignId)
  const closedSlots = await slotsAlreadyMade(tx, sweep)
  const planned = groups.map((group) => ({ group, moments: momentsOfGroup(group, sweep, issuedAt) }))
  let reminders = 0
  let items = 0
  for (const { group, moments } of planned) {
    const mail = dueMoment(group, latestDue(moments, MAILED, new Date(0), sweep.asOf), sweep, closedSlots)
    if (mail !== null)
      reminders += await createDueReminders(tx, sweep, mail, isSwept(markers, mail, moments, MAILED))
    const escalation = dueMoment(
      group,
      latestDue(moments, ESCALATED, new Date(0), sweep.asOf),
      sweep,
      closedSlots,
    )
    if (escalation !== null)
      items += await openDueItems(tx, sweep, escalation, isSwept(markers, escalation, moments, ESCALATED))
  }
  await markSwept(tx, sweep.campaignId)
  const next = planned
    .flatMap(({ moments }) => nextAfter(moments, sweep.asOf)?.at ?? [])
    .reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null)
  await keepLook(tx, sweep, next, version)
  if (reminders + items > 0) {
    const { campaignId, asOf: at } = sweep
    await recordSweep(tx, { operation: 'sweep-campaign', campaignId, at, detail: { reminders, items } })
  }
  return { ...look('open', next === null ? null : next.getTime() - sweep.asOf.getTime()), reminders, items }
}

const MAILED: readonly MomentKind[] = ['reminder', 'late']
const ESCALATED: readonly MomentKind[] = ['escalation']

/** Also where a later moment has been: a clock or a calendar that went back reminds of nothing that was passed over. */
function isSwept(
  markers: Markers,
  { group, moment }: DueMoment,
  moments: readonly Moment[],
  kinds: readonly MomentKind[],
): boolean {
  return moments.some(
    (other) => kinds.includes(other.kind) && other.at >= moment.at && markers.has(group, other),
  )
}

function momentsOfGroup(group: DueGroup, sweep: Sweep, issuedAt: Instant): Moment[] {
  const due =
    group.dueOn !== null
      ? ({ kind: 'dated', dueOn: group.dueOn } as const)
      : group.duty === 'report'
        ? ({ kind: 'open', since: dateIn(sweep.zone, issuedAt) } as const)
        : ({ kind: 'none' } as const)
  return momentsOf({
    duty: group.duty,
    due,
    policy: sweep.policy,
    calendar: sweep.time.calendar,
    sending: sweep.time.sending,
  })
}

/** What is swept shortly after its moment goes out in its own slot, as long as the mails of that slot are not made. */
function dueMoment(
  group: DueGroup,
  moment: Moment | null,
  sweep: Sweep,
  closedSlots: ReadonlySet<number>,
): DueMoment | null {
  if (moment === null) return null
  const inTime = sweep.asOf.getTime() - moment.at.getTime() <= IN_TIME_MS
  const slot =
    inTime && !closedSlots.has(moment.at.getTime())
      ? moment.at
      : nextSlot(sweep.time.calendar, sweep.time.sending, sweep.asOf)
  return { group, moment, slot }
}

async function slotsAlreadyMade(tx: Tx, sweep: Sweep): Promise<ReadonlySet<number>> {
  const rows = await tx
    .selectFrom('mail_slot')
    .select('slot')
    .where('slot', '>=', new Date(sweep.asOf.getTime() - IN_TIME_MS))
    .where('composed_at', 'is not', null)
    .execute()
  return new Set(rows.map(({ slot }) => slot.getTime()))
}

/** Rows whose date changed since the last sweep have now been looked at. */
async function markSwept(tx: Tx, campaignId: number): Promise<void> {
  await tx
    .updateTable('obligation')
    .set((eb) => ({ swept_version: eb.ref('due_version') }))
    .where('campaign_id', '=', campaignId)
    .whereRef('swept_version', '<>', 'due_version')
    .execute()
}

async function keepLook(
  tx: Tx,
  { campaignId, asOf }: Pick<Sweep, 'campaignId' | 'asOf'>,
  next: Instant | null,
  version: string | null,
): Promise<void> {
  await tx
    .updateTable('campaign')
    .set({ looked_at: asOf, next_moment_at: next, calendar_version: version })
    .where('id', '=', campaignId)
    .execute()
}
