import type { WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { Client, Connection } from '@temporalio/client'
import { createActivities } from '../activities/index.ts'
import type { MailSettings } from '../activities/dependencies.ts'
import type { Db } from '../db/connection.ts'
import type { Inbox } from '../mail/inbox/inbox.ts'
import type { Mailer } from '../mail/mailer.ts'
import { TASK_QUEUE } from '../workflows/names.ts'
import { bundleWorkflows } from './bundle.ts'
import { deliverOutbox, type WorkflowRun } from './deliverOutbox.ts'
import { startInboxReader } from './inboxReader.ts'
import { startKeeper } from './keeper.ts'
import { keepWorking } from './keepWorking.ts'
import { quietTemporal } from './logs.ts'
import { timings } from './timings.ts'

export interface WorkerOptions {
  temporalAddress: string
  namespace?: string
  db: Db
  mailer: Mailer
  mail: MailSettings
  /** Made once and shared by tests; else bundled here. */
  bundle?: WorkflowBundleWithSourceMap
  /** Where mails come back to; without it bounces are not read. */
  inbox?: Inbox | null
  onError: (error: unknown) => void
  /** Told of each run that was nudged. */
  onRun?: (run: WorkflowRun) => void
  outboxEveryMs?: number
  runsEveryMs?: number
  /** True where Temporal is its test server, which ends connections that ping. */
  fewPings?: boolean
  /** Runs that are kept in memory between their steps, as many as fit unless told; the test server never takes one back from a lost worker. */
  cachedRuns?: number
}

export interface RunningWorker {
  client: Client
  /** Lets running activities end, then stops worker and keeper. */
  stop(): Promise<void>
}

/** Pings find out that a line is dead; the test server ends those who ping more often than every five minutes. */
const fewPings = { 'grpc.keepalive_time_ms': 3_600_000, 'grpc.keepalive_permit_without_calls': 0 }

/** Starts the worker of all workflows and activities, and the keeper beside it. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  quietTemporal()
  const namespace = options.namespace ?? 'default'
  const connection = await Connection.connect({
    address: options.temporalAddress,
    ...(options.fewPings === true ? { channelArgs: fewPings } : {}),
  })
  const client = new Client({ connection, namespace })
  const activities = createActivities({
    db: options.db,
    mailer: options.mailer,
    mail: options.mail,
    deliverOutbox: async () => {
      await deliverOutbox(options.db, client, options.onRun)
    },
  })
  const working = await keepWorking({
    address: options.temporalAddress,
    worker: {
      namespace,
      taskQueue: TASK_QUEUE,
      workflowBundle: options.bundle ?? (await bundleWorkflows()),
      activities,
      interceptors: { activity: [timings] },
      maxConcurrentActivityTaskExecutions: 20,
      // A run that a lost worker had goes to another after so long.
      stickyQueueScheduleToStartTimeout: '5 seconds',
      ...(options.cachedRuns === undefined ? {} : { maxCachedWorkflows: options.cachedRuns }),
      // A run that another version began and this one cannot follow ends; the keeper begins it anew, from the facts.
      workflowFailureErrorTypes: { '*': ['NondeterminismError'] },
      shutdownGraceTime: '20 seconds',
    },
    onError: options.onError,
  })
  const keeper = startKeeper({ ...options, client })
  const { inbox = null, db, onError } = options
  const inboxReader = inbox === null ? null : startInboxReader({ db, inbox, onError })
  return {
    client,
    async stop() {
      await inboxReader?.stop()
      await keeper.stop()
      await working.stop()
      await connection.close()
    },
  }
}
