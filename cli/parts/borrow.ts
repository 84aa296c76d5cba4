import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../embedded/ports.ts'
import { startPostgres } from '../embedded/postgres.ts'
import { readPostmasterFile } from '../embedded/postgresCluster.ts'
import { keptPasswords, postgresUrl } from '../embedded/postgresRoles.ts'
import { runningProcess } from '../embedded/processes.ts'

export interface BorrowedDatabase {
  /** As the owner. */
  url: string
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
      url: postgresUrl('duban_owner', passwords.duban_owner, port, 'duban'),
      giveBack: () => Promise.resolve(),
    }
  }
  const postgres = await startPostgres({ dataDir, port: await freePort(), log: () => undefined })
  return { url: postgres.url('duban_owner'), giveBack: () => postgres.stop() }
}
