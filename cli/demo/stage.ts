import type { DateTime } from 'luxon'
import { mkdirSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openMailboxStore, type MailboxStore } from '../../mail/mailbox/store.ts'
import { startMailbox } from '../../mail/mailbox/mailbox.ts'
import { smtpMailer } from '../../mail/mailer.ts'
import { startWorker, type RunningWorker } from '../../worker/start.ts'
import type { WorkflowRun } from '../../worker/deliverOutbox.ts'
import { dataFolder } from '../embedded/dataFolder.ts'
import { freePort } from '../embedded/ports.ts'
import { startPostgres } from '../embedded/postgres.ts'
import { openEmbedded, type DatabasePart } from '../parts/database.ts'
import { Stack } from '../parts/stack.ts'
import { startSkippedTime, type SkippedTime } from './skippedTime.ts'

/** An installation of its own for a demo: its data, its clock, its mailbox, beside the real one. */
export interface Stage {
  database: DatabasePart
  time: SkippedTime
  worker: RunningWorker
  mailbox: MailboxStore
  linkKey: Buffer
  baseUrl: string
  /** Every run that was nudged, for counting histories. */
  runs: WorkflowRun[]
  stop(): Promise<void>
}

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Sets the stage anew each time: a demo keeps nothing of the one before. */
export async function setStage(start: DateTime, port: number, log: (line: string) => void): Promise<Stage> {
  const stack = new Stack()
  try {
    return await setUp(start, port, log, stack)
  } catch (error) {
    await stack.unwind()
    throw error
  }
}

async function setUp(
  start: DateTime,
  port: number,
  log: (line: string) => void,
  stack: Stack,
): Promise<Stage> {
  const folder = join(dataFolder(projectRoot).folder, 'demo')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: await freePort(),
    log,
    fast: true,
  })
  stack.add(postgres)
  const database = stack.add(await openEmbedded(postgres, () => undefined))
  const time = stack.add(await startSkippedTime(database.owner, start, log))
  const mailbox = await openMailboxStore(join(folder, 'mailbox'))
  const smtp = stack.add(await startMailbox({ smtpPort: 0, store: mailbox }))
  const mailer = smtpMailer({ url: smtp.smtpUrl })
  stack.onStop(() => mailer.close())
  const baseUrl = `http://localhost:${port}`
  const linkKey = randomBytes(32)
  const runs = new Map<string, WorkflowRun>()
  const worker = stack.add(
    await startWorker({
      temporalAddress: time.address,
      db: database.worker,
      mailer,
      mail: { from: 'duban@fl.example', baseUrl, linkKey },
      onError: (error) => log(String(error)),
      onRun: (run) => runs.set(run.runId, run),
      fewPings: true,
      outboxEveryMs: 50,
      runsEveryMs: 3_600_000,
    }),
  )
  return {
    database,
    time,
    worker,
    mailbox,
    linkKey,
    baseUrl,
    get runs() {
      return [...runs.values()]
    },
    stop: () => stack.unwind(),
  }
}
