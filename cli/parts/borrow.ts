import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../embedded/ports.ts'
import { startPostgres } from '../embedded/postgres.ts'
import { readPostmasterFile } from '../embedded/postgresCluster.ts'
import type { Config } from '../config.ts'
import { keptPasswords, postgresUrl, type Role } from '../embedded/postgresRoles.ts'
import { runningProcess } from '../embedded/processes.ts'
import { connectDatabase, type DatabasePart } from './database.ts'

export interface BorrowedDatabase {
  url(role: Role): string
  giveBack(): Promise<void>
}

/** The embedded database for one command: of the installation that runs, or started for as long as it takes. */
export async function borrowDatabase(dataDir: string): Promise<BorrowedDatabase> {
  const cluster = join(dataDir, 'cluster')
  const running = readPostmasterFile(cluster)
  if (running !== null && runningProcess(running.pid) !== null) {
    const passwords = keptPasswords(join(dataDir, 'passwords.json'), cluster)
    const port = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3])
    return {
      url: (role) => postgresUrl(role, passwords[role], port, 'duban'),
      giveBack: () => Promise.resolve(),
    }
  }
  const postgres = await startPostgres({ dataDir, port: await freePort(), log: () => undefined })
  return { url: (role) => postgres.url(role), giveBack: () => postgres.stop() }
}

/** The database of DATABASE_URL, else the embedded one, as each role, for one command; `stop` gives it back. */
export async function databaseForCommand(config: Config, dataDir: string): Promise<DatabasePart> {
  if (config.DATABASE_URL !== undefined) return connectDatabase(config)
  const borrowed = await borrowDatabase(dataDir)
  const part = connectDatabase({
    ...config,
    DATABASE_URL: borrowed.url('duban_owner'),
    DATABASE_URL_API: borrowed.url('duban_api'),
    DATABASE_URL_WORKER: borrowed.url('duban_worker'),
  })
  return {
    ...part,
    async stop() {
      await part.stop()
      await borrowed.giveBack()
    },
  }
}
