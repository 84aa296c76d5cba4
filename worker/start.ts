import { NativeConnection, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { Client, Connection } from '@temporalio/client'
import { createActivities } from '../activities/index.ts'
import type { MailSettings } from '../activities/dependencies.ts'
import type { Db } from '../db/connection.ts'
import type { Mailer } from '../mail/mailer.ts'
import { TASK_QUEUE } from '../workflows/names.ts'
import { bundleWorkflows } from './bundle.ts'
import { deliverOutbox, type WorkflowRun } from './deliverOutbox.ts'
import { startKeeper } from './keeper.ts'
import { quietTemporal } from './logs.ts'

export interface WorkerOptions {
  temporalAddress: string
  namespace?: string
  db: Db
  mailer: Mailer
  mail: MailSettings
  /** Made once and shared by tests; else bundled here. */
  bundle?: WorkflowBundleWithSourceMap
  onError: (error: unknown) => void
  /** Told of each run that was nudged. */
  onRun?: (run: WorkflowRun) => void
  outboxEveryMs?: number
  runsEveryMs?: number
}

export interface RunningWorker {
  client: Client
  /** Lets running activities end, then stops worker and keeper. */
  stop(): Promise<void>
}

/** The keeper calls often enough to keep the line open; Temporal's test server ends those who ping besides. */
const fewPings = { 'grpc.keepalive_time_ms': 3_600_000, 'grpc.keepalive_permit_without_calls': 0 }

/** Starts the worker of all workflows and activities, and the keeper beside it. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  quietTemporal()
  const namespace = options.namespace ?? 'default'
  const connection = await Connection.connect({ address: options.temporalAddress, channelArgs: fewPings })
  const client = new Client({ connection, namespace })
  const native = await NativeConnection.connect({ address: options.temporalAddress })
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: options.bundle ?? (await bundleWorkflows()),
    activities: createActivities({
      db: options.db,
      mailer: options.mailer,
      mail: options.mail,
      deliverOutbox: async () => {
        await deliverOutbox(options.db, client, options.onRun)
      },
    }),
    maxConcurrentActivityTaskExecutions: 20,
    shutdownGraceTime: '20 seconds',
  })
  const running = worker.run().catch(options.onError)
  const keeper = startKeeper({ ...options, client })
  return {
    client,
    async stop() {
      await keeper.stop()
      if (worker.getState() === 'RUNNING') worker.shutdown()
      await running
      await native.close()
      await connection.close()
    },
  }
}
