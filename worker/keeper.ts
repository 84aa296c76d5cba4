import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy, type Client } from '@temporalio/client'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '../db/connection.ts'
import { faultPoint } from '../db/faultPoints.ts'
import { beat } from '../db/queries/condition.ts'
import { foldTallies } from '../db/queries/tallyKeeping.ts'
import { carryOutPlanned } from '../operations/tree/carryOutPlanned.ts'
import { TASK_QUEUE } from '../workflows/names.ts'
import { ANSWER_MS, deliverOutbox, startOf, type WorkflowRun, type WorkflowStart } from './deliverOutbox.ts'
import { keepHouse } from './housekeeping.ts'

const HOUR_MS = 3_600_000

export interface KeeperOptions {
  db: Db
  client: Client
  /** How often the outbox is looked at, in milliseconds. */
  outboxEveryMs?: number
  /** How often it is seen to that each open thing has its run. */
  runsEveryMs?: number
  onError: (error: unknown) => void
  onRun?: (run: WorkflowRun) => void
}

export interface Keeper {
  stop(): Promise<void>
}

/**
 * A plain loop beside the worker: delivers the outbox within a second, and sees to it that each open campaign, each
 * open docket and the delivery has exactly one run, that the tree changes on the days planned, and that kept counts
 * stay few rows. It holds no state of its own, so several may run.
 */
export function startKeeper(options: KeeperOptions): Keeper {
  const stopping = new AbortController()
  const loops = [
    loop(options.outboxEveryMs ?? 500, stopping.signal, options.onError, () =>
      deliverOutbox(options.db, options.client, options.onRun),
    ),
    loop(options.runsEveryMs ?? 30_000, stopping.signal, options.onError, async () => {
      await beat(options.db, 'worker')
      await carryOutPlanned(options.db)
      await foldTallies(options.db)
      await ensureRuns(options.db, options.client)
      await beat(options.db, 'temporal')
    }),
    loop(HOUR_MS, stopping.signal, options.onError, () => keepHouse(options.db)),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

async function loop(
  everyMs: number,
  signal: AbortSignal,
  onError: (error: unknown) => void,
  work: () => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onError)
    await sleep(everyMs, undefined, { signal }).catch(() => undefined)
  }
}

/** Runs that are to be started at once, so that a lost Temporal is not flooded when it comes back. */
const STARTS_AT_ONCE = 10

/** Starts what should run and does not; what runs already is left alone, without an event in its history. */
export async function ensureRuns(db: Db, client: Client): Promise<void> {
  const starts = await runsThatShouldExist(db)
  faultPoint('runs.before')
  for (let from = 0; from < starts.length; from += STARTS_AT_ONCE) {
    await Promise.all(
      starts.slice(from, from + STARTS_AT_ONCE).map(({ type, workflowId, args }) =>
        client.withDeadline(Date.now() + ANSWER_MS, () =>
          client.workflow.start(type, {
            workflowId,
            taskQueue: TASK_QUEUE,
            args,
            workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
            workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          }),
        ),
      ),
    )
  }
  faultPoint('runs.after')
}

/** From the facts: what is open, and campaigns that ended without their results. */
export async function runsThatShouldExist(db: Db): Promise<WorkflowStart[]> {
  const campaigns = await db
    .selectFrom('campaign')
    .select('id')
    .where((eb) => eb.or([eb('state', 'in', ['issuing', 'open']), eb('result', 'is', null)]))
    .orderBy('id')
    .execute()
  const dockets = await db
    .selectFrom('docket')
    .select(['id', 'campaign_id'])
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute()
  return [
    startOf('delivery', 0, 0),
    ...campaigns.map(({ id }) => startOf('campaign', id, id)),
    ...dockets.map(({ id, campaign_id }) => startOf('docket', id, campaign_id)),
  ]
}
