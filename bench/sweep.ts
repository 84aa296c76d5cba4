import { sql } from 'kysely'
import { issueAssignments } from '../activities/campaign/issueAssignments.ts'
import { sweepCampaign } from '../activities/campaign/sweepCampaign.ts'
import { commonPolicy } from '../domain/policy.ts'
import { bare, makeBare } from './bare.ts'
import { ISSUED_AT, local, newCampaign } from './campaigns.ts'
import { settleFederation } from './federation.ts'
import { alternate, atMost, type Entry, type Size, type Timed } from './measure.ts'
import { openPlace, type Place } from './place.ts'

/** Reminders of the one report, by working days before 30 May 2014; no moment of the acknowledgement falls on them. */
const BEFORE = [20, 18, 16, 14, 12, 10, 8, 6, 4]
const MOMENTS = [
  '2014-04-30 09:00',
  '2014-05-05 09:00',
  '2014-05-07 09:00',
  '2014-05-09 09:00',
  '2014-05-13 09:00',
  '2014-05-15 09:00',
  '2014-05-19 09:00',
  '2014-05-21 09:00',
  '2014-05-23 09:00',
]
const policy = {
  ...commonPolicy,
  acknowledge: { before: [], onDay: false, overdue: null },
  report: { before: BEFORE, onDay: false, overdue: null },
}

/** A moment that all units of a campaign share, with some added late and some deadlines moved since the last. */
export async function sweep(size: Size): Promise<Entry[]> {
  const units = size === 'small' ? 10_000 : 100_000
  const place = await openPlace()
  const timed = await timeSweep(place, units, size === 'full' ? 7 : 5).finally(() => place.close())
  return [
    atMost(1.3, {
      name: 'sweep of units due at one moment',
      ...timed,
      unit: 'ms',
      note: `${units} units, of which 1 % came since the last sweep and 1 % got another date. The baseline inserts the same rows by INSERT ... SELECT with the same indexes and keys.`,
    }),
  ]
}

export async function timeSweep(place: Place, units: number, rounds: number): Promise<Timed> {
  await settleFederation(place.owner, units)
  const campaignId = await newCampaign(place.owner, { units, policy })
  await issueAssignments(place.worker, campaignId, ISSUED_AT)
  await sweepCampaign(place.worker, campaignId, local('2014-04-14 09:00'))
  await makeBare(place.superuser, ['reminder'])
  await sql`vacuum analyze`.execute(place.superuser)
  let written = 0
  const timed = await alternate({
    rounds,
    async before(round) {
      await changeSome(place, campaignId, round)
      await sql`checkpoint`.execute(place.superuser)
    },
    async ours(round) {
      const { reminders } = await sweepCampaign(place.worker, campaignId, momentOf(round))
      written = reminders
    },
    baseline: (round) => insertReminders(place, campaignId, round),
  })
  if (written !== units) throw new Error(`the sweep wrote ${written} reminders of ${units}`)
  return timed
}

const momentOf = (round: number): Date => local(MOMENTS[round] ?? '')

/** Late units look as addUnits leaves them, moved ones as an extension to the next day and back does. */
async function changeSome({ owner }: Place, campaignId: number, round: number): Promise<void> {
  await sql`update obligation set swept_version = 0
    where campaign_id = ${campaignId} and milestone_id is not null and id % 100 = ${round}`.execute(owner)
  await sql`update obligation set due_version = due_version + 1
    where campaign_id = ${campaignId} and milestone_id is not null and id % 100 = ${round + 50}`.execute(
    owner,
  )
}

async function insertReminders({ superuser }: Place, campaignId: number, round: number): Promise<void> {
  const at = momentOf(round)
  await sql`
    insert into ${bare('reminder')} (id, obligation_id, campaign_id, unit_id, due_version, step, nth, slot, created_at, due_on)
    select nextval('public.reminder_id_seq'), o.id, o.campaign_id, o.unit_id, o.due_version, ${`before-${BEFORE[round]}`}, 1, ${at}, ${at}, o.due_on
    from obligation o where o.campaign_id = ${campaignId} and o.milestone_id is not null
      and o.state in ('expected', 'returned')`.execute(superuser)
}

/** A look that finds nothing to do, with very many obligations stored. */
export async function emptySweep(size: Size): Promise<Entry[]> {
  const units = size === 'small' ? 10_000 : 100_000
  const place = await openPlace()
  const timed = await timeEmptySweep(place, { units, reports: 9, rounds: 200 }).finally(() => place.close())
  return [
    atMost(2, {
      name: 'sweep that finds nothing to do',
      ...timed,
      unit: 'ms',
      note: `${units * 10} obligations stored, one campaign of ${units} units. The baseline is one indexed query: how many rows of the campaign have changed since its last sweep.`,
    }),
  ]
}

export async function timeEmptySweep(
  place: Place,
  input: { units: number; reports: number; rounds: number },
): Promise<Timed> {
  await settleFederation(place.owner, input.units)
  const campaignId = await newCampaign(place.owner, { units: input.units, reports: input.reports, policy })
  await issueAssignments(place.worker, campaignId, ISSUED_AT)
  const asOf = local('2014-04-14 09:00')
  await sweepCampaign(place.worker, campaignId, asOf)
  await sql`vacuum analyze`.execute(place.superuser)
  return alternate({
    rounds: input.rounds,
    ours: () => sweepCampaign(place.worker, campaignId, asOf),
    baseline: () =>
      sql`select count(*) from obligation where campaign_id = ${campaignId} and swept_version <> due_version`.execute(
        place.worker,
      ),
  })
}
