import { sql } from 'kysely'
import { issueAssignments } from '../activities/campaign/issueAssignments.ts'
import { sweepCampaign } from '../activities/campaign/sweepCampaign.ts'
import { moveClock } from '../db/clock.ts'
import type { Db } from '../db/connection.ts'
import { commonPolicy } from '../domain/policy.ts'
import { addDays } from '../domain/time.ts'
import { extendMilestone } from '../operations/campaign/extendMilestone.ts'
import { perform, type AccountActor } from '../operations/perform.ts'
import { ISSUED_AT, local, newCampaign, REPORT_DUE } from './campaigns.ts'
import { settleFederation } from './federation.ts'
import { atMost, median, rounded, timed, type Entry, type Size } from './measure.ts'
import { openPlace, type Place } from './place.ts'
import { graphileWorker, pgBoss, type Queue } from './queues.ts'

/** Working days before 30 May 2014, and the days that these are. */
const BEFORE = [20, 18, 16, 14, 12, 10]
const MOMENTS = ['05-04', '05-06', '05-08', '05-12', '05-14', '05-16'].map((day) =>
  local(`2014-${day} 09:00`),
)
const policy = {
  ...commonPolicy,
  acknowledge: { before: [], onDay: false, overdue: null },
  report: { before: BEFORE, onDay: false, overdue: null },
}

/** Ours and each queue by name, in milliseconds, the order turning from round to round. */
type Sides = Record<string, (round: number) => Promise<unknown>>

/** One sweep for a moment of all units against one deferred job for each unit and moment. */
export async function jobQueues(size: Size): Promise<Entry[]> {
  const units = size === 'small' ? 500 : 3070
  const rounds = size === 'full' ? 9 : size === 'small' ? 3 : 5
  const place = await openPlace()
  const queues = [await graphileWorker(place.url('duban_owner')), await pgBoss(place.url('duban_owner'))]
  try {
    await settleFederation(place.owner, units)
    return [
      await timeDrain(place, queues, { units, rounds }),
      await timeMove(place, queues, { units, rounds }),
    ]
  } finally {
    for (const queue of queues) await queue.stop()
    await place.close()
  }
}

async function timeDrain(place: Place, queues: Queue[], wanted: Wanted): Promise<Entry> {
  const { units, rounds } = wanted
  let campaignId = 0
  const found = await inTurn(rounds, {
    before: async () => {
      campaignId = await newCampaign(place.owner, { units, policy })
      await issueAssignments(place.worker, campaignId, ISSUED_AT)
      for (const queue of queues) {
        await queue.clear()
        await queue.put(units * MOMENTS.length, new Date(Date.now() - 1000))
      }
      await sql`vacuum analyze`.execute(place.superuser)
      await sql`checkpoint`.execute(place.superuser)
    },
    ours: () => sweepAll(place, campaignId, units),
    others: Object.fromEntries(queues.map((queue) => [queue.name, () => queue.drain()])),
  })
  const [faster, baseline] = fastest(found.others)
  return atMost(1.2, {
    name: 'due moment to last recorded, six moments of a city',
    ours: found.ours,
    baseline,
    unit: 'ms',
    note: `${units} units, ${units * MOMENTS.length} reminders. Ours: six looks, one for each moment. ${told(found.others)}; the baseline is ${faster}, the faster: its jobs do nothing and all are due together. Median of ${rounds} rounds.`,
  })
}

async function sweepAll({ worker }: Place, campaignId: number, units: number): Promise<void> {
  let written = 0
  for (const moment of MOMENTS) written += (await sweepCampaign(worker, campaignId, moment)).reminders
  if (written !== units * MOMENTS.length) throw new Error(`${written} reminders were written`)
}

async function timeMove(place: Place, queues: Queue[], { units, rounds }: Wanted): Promise<Entry> {
  await moveClock(place.owner, { shiftMs: local('2014-04-14 10:00').getTime() - Date.now(), skippedMs: 0 })
  const actor = await coordinatorOf(place.owner)
  const campaignId = await newCampaign(place.owner, { units, policy })
  await issueAssignments(place.worker, campaignId, ISSUED_AT)
  const { id: milestoneId } = await place.owner
    .selectFrom('milestone as m')
    .innerJoin('campaign as c', 'c.notice_id', 'm.notice_id')
    .select('m.id')
    .where('c.id', '=', campaignId)
    .executeTakeFirstOrThrow()
  const later = (days: number): Date => new Date(Date.now() + days * 86_400_000)
  for (const queue of queues) {
    await queue.clear()
    await queue.put(units * MOMENTS.length, later(30))
  }
  await sql`vacuum analyze`.execute(place.superuser)
  const found = await inTurn(rounds, {
    before: () => sql`checkpoint`.execute(place.superuser),
    ours: (round) =>
      perform(place.api, actor, (op) =>
        extendMilestone(op, {
          ...{ campaignId, milestoneId, unitIds: null, reason: '材料不齐' },
          dueOn: addDays(REPORT_DUE, round + 1),
        }),
      ),
    others: Object.fromEntries(
      queues.map((queue) => [queue.name, (round: number) => queue.move(later(31 + round))]),
    ),
  })
  const [faster, baseline] = fastest(found.others)
  return {
    name: 'moving a deadline of a city with six moments',
    ours: rounded(found.ours),
    baseline: rounded(baseline),
    unit: 'ms',
    ratio: rounded(found.ours / baseline),
    goal: 'reported',
    met: null,
    note: `${units} units. Ours is the whole operation: the dates, a mail of the change for each contact, the record, the nudge. ${told(found.others)}; the baseline is ${faster}, the faster, and tells nobody. Median of ${rounds} rounds.`,
  }
}

interface Wanted {
  units: number
  rounds: number
}

async function coordinatorOf(owner: Db): Promise<AccountActor> {
  const row = await owner
    .selectFrom('account')
    .select(['id', 'unit_id', 'name'])
    .where('role', '=', 'administrator')
    .executeTakeFirstOrThrow()
  const { id: accountId, unit_id: unitId, name } = row
  return { kind: 'account', accountId, unitId, name, role: 'coordinator', language: 'zh-CN' }
}

/** Times several sides as `alternate` times two. @returns medians in milliseconds */
async function inTurn(
  rounds: number,
  contest: { before(): Promise<unknown>; ours: Sides[string]; others: Sides },
): Promise<{ ours: number; others: Record<string, number> }> {
  const sides = Object.entries({ ours: contest.ours, ...contest.others })
  const times = new Map<string, number[]>(sides.map(([name]) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    await contest.before()
    for (const [name, side] of sides) {
      const ms = await timed(() => side(round))
      if (round > 0) times.get(name)?.push(ms)
    }
    sides.push(...sides.splice(0, 1))
  }
  const { ours = Number.NaN, ...others } = Object.fromEntries(
    [...times].map(([name, values]) => [name, median(values)]),
  )
  return { ours, others }
}

function fastest(others: Record<string, number>): [name: string, ms: number] {
  const [first] = Object.entries(others).sort(([, one], [, other]) => one - other)
  return first ?? ['nothing', Number.NaN]
}

const told = (others: Record<string, number>): string =>
  Object.entries(others)
    .map(([name, ms]) => `${name} took ${rounded(ms)} ms`)
    .join(', ')
