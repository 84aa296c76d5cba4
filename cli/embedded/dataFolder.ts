import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { recordedProcess, recordProcess } from './orphans.ts'
import { canEnter, isRoot, postgresUser, requireEnter } from './postgresUser.ts'
import { makeSharedFolder, sharedFolder } from './sharedFolder.ts'
import { explainFolderFailure, StartError, systemCode } from './startError.ts'

/** Where the data of an embedded installation live: everything to back up or to delete is below `folder`. */
export interface DataFolder {
  folder: string
  /** For startPostgres. */
  postgres: string
  /** For startTemporal. May be lost without losing a fact. */
  temporal: string
}

/**
 * The data folder, made when missing: DUBAN_HOME, else `.duban` in the project. Only when root runs a checkout
 * that the database's user cannot enter (one below root's home) is it a folder under /var/lib/duban instead,
 * named after the checkout's path, so that two checkouts never share one.
 */
export function dataFolder(projectRoot: string, env: NodeJS.ProcessEnv = process.env): DataFolder {
  const folder = resolve(env['DUBAN_HOME'] || defaultFolder(resolve(projectRoot)))
  try {
    if (folder.startsWith(`${sharedFolder}/`)) makeSharedFolder()
    // A folder that was there keeps its mode. Of a new one the database's user passes through, and lists nothing.
    if (mkdirSync(folder, { recursive: true })) chmodSync(folder, isRoot() ? 0o711 : 0o700)
    if (isRoot()) requireEnter(folder, postgresUser())
  } catch (error) {
    throw explainFolderFailure(folder, error)
  }
  return { folder, postgres: join(folder, 'postgres'), temporal: join(folder, 'temporal') }
}

function defaultFolder(projectRoot: string): string {
  if (!isRoot() || canEnter(projectRoot, postgresUser())) return join(projectRoot, '.duban')
  const mark = createHash('sha256').update(projectRoot).digest('hex').slice(0, 8)
  return join(sharedFolder, `${basename(projectRoot)}-${mark}`)
}

/**
 * Takes the folder for this process and returns how to give it back. A lock left by a process that is gone
 * counts for nothing, even where its id lives on. Refuses in one sentence while another Duban has it.
 */
export function lockDataFolder(folder: string): () => void {
  const lock = join(folder, 'duban.pid')
  try {
    takeLock(lock, folder)
  } catch (error) {
    throw explainFolderFailure(folder, error)
  }
  return () => {
    if (recordedProcess(lock)?.pid === process.pid) rmSync(lock, { force: true })
  }
}

function takeLock(lock: string, folder: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return recordProcess(lock, process.pid, 'wx')
    } catch (error) {
      if (systemCode(error) !== 'EEXIST' || attempt === 3) throw error
    }
    const holder = recordedProcess(lock)
    if (holder) throw StartError.of('folderInUse', { folder, pid: holder.pid })
    rmSync(lock, { force: true })
  }
}
