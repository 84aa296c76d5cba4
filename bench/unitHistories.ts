import { WorkflowNotFoundError } from '@temporalio/client'
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker'
import { sql } from 'kysely'
import { DateTime } from 'luxon'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ISSUED_AT } from '../cli/demo/demo.ts'
import type { Stage } from '../cli/demo/stage.ts'
import type { Db } from '../db/connection.ts'
import { loadWorkingTime } from '../db/queries/workingTime.ts'
import { momentsOf } from '../domain/plan.ts'
import type { LocalDate } from '../domain/time.ts'
import { quietLogger } from '../worker/logs.ts'
import { done, unit, type UnitMoment } from './unitWorkflow.ts'

const QUEUE = 'unit-workflows'
const WORKFLOWS = fileURLToPath(new URL('unitWorkflow.ts', import.meta.url))

interface Act {
  workflowId: string
  duty: number
  /** Since the issue; null: what a unit never did. */
  inMs: number | null
}

/**
 * Plays what some units of a campaign did once more, each as a workflow of its own on the same server.
 * @returns the mean number of their histories' events
 */
export async function eventsPerUnit(stage: Stage, units: number): Promise<number> {
  const { owner } = stage.database
  const connection = await NativeConnection.connect({ address: stage.time.address })
  const worker = await Worker.create({
    connection,
    taskQueue: QUEUE,
    workflowBundle: await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: quietLogger }),
    activities: { act: () => Promise.resolve() },
  })
  try {
    return await worker.runUntil(async () => {
      const acts = await actsOf(owner, units)
      const ids = [...new Set(acts.map(({ workflowId }) => workflowId))]
      await playUnits(stage, ids, acts)
      return (await eventsOf(stage, ids)) / ids.length
    })
  } finally {
    await connection.close()
  }
}

async function playUnits(stage: Stage, ids: string[], acts: Act[]): Promise<void> {
  const { client } = stage.worker
  const moments = await momentsOfCampaign(stage.database.owner)
  const began = stage.time.now()
  for (const workflowId of ids)
    await client.workflow.start(unit, { workflowId, taskQueue: QUEUE, args: [moments] })
  let played = 0
  for (const { workflowId, duty, inMs } of acts) {
    if (inMs === null) continue
    if (inMs > played) {
      // Time must not pass while a workflow has not yet seen its signal.
      await pause(100)
      await stage.time.until(began.plus({ milliseconds: inMs }))
      played = inMs
    }
    await client.workflow.getHandle(workflowId).signal(done, duty).catch(unlessEnded)
  }
  await pause(100)
  await stage.time.until(began.plus({ milliseconds: (moments.at(-1)?.inMs ?? 0) + 3_600_000 }))
  await pause(1000)
}

/** A unit that reports after all its moments finds its workflow ended. */
function unlessEnded(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error
}

async function eventsOf(stage: Stage, ids: string[]): Promise<number> {
  let events = 0
  for (const id of ids) {
    const history = await stage.worker.client.workflow.getHandle(id).fetchHistory()
    events += history.events?.length ?? 0
  }
  return events
}

/** The moments that the policy gives to the dates of the notice; dates that were moved later are left out. */
async function momentsOfCampaign(owner: Db): Promise<UnitMoment[]> {
  const { rows } = await sql<{ zone: string; ordinal: number; due_on: LocalDate }>`
    select c.zone, 0 as ordinal, n.acknowledge_due_on as due_on from campaign c join notice n on n.id = c.notice_id
    union all select c.zone, m.ordinal, m.due_on from campaign c join milestone m on m.notice_id = c.notice_id
    where m.due_on is not null`.execute(owner)
  const { policy, issued_at } = await owner
    .selectFrom('campaign')
    .select(['policy', 'issued_at'])
    .executeTakeFirstOrThrow()
  const time = await loadWorkingTime(owner, rows[0]?.zone)
  return rows
    .flatMap(({ ordinal, due_on }) =>
      momentsOf({
        duty: ordinal === 0 ? 'acknowledge' : 'report',
        due: { kind: 'dated', dueOn: due_on },
        policy,
        ...time,
      }).map(({ at }) => ({ duty: ordinal, inMs: at.getTime() - issued_at.getTime() })),
    )
    .filter(({ inMs }) => inMs > 0)
    .sort((one, other) => one.inMs - other.inMs)
}

/** Acknowledgements and reports of some units, chosen evenly, in the order of time, to the minute. */
async function actsOf(owner: Db, units: number): Promise<Act[]> {
  const { rows } = await sql<{ unit_id: number; duty: number; at: Date | null }>`
    with chosen as (
      select unit_id, acknowledged_at from (
        select unit_id, acknowledged_at, row_number() over (order by unit_id) as n, count(*) over () as total from assignment) a
      where (n * ${units}::integer) / total <> ((n - 1) * ${units}::integer) / total)
    select unit_id, 0 as duty, acknowledged_at as at from chosen
    union all select r.unit_id, m.ordinal, r.submitted_at from report r join chosen using (unit_id)
      join obligation o on o.id = r.obligation_id join milestone m on m.id = o.milestone_id
    order by at nulls first`.execute(owner)
  return rows.map(({ unit_id, duty, at }) => ({
    workflowId: `unit-${unit_id}`,
    duty,
    inMs: at === null ? null : DateTime.fromJSDate(at).startOf('minute').diff(ISSUED_AT).toMillis(),
  }))
}
