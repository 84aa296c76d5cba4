import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startMessage } from '../../messages/start.ts'
import { runningProcess, terminate } from './processes.ts'
import { StartError } from './startError.ts'
import type { PostgresBinaries } from './postgresBinaries.ts'
import type { PostgresUser } from './postgresUser.ts'

/** An environment for the server's programs in which nothing of the caller's (PGDATA, PGOPTIONS, LC_*) acts. */
export const plainEnv: NodeJS.ProcessEnv = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }

/** How long an orphan may take to end in order before it is told to drop everything; its log recovers it. */
const orphanBoundMs = 10_000

/**
 * Makes the cluster where there is none. It is made beside its place and renamed, so that a start killed half
 * way leaves nothing that looks like a database.
 */
export function ensureCluster(
  cluster: string,
  setup: { binaries: PostgresBinaries; user: PostgresUser; superuserPassword: string; fast: boolean },
): void {
  if (existsSync(join(cluster, 'PG_VERSION'))) return requireVersion(cluster, setup.binaries.version)
  const { user } = setup
  const partial = `${cluster}.partial`
  const passwordFile = `${cluster}.password`
  rmSync(partial, { recursive: true, force: true })
  try {
    // The caller's folder belongs to root where root runs; these two are made inside for the database's user.
    writeFileSync(passwordFile, setup.superuserPassword, { mode: 0o600 })
    const made = spawnSync('mkdir', ['-m', '700', partial], { encoding: 'utf8' })
    if (made.status !== 0) throw initFailed(cluster, made.stderr)
    if (user.uid !== undefined && user.gid !== undefined) {
      chownSync(passwordFile, user.uid, user.gid)
      chownSync(partial, user.uid, user.gid)
    }
    const run = spawnSync(setup.binaries.initdb, initArguments(partial, passwordFile, setup.fast), {
      ...user,
      cwd: '/',
      env: plainEnv,
      encoding: 'utf8',
    })
    if (run.status !== 0) throw initFailed(cluster, run.stderr || String(run.error))
    renameSync(partial, cluster)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(partial, { recursive: true, force: true })
  }
}

/**
 * The built-in C.UTF-8 sorts and folds alike on every system, so a copied folder keeps its indexes; sorting by
 * pinyin is asked for by the column (ICU). The C library's ctype matters to pg_trgm alone: under plain "C" it
 * sees no letters in Chinese.
 */
function initArguments(folder: string, passwordFile: string, fast: boolean): string[] {
  return [
    `--pgdata=${folder}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${utf8Ctype()}`,
    ...(fast ? ['--no-sync'] : []),
  ]
}

function utf8Ctype(): string {
  const known = spawnSync('locale', ['-a'], { encoding: 'utf8' }).stdout ?? ''
  const found = known.split('\n').find((name) => /^(C|en_US)\.utf-?8$/i.test(name.trim()))
  return found?.trim() ?? 'C'
}

function initFailed(cluster: string, stderr: string): StartError {
  if (/No space left on device/.test(stderr)) return StartError.of('diskFull', { folder: cluster })
  const lastLine = stderr.trim().split('\n').at(-1) ?? ''
  return StartError.of('serverDied', { server: 'initdb', exit: 'exit', lastLine, logFile: cluster })
}

function requireVersion(cluster: string, version: string): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const bundled = version.split('.')[0] ?? version
  if (found !== bundled) throw StartError.of('otherPostgresVersion', { folder: cluster, found, bundled })
}

/** What a running or killed server wrote about itself. */
export interface PostmasterFile {
  pid: number
  ready: boolean
}

export function readPostmasterFile(cluster: string): PostmasterFile | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' }
  } catch {
    return null
  }
}

/**
 * Ends the server that a killed parent left on this cluster. Its id is trusted only while that process is a
 * postgres on this very folder; a file that names anything else is removed, since PostgreSQL itself would
 * refuse to start as long as some process of the same user has that id.
 */
export async function endOrphan(cluster: string, log: (line: string) => void): Promise<void> {
  const file = readPostmasterFile(cluster)
  if (!file) return
  const command = runningProcess(file.pid)?.command ?? ''
  if (command.includes('postgres') && command.includes(cluster)) {
    log(startMessage('stoppingOrphan', { server: 'PostgreSQL', pid: file.pid }))
    const ended = await terminate(file.pid, ['SIGINT', 'SIGQUIT'], orphanBoundMs)
    if (!ended) throw StartError.of('orphanStuck', { server: 'PostgreSQL', pid: file.pid })
  } else {
    rmSync(join(cluster, 'postmaster.pid'), { force: true })
  }
}
