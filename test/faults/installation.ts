import { DateTime } from 'luxon'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectTestServer, type TestService } from '../../cli/demo/testService.ts'
import { recordedProcess } from '../../cli/embedded/orphans.ts'
import { freePort } from '../../cli/embedded/ports.ts'
import { startPostgres, type RunningPostgres } from '../../cli/embedded/postgres.ts'
import { readPostmasterFile } from '../../cli/embedded/postgresCluster.ts'
import { startTemporal } from '../../cli/embedded/temporal.ts'
import { serviceAnswers } from '../../cli/embedded/temporalReady.ts'
import { findTestServer } from '../../cli/embedded/timeSkipping.ts'
import { connect, type Db } from '../../db/connection.ts'
import { moveClock } from '../../db/clock.ts'
import { ensureFirstFacts } from '../../db/firstFacts.ts'
import { migrateToLatest } from '../../db/migrations/index.ts'
import { bundleWorkflows } from '../../worker/bundle.ts'
import { nextMoment, patiently, settled, ZONE } from './clock.ts'
import { keepAlive, startNode, type Life, type Part } from './part.ts'
import { startProxy, type Proxy } from './proxy.ts'
import type { SmtpBehaviour } from './processes/smtp.ts'

export const partNames = ['worker', 'api', 'postgres', 'temporal', 'smtp'] as const
export type PartName = (typeof partNames)[number]

export interface InstallationOptions {
  /** The server that skips time and keeps nothing, or the development server with its data on disk. */
  temporal: 'skipping' | 'durable'
  at: DateTime
  log: (line: string) => void
}

/** All parts as processes of their own, each on a line of its own; a part that dies is begun again. */
export interface Installation {
  owner: Db
  baseUrl: string
  linkKey: Buffer
  /** Straight to the database. */
  url(role: 'duban_owner' | 'duban_api' | 'duban_worker'): string
  parts: Record<PartName, Part>
  lines: Record<'postgres' | 'temporal' | 'smtp', Proxy>
  folder: string
  now(): DateTime
  /** Lets everything happen that falls due until then. */
  until(moment: DateTime): Promise<void>
  settled(): Promise<void>
  allUp(): Promise<void>
  mailServer(behaviour: SmtpBehaviour): void
  /** What the mail server took, in order. */
  mails(): { messageId: string; to: string }[]
  stop(): Promise<void>
}

export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { log } = options
  const folder = mkdtempSync(join(tmpdir(), 'duban-faults-'))
  chmodSync(folder, 0o711)
  const linkKey = randomBytes(32)
  const mailFile = join(folder, 'mails.jsonl')
  let behaviour: SmtpBehaviour = {}

  const server = await postgresPart(folder, log)
  const lines = {
    postgres: await startProxy(server.postgres.port),
    temporal: await startProxy(1),
    smtp: await startProxy(await freePort()),
  }
  const owner = connect(server.postgres.url('duban_owner'), { max: 4 })
  await migrateToLatest(owner)
  await ensureFirstFacts(owner, {
    unitName: '市妇女联合会',
    administratorName: '管理员',
    at: options.at.toJSDate(),
  })
  const time =
    options.temporal === 'skipping'
      ? skippedTime(owner, options.at, lines.temporal, log)
      : durableTime(owner, options.at, lines.temporal, folder, log)
  await time.part.up()
  await time.begin()

  const webPort = await freePort()
  const baseUrl = `http://127.0.0.1:${webPort}`
  const url = (role: 'duban_owner' | 'duban_api' | 'duban_worker'): string =>
    server.postgres.url(role).replace(/:\d+\//, `:${lines.postgres.port}/`)
  const env = {
    DATABASE_URL: url('duban_owner'),
    DATABASE_URL_API: url('duban_api'),
    DATABASE_URL_WORKER: url('duban_worker'),
    TEMPORAL_ADDRESS: `127.0.0.1:${lines.temporal.port}`,
    SMTP_URL: `smtp://127.0.0.1:${lines.smtp.port}`,
    DUBAN_BASE_URL: baseUrl,
    DUBAN_PORT: String(webPort),
    DUBAN_LINK_KEY: linkKey.toString('base64'),
    DUBAN_HOME: folder,
    WORKFLOW_BUNDLE: join(folder, 'bundle.json'),
    TEST_SERVER: options.temporal === 'skipping' ? '1' : '0',
  }
  writeFileSync(env.WORKFLOW_BUNDLE, JSON.stringify(await bundleWorkflows()))
  const node = (name: string, file: string, args: string[], answers?: () => Promise<boolean>) =>
    keepAlive(
      name,
      () =>
        startNode({
          file,
          args,
          env,
          logFile: join(folder, `${name}.log`),
          ...(answers === undefined ? {} : { answers }),
        }),
      log,
    )
  const parts: Record<PartName, Part> = {
    postgres: server.part,
    temporal: time.part,
    smtp: keepAlive(
      'smtp',
      async () => {
        const life = await startNode({
          file: 'test/faults/processes/smtp.ts',
          args: [mailFile, String(lines.smtp.target)],
          env,
          logFile: join(folder, 'smtp.log'),
        })
        life.tell({ behaviour })
        return life
      },
      log,
    ),
    worker: node('worker', 'test/faults/processes/worker.ts', []),
    api: node('api', 'cli/main.ts', ['api'], () => answers(`${baseUrl}/healthz`)),
  }
  const allUp = async (): Promise<void> => {
    await Promise.all(Object.values(parts).map((part) => part.up()))
  }
  await allUp()
  return {
    owner,
    baseUrl,
    linkKey,
    url: (role) => server.postgres.url(role),
    parts,
    lines,
    folder,
    now: time.now,
    settled: () => settled(owner),
    allUp,
    async until(moment) {
      for (;;) {
        await settled(owner)
        if (time.now() >= moment) return
        await time.skipTo(await nextMoment(owner, time.now(), moment))
      }
    },
    mailServer(wanted) {
      behaviour = wanted
      parts.smtp.tell({ behaviour })
    },
    mails: () =>
      existsSync(mailFile)
        ? readFileSync(mailFile, 'utf8')
            .split('\n')
            .filter((line) => line.endsWith('}'))
            .map((line) => JSON.parse(line) as { messageId: string; to: string })
        : [],
    async stop() {
      await Promise.all([parts.worker.stop(), parts.api.stop(), parts.smtp.stop()])
      await parts.temporal.stop()
      await owner.destroy()
      await parts.postgres.stop()
      await Promise.all(Object.values(lines).map((line) => line.close()))
      if (process.env['KEEP_FAULTS'] === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get(url, { timeout: 2000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    asked.once('timeout', () => asked.destroy())
    asked.once('error', () => resolve(false))
  })
}

async function postgresPart(folder: string, log: (line: string) => void) {
  const dataDir = join(folder, 'postgres')
  const port = await freePort()
  let postgres: RunningPostgres | null = null
  const part = keepAlive(
    'postgres',
    async (): Promise<Life> => {
      const running = await startPostgres({ dataDir, port, log: () => undefined })
      postgres = running
      const pid = readPostmasterFile(join(dataDir, 'cluster'))?.pid ?? 0
      return {
        pid,
        ended: running.exited.then(() => undefined),
        tell: () => undefined,
        kill: () => process.kill(pid, 'SIGKILL'),
      }
    },
    log,
  )
  await part.up()
  if (postgres === null) throw new Error('PostgreSQL did not start')
  return { part, postgres: postgres as RunningPostgres }
}

interface Time {
  part: Part
  begin(): Promise<void>
  now(): DateTime
  skipTo(moment: DateTime): Promise<void>
}

/** Temporal's test server, which knows nothing after its death; the next one begins at the time that it has become. */
function skippedTime(owner: Db, start: DateTime, line: Proxy, log: (line: string) => void): Time {
  let service: TestService | null = null
  let shiftMs: number | null = null
  let skippedMs = 0
  let pending: DateTime | null = null
  const now = (): DateTime => DateTime.fromMillis(Date.now() + (shiftMs ?? 0) + skippedMs, { zone: ZONE })
  const keep = async (current: TestService): Promise<void> => {
    skippedMs = (await current.now()) - Date.now()
    await patiently(() => moveClock(owner, { shiftMs: shiftMs ?? 0, skippedMs }))
  }
  const part = keepAlive(
    'temporal',
    async () => {
      line.mode = 'reset'
      line.cut()
      const port = await freePort()
      const child = spawn(await findTestServer(() => undefined), [String(port)], { stdio: 'ignore' })
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      const endIt = (): boolean => child.kill('SIGKILL')
      process.once('exit', endIt)
      while (!(await serviceAnswers(`127.0.0.1:${port}`))) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error('ended before it answered')
        await sleep(20)
      }
      const fresh = await connectTestServer(`127.0.0.1:${port}`)
      if (shiftMs !== null) {
        const wanted = pending === null ? now() : DateTime.max(pending, now())
        const ms = wanted.toMillis() - shiftMs - (await fresh.now())
        if (ms > 0) await fresh.advance(ms)
        await keep(fresh)
      }
      service = fresh
      void ended.then(() => {
        process.off('exit', endIt)
        fresh.close()
        if (service === fresh) service = null
      })
      line.target = port
      line.mode = 'pass'
      const { pid } = child
      if (pid === undefined) throw new Error('no process')
      return { pid, ended, tell: () => undefined, kill: () => child.kill('SIGKILL') }
    },
    log,
  )
  return {
    part,
    now,
    async begin() {
      if (service === null) throw new Error('no test server')
      shiftMs = start.toMillis() - (await service.now())
      await keep(service)
    },
    async skipTo(moment) {
      pending = moment
      for (;;) {
        await part.up()
        const current = service
        if (current === null) {
          await sleep(20)
          continue
        }
        try {
          const ms = moment.toMillis() - (shiftMs ?? 0) - (await current.now())
          if (ms > 0) await current.advance(ms)
          await keep(current)
          break
        } catch (error) {
          log(`skipping: ${String(error).slice(0, 80)}`)
          await sleep(50)
        }
      }
      pending = null
    },
  }
}

/** The development server with its data on disk: the installation's clock jumps, and everybody is told to look. */
function durableTime(
  owner: Db,
  start: DateTime,
  line: Proxy,
  folder: string,
  log: (line: string) => void,
): Time {
  const dataDir = join(folder, 'temporal')
  mkdirSync(dataDir)
  let shiftMs = start.toMillis() - Date.now()
  const now = (): DateTime => DateTime.fromMillis(Date.now() + shiftMs, { zone: ZONE })
  const port = freePort()
  const part = keepAlive(
    'temporal',
    async () => {
      const server = await startTemporal({ dataDir, port: await port, uiPort: null, log: () => undefined })
      line.target = await port
      const pid = recordedProcess(join(dataDir, 'temporal.pid'))?.pid ?? 0
      return {
        pid,
        ended: server.exited.then(() => undefined),
        tell: () => undefined,
        kill: () => process.kill(pid, 'SIGKILL'),
      }
    },
    log,
  )
  return {
    part,
    now,
    begin: () => moveClock(owner, { shiftMs, skippedMs: 0 }),
    async skipTo(moment) {
      shiftMs = moment.toMillis() - Date.now()
      await patiently(() =>
        owner.transaction().execute(async (tx) => {
          await moveClock(tx, { shiftMs, skippedMs: 0 })
          await tx
            .insertInto('outbox')
            .columns(['target', 'target_id'])
            .expression((eb) =>
              eb
                .selectFrom('campaign')
                .select((of) => [of.val('campaign').as('target'), 'id as target_id'])
                .where('state', 'in', ['issuing', 'open'])
                .unionAll(
                  eb
                    .selectFrom('docket')
                    .select((of) => [of.val('docket').as('target'), 'id as target_id'])
                    .where('closed_at', 'is', null),
                ),
            )
            .execute()
          await tx.insertInto('outbox').values({ target: 'delivery', target_id: 0 }).execute()
        }),
      )
    },
  }
}
