import { run, makeWorkerUtils, Logger } from 'graphile-worker'
import PgBoss from 'pg-boss'

/** A job queue with one deferred job for each unit and moment; what a job would do is left out. */
export interface Queue {
  name: string
  /** Puts so many jobs in, all due at one instant. */
  put(jobs: number, at: Date): Promise<void>
  /** Does all that is due, until the last is recorded as done. */
  drain(): Promise<void>
  /** Cancels all and puts them in again for another instant. */
  move(at: Date): Promise<void>
  clear(): Promise<void>
  stop(): Promise<void>
}

/** Drawn in batches and completed in batches, as its manual advises for many short jobs. */
const LOCAL_QUEUE = 200
const COMPLETE_DELAY_MS = 5

export async function graphileWorker(connectionString: string): Promise<Queue> {
  const logger = new Logger(() => () => undefined)
  const utils = await makeWorkerUtils({ connectionString, logger })
  const identifier = 'remind'
  let waiting = 0
  const put = async (at: Date): Promise<void> => {
    await utils.addJobs(
      Array.from({ length: waiting }, (_, n) => ({
        identifier,
        payload: { n },
        runAt: at,
        jobKey: `job-${n}`,
      })),
    )
  }
  await utils.migrate()
  return {
    name: 'graphile-worker',
    put(jobs, at) {
      waiting = jobs
      return put(at)
    },
    async drain() {
      let left = waiting
      const { promise, resolve } = settled()
      const runner = await run({
        connectionString,
        logger,
        maxPoolSize: 10,
        noHandleSignals: true,
        taskList: {
          [identifier]: () => {
            left -= 1
            if (left === 0) resolve()
          },
        },
        preset: {
          worker: {
            concurrentJobs: 20,
            localQueue: { size: LOCAL_QUEUE },
            completeJobBatchDelay: COMPLETE_DELAY_MS,
          },
        },
      })
      await promise
      // Stopping writes down what was done last.
      await runner.stop()
    },
    // A job under a known key takes the place of the one before: its own way to cancel and insert again.
    move: put,
    clear: () =>
      utils.withPgClient(async (pg) => void (await pg.query('truncate graphile_worker._private_jobs'))),
    stop: async () => utils.release(),
  }
}

/** Jobs fetched and completed at once, in so many lanes. */
const BATCH = 1000
const LANES = 4

export async function pgBoss(connectionString: string): Promise<Queue> {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: LANES })
  let stopping = false
  boss.on('error', (error) => {
    if (!stopping) console.error(error)
  })
  await boss.start()
  const name = 'remind'
  await boss.createQueue(name)
  let ids: string[] = []
  const put = async (jobs: number, at: Date): Promise<void> => {
    ids = Array.from({ length: jobs }, () => crypto.randomUUID())
    await boss.insert(ids.map((id, n) => ({ id, name, data: { n }, startAfter: at })))
  }
  const lane = async (): Promise<void> => {
    for (;;) {
      const jobs = await boss.fetch(name, { batchSize: BATCH })
      if (jobs.length === 0) return
      await boss.complete(
        name,
        jobs.map(({ id }) => id),
      )
    }
  }
  return {
    name: 'pg-boss',
    put,
    async drain() {
      await Promise.all(Array.from({ length: LANES }, lane))
    },
    async move(at) {
      await boss.cancel(name, ids)
      await put(ids.length, at)
    },
    clear: () => boss.clearStorage(),
    async stop() {
      stopping = true
      await boss.stop({ graceful: false, wait: true })
    },
  }
}

function settled(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve: () => resolve() }
}
