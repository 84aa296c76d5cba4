import { DateTime } from 'luxon'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { quiet } from '../../cli/demo/quiet.ts'
import { startSkippedTime, type SkippedTime } from '../../cli/demo/skippedTime.ts'
import { freePort } from '../../cli/embedded/ports.ts'
import { smtpMailer, type Mailer } from '../../mail/mailer.ts'
import { startMailbox, type MailboxRule, type RunningMailbox } from '../../mail/mailbox/mailbox.ts'
import { openMailboxStore, type MailboxStore, type StoredMail } from '../../mail/mailbox/store.ts'
import { generateFederation, type GeneratedUnit } from '../../domain/federation.ts'
import { perform, type AccountActor, type Actor, type Op } from '../../operations/perform.ts'
import { startWorker, type RunningWorker } from '../../worker/start.ts'
import { BASE_URL, LINK_KEY } from './settings.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { administrator, importUnits, personAt } from './people.ts'

export const ZONE = 'Asia/Shanghai'
const FORMAT = 'yyyy-MM-dd HH:mm'
const local = (text: string): DateTime => DateTime.fromFormat(text, FORMAT, { zone: ZONE })
/** Real time that a world may take to settle. */
const SETTLE_MS = 60_000

/** A whole installation in skipped time: database, Temporal's test server, worker, keeper, a real SMTP server. */
export interface World {
  database: TestDatabase
  worker: RunningWorker
  mailer: Mailer
  mailbox: MailboxStore
  units: GeneratedUnit[]
  /** Somebody who signed in. */
  person(code: string, role: AccountActor['role']): Promise<AccountActor>
  coordinator: AccountActor
  unitId(code: string): Promise<number>
  do<A extends Actor, T>(actor: A, work: (op: Op<A>) => Promise<T>): Promise<T>
  /** Lets the time pass until a local time, `2014-05-07 09:01`; everything due on the way happens. */
  until(localTime: string): Promise<void>
  /** Waits until nothing that is due is left undone. */
  settle(): Promise<void>
  now(): string
  mailsTo(address: string): StoredMail[]
  /** Worker and Temporal go down, and what Temporal knew is lost. */
  goDown(): Promise<void>
  /** A new Temporal that knows nothing, and a new worker; meanwhile it has become that time. */
  comeBack(localTime?: string): Promise<void>
  close(): Promise<void>
}

export interface WorldOptions {
  at: string
  units?: number
  seed?: number
  /** How a mail to an address ends; may change its mind as the story goes on. */
  rules?: (recipient: string) => MailboxRule
}

export async function createWorld({ at, units = 60, seed = 1, rules }: WorldOptions): Promise<World> {
  const database = await createTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'duban-mailbox-'))
  const mailbox = await openMailboxStore(folder)
  const smtp: RunningMailbox = await startMailbox({
    smtpPort: await freePort(),
    store: mailbox,
    ...(rules === undefined ? {} : { rules }),
  })
  const mailer = smtpMailer({ url: smtp.smtpUrl })
  let running: Running | null = await run(database, mailer, local(at))
  const up = (): Running => {
    if (running === null) throw new Error('the world is down')
    return running
  }
  const admin = await administrator(database.owner)
  const generated = generateFederation({ seed, units })
  const report = await importUnits(database.api, admin, generated)
  if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems))
  const coordinator: AccountActor = { ...admin, role: 'coordinator' }
  const settle = (): Promise<void> => quiet(database.owner, SETTLE_MS)
  const goDown = async (): Promise<void> => {
    const ending = running
    running = null
    await ending?.worker.stop()
    await ending?.time.stop()
  }
  let stoppedAt = local(at)
  return {
    database,
    get worker() {
      return up().worker
    },
    mailer,
    mailbox,
    units: generated,
    coordinator,
    person: (code, role) => personAt(database.owner, code, role),
    unitId: async (code) =>
      (
        await database.owner
          .selectFrom('unit')
          .select('id')
          .where('code', '=', code)
          .executeTakeFirstOrThrow()
      ).id,
    do: (actor, work) => perform(database.api, actor, work),
    settle,
    now: () => up().time.now().toFormat(FORMAT),
    async until(localTime) {
      await settle()
      await up().time.until(local(localTime))
      await settle()
    },
    mailsTo: (address) => mailbox.list({ to: address, page: 1 }).mails,
    async goDown() {
      stoppedAt = up().time.now()
      await goDown()
    },
    async comeBack(localTime) {
      running = await run(database, mailer, localTime === undefined ? stoppedAt : local(localTime))
    },
    async close() {
      await goDown()
      await mailer.close()
      await smtp.stop()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Running {
  time: SkippedTime
  worker: RunningWorker
}

async function run(database: TestDatabase, mailer: Mailer, start: DateTime): Promise<Running> {
  const time = await startSkippedTime(database.owner, start, () => undefined)
  const worker = await startWorker({
    temporalAddress: time.address,
    db: database.worker,
    mailer,
    mail: { from: 'duban@fl.example', baseUrl: BASE_URL, linkKey: LINK_KEY },
    bundle: inject('workflowBundle'),
    onError: (error) => console.error(error),
    fewPings: true,
    outboxEveryMs: 50,
    runsEveryMs: 3_600_000,
  })
  return { time, worker }
}
