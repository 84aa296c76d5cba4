import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startMessage } from '../../messages/start.ts'
import { requirePort } from './ports.ts'
import { postgresBinaries } from './postgresBinaries.ts'
import { endOrphan, ensureCluster, plainEnv, readPostmasterFile } from './postgresCluster.ts'
import { ensureDatabase, keptPasswords, postgresUrl } from './postgresRoles.ts'
import type { Passwords, Role } from './postgresRoles.ts'
import { postgresUser, requireEnter } from './postgresUser.ts'
import { explainFolderFailure } from './startError.ts'
import { startChild } from './supervise.ts'

export interface PostgresOptions {
  /** A folder for this server alone: the cluster, its passwords and its log. Made when missing. */
  dataDir: string
  port: number
  /** Gets the progress lines, which are rare: first start, an orphan ended. */
  log: (line: string) => void
  /** For tests only: nothing survives a power cut, and 200 connections are allowed. */
  fast?: boolean
}

export interface RunningPostgres {
  port: number
  passwords: Passwords
  /** The superuser on the database `postgres`: for making databases, never for the application. */
  superuserUrl: string
  url(role: Role, database?: string): string
  /** Ends sessions and stops in order; once it resolves there is no process left. Never rejects. */
  stop(): Promise<void>
  /** Resolves when the server has ended, asked or not: null when a signal ended it. */
  exited: Promise<number | null>
}

/**
 * Starts PostgreSQL on 127.0.0.1 with the three roles and the database `duban`. A server left by a killed run
 * is ended first. Pools need an 'error' listener: stop() ends their connections.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dataDir, port, log, fast = false } = options
  const user = postgresUser()
  const binaries = postgresBinaries(user)
  const cluster = join(dataDir, 'cluster')
  let passwords: Passwords
  try {
    mkdirSync(dataDir, { recursive: true })
    if (user.uid !== undefined) chmodSync(dataDir, 0o711) // its user passes through and lists nothing
    requireEnter(dataDir, user)
    await endOrphan(cluster, log)
    await requirePort('postgres', port)
    passwords = keptPasswords(join(dataDir, 'passwords.json'), cluster)
    if (!existsSync(cluster) && !fast) log(startMessage('preparingPostgres', {}))
    ensureCluster(cluster, { binaries, user, superuserPassword: passwords.postgres, fast })
  } catch (error) {
    throw explainFolderFailure(dataDir, error)
  }

  const child = await startChild({
    server: 'PostgreSQL',
    command: binaries.postgres,
    args: ['-D', cluster, '-p', String(port), ...settings(fast).flatMap((setting) => ['-c', setting])],
    logFile: join(dataDir, 'postgres.log'),
    env: plainEnv,
    ...user,
    stopSignal: 'SIGINT', // "fast": sessions are ended, nothing is lost
    stopWithinMs: 20_000,
  })
  await child.ready(() => {
    const file = readPostmasterFile(cluster)
    return file?.pid === child.pid && file.ready
  }, 60_000)
  try {
    await ensureDatabase(port, passwords)
  } catch (error) {
    await child.stop()
    throw error
  }

  return {
    port,
    passwords,
    superuserUrl: postgresUrl('postgres', passwords.postgres, port, 'postgres'),
    url: (role, database = 'duban') => postgresUrl(role, passwords[role], port, database),
    stop: child.stop,
    exited: child.exited,
  }
}

function settings(fast: boolean): string[] {
  return [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=', // no socket file in a shared folder
    'timezone=UTC',
    'log_timezone=UTC',
    ...(fast
      ? [
          'fsync=off',
          'synchronous_commit=off',
          'full_page_writes=off',
          'max_connections=200',
          'autovacuum=on',
        ]
      : []),
  ]
}
