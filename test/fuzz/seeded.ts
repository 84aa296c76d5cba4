import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { freePort } from '../../cli/embedded/ports.ts'
import { startPostgres } from '../../cli/embedded/postgres.ts'
import { openEmbedded, type DatabasePart } from '../../cli/parts/database.ts'
import { linkToken } from '../../mail/links.ts'
import { createApiKey } from '../../operations/access/apiKeys.ts'
import { addAccount } from '../../operations/access/changeAccount.ts'
import { hashToken, newToken } from '../../operations/access/tokens.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { createCity } from '../web/city.ts'

/** What lets somebody in, for hooks.py. */
export interface Known {
  administrator: string
  coordinator: string
  supervisor: string
  /** To be ended. */
  sessions: string[]
  keys: string[]
  links: string[]
}

export interface Seeded {
  baseUrl: string
  known: Known
  /** Lines of the log that tell of an accident, without what differs from one to the next. */
  accidents(): string[]
  stop(): Promise<void>
}

const bootstrap = fileURLToPath(new URL('../../cli/bootstrap.mjs', import.meta.url))

/** An installation as `npm start` starts it, all parts of its own, on the data of a city in mid-campaign. */
export async function startSeeded(folder: string, units: number): Promise<Seeded> {
  chmodSync(folder, 0o711)
  const linkKey = randomBytes(32)
  const known = await seed(folder, linkKey, units)
  const port = await freePort()
  const lines: string[] = []
  const child = spawn(process.execPath, [bootstrap, 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(await environment(folder, port)), DUBAN_LINK_KEY: linkKey.toString('base64') },
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => lines.push(...chunk.toString('utf8').split('\n')))
  const baseUrl = `http://127.0.0.1:${port}`
  await answers(baseUrl, child, lines)
  return {
    baseUrl,
    known,
    accidents: () => lines.filter((line) => line.includes('"level":50')).map(withoutRequest),
    stop: () => ended(child),
  }
}

async function seed(folder: string, linkKey: Buffer, units: number): Promise<Known> {
  const dataDir = join(folder, 'postgres')
  const postgres = await startPostgres({ dataDir, port: await freePort(), log: () => undefined })
  const database = await openEmbedded(postgres, () => undefined)
  try {
    const city = await createCity(database, { units })
    await city.until('2014-05-12')
    return await knownIn(database, city.admin, linkKey)
  } finally {
    await database.stop()
  }
}

async function knownIn(database: DatabasePart, admin: AccountActor, linkKey: Buffer): Promise<Known> {
  const { id: supervisor } = await database.owner
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'supervisor')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const many = async <T>(times: number, make: () => Promise<T>): Promise<T[]> => {
    const made: T[] = []
    for (let n = 0; n < times; n += 1) made.push(await make())
    return made
  }
  return {
    administrator: await session(database, admin.accountId),
    coordinator: await session(database, await coordinator(database, admin)),
    supervisor: await session(database, supervisor),
    sessions: await many(300, () => session(database, admin.accountId)),
    keys: await many(20, () => apiKey(database, admin)),
    links: await links(database, linkKey),
  }
}

function coordinator(database: DatabasePart, admin: AccountActor): Promise<number> {
  const { unitId } = admin
  const person = { name: '王某', email: 'desk@fl.example', telephone: null, language: 'zh-CN' } as const
  return perform(database.api, admin, (op) => addAccount(op, { ...person, role: 'coordinator', unitId }))
}

async function session(database: DatabasePart, accountId: number): Promise<string> {
  const token = newToken()
  await sql`insert into session (token_hash, account_id, expires_at)
    values (${hashToken(token)}, ${accountId}, now() + interval '1 day')`.execute(database.owner)
  return token
}

async function apiKey(database: DatabasePart, admin: AccountActor): Promise<string> {
  const wanted = {
    name: '数据大屏',
    unitId: admin.unitId,
    role: 'coordinator',
    access: 'write',
    days: 90,
  } as const
  const { token } = await perform(database.api, admin, (op) => createApiKey(op, wanted, null))
  return token
}

async function links(database: DatabasePart, linkKey: Buffer): Promise<string[]> {
  const rows = await database.owner
    .selectFrom('link as l')
    .innerJoin('contact as c', 'c.id', 'l.contact_id')
    .select(['l.id', 'c.generation'])
    .limit(50)
    .execute()
  return rows.map(({ id, generation }) => linkToken(linkKey, { linkId: id, generation }))
}

async function environment(folder: string, port: number): Promise<Record<string, string>> {
  return {
    DUBAN_HOME: folder,
    DUBAN_PORT: String(port),
    DUBAN_POSTGRES_PORT: String(await freePort()),
    DUBAN_TEMPORAL_PORT: String(await freePort()),
    DUBAN_TEMPORAL_UI_PORT: String(await freePort()),
    DUBAN_SMTP_PORT: String(await freePort()),
    // All requests come from one address, and more of them than any person sends.
    DUBAN_RATE_LIMIT: 'off',
  }
}

async function answers(baseUrl: string, child: ChildProcess, lines: string[]): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    if (child.exitCode !== null) break
    const response = await fetch(`${baseUrl}/healthz`).catch(() => null)
    if (response?.ok === true) return
    await sleep(500)
  }
  throw new Error(`the installation did not start:\n${lines.join('\n')}`)
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

function withoutRequest(line: string): string {
  return line.replaceAll(/"(reqId|time|pid|hostname)":("[^"]*"|\d+),?/g, '')
}
