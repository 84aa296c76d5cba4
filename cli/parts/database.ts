import { connect, type Db } from '../../db/connection.ts'
import { currentTime } from '../../db/clock.ts'
import { ensureFirstFacts } from '../../db/firstFacts.ts'
import { migrateToLatest } from '../../db/migrations/index.ts'
import { startMessage } from '../../messages/start.ts'
import type { Config } from '../config.ts'
import { configuredPort } from '../embedded/ports.ts'
import { startPostgres, type RunningPostgres } from '../embedded/postgres.ts'
import { StartError } from '../embedded/startError.ts'

/** The database as each of its roles, migrated and ready. */
export interface DatabasePart {
  owner: Db
  api: Db
  worker: Db
  /** Null where the database is somebody else's to run. */
  exited: Promise<number | null> | null
  stop(): Promise<void>
}

interface Addresses {
  owner: string
  api: { url: string; role?: 'duban_api' }
  worker: { url: string; role?: 'duban_worker' }
}

/** Connects to DATABASE_URL, or starts PostgreSQL in the folder, and brings the schema up to date. */
export async function startDatabase(
  config: Config,
  folder: string,
  log: (line: string) => void,
): Promise<DatabasePart> {
  if (config.DATABASE_URL !== undefined) {
    const part = connectDatabase(config)
    await migrate(part.owner, log)
    return part
  }
  const postgres = await startPostgres({ dataDir: folder, port: configuredPort('postgres'), log })
  try {
    return await openEmbedded(postgres, log)
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

/** Connects to a database of one's own as it is: somebody else has migrated it. */
export function connectDatabase(config: Config): DatabasePart {
  if (config.DATABASE_URL === undefined) throw StartError.of('settingMissing', { variable: 'DATABASE_URL' })
  const part = open(ownAddresses(config, config.DATABASE_URL))
  return { ...part, exited: null, stop: () => close(part) }
}

/** Migrates an embedded server that runs, and connects to it as each role. */
export async function openEmbedded(
  postgres: RunningPostgres,
  log: (line: string) => void,
): Promise<DatabasePart> {
  const part = open({
    owner: postgres.url('duban_owner'),
    api: { url: postgres.url('duban_api') },
    worker: { url: postgres.url('duban_worker') },
  })
  await migrate(part.owner, log)
  return {
    ...part,
    exited: postgres.exited,
    async stop() {
      await close(part)
      await postgres.stop()
    },
  }
}

function ownAddresses(config: Config, owner: string): Addresses {
  return {
    owner,
    api:
      config.DATABASE_URL_API === undefined
        ? { url: owner, role: 'duban_api' }
        : { url: config.DATABASE_URL_API },
    worker:
      config.DATABASE_URL_WORKER === undefined
        ? { url: owner, role: 'duban_worker' }
        : { url: config.DATABASE_URL_WORKER },
  }
}

/** No statement of pages or sweeps takes that long. */
const SILENCE_MS = 60_000

type Pools = Pick<DatabasePart, 'owner' | 'api' | 'worker'>

function open(addresses: Addresses): Pools {
  const { url, ...api } = addresses.api
  const { url: workerUrl, ...worker } = addresses.worker
  return {
    owner: connect(addresses.owner, { max: 2 }),
    api: connect(url, { max: 10, silenceMs: SILENCE_MS, ...api }),
    worker: connect(workerUrl, { max: 12, silenceMs: SILENCE_MS, ...worker }),
  }
}

async function close(part: Pools): Promise<void> {
  await Promise.all([part.api.destroy(), part.worker.destroy(), part.owner.destroy()])
}

async function migrate(owner: Db, log: (line: string) => void): Promise<void> {
  try {
    const applied = await migrateToLatest(owner)
    if (applied.length > 0) log(startMessage('migrated', { names: applied.join(', ') }))
  } catch (error) {
    throw StartError.of('databaseUnreachable', {
      detail: error instanceof Error ? error.message : String(error),
    })
  }
  await ensureFirstFacts(owner, {
    unitName: '市妇女联合会',
    administratorName: '管理员',
    at: await currentTime(owner),
  })
}
