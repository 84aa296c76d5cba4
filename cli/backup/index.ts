import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startMessage } from '../../messages/start.ts'
import { readConfig, type Config } from '../config.ts'
import { dataFolder } from '../embedded/dataFolder.ts'
import { explainFolderFailure, StartError } from '../embedded/startError.ts'
import { borrowDatabase } from '../parts/borrow.ts'
import { dump } from './dump.ts'
import { load, RestoreRefused, verify } from './load.ts'
import { BackupRefused } from './sealed.ts'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const KEY_BYTES = 32
const log = console.log

/** `duban backup FILE`: all facts as of one moment, sealed. The installation runs on meanwhile. */
export async function backup(file: string): Promise<void> {
  const config = readConfig()
  if (existsSync(file)) throw StartError.of('backupExists', { file })
  const key = backupKey(config, 'make')
  await withDatabase(config, async (url) => {
    const { tables, rows } = await dump(url, key, file, new Date().toISOString()).catch((error: unknown) => {
      throw explainFolderFailure(file, error)
    })
    log(startMessage('backupDone', { file, tables, rows }))
  })
}

/** `duban restore FILE`: puts a backup in the place of what the database holds; mails wait until they are released. */
export async function restore(file: string, options: { replace: boolean; check: boolean }): Promise<void> {
  const config = readConfig()
  if (!existsSync(file)) throw StartError.of('fileUnreadable', { file, detail: 'ENOENT' })
  const key = backupKey(config, 'find')
  try {
    const head = await verify(file, key)
    log(startMessage('backupWhole', { file, at: head.at, rows: head.rows }))
    if (options.check) return
    await withDatabase(config, async (url) => {
      const { rows } = await load(url, key, file, options)
      log(startMessage('restored', { rows }))
    })
  } catch (error) {
    throw explainRefusal(file, error)
  }
}

function explainRefusal(file: string, error: unknown): unknown {
  if (error instanceof BackupRefused) {
    const codes = {
      foreign: 'backupForeign',
      'cut-short': 'backupCutShort',
      'key-or-damage': 'backupKeyOrDamage',
    } as const
    return StartError.of(codes[error.why], { file })
  }
  if (error instanceof RestoreRefused) {
    const codes = { 'other-version': 'restoreOtherVersion', 'not-empty': 'restoreNotEmpty' } as const
    return StartError.of(codes[error.why], { file })
  }
  return error
}

/** The database of DATABASE_URL, else the embedded one, running or not. */
async function withDatabase(config: Config, work: (ownerUrl: string) => Promise<void>): Promise<void> {
  if (config.DATABASE_URL !== undefined) return work(config.DATABASE_URL)
  const borrowed = await borrowDatabase(dataFolder(projectRoot).postgres)
  try {
    await work(borrowed.url('duban_owner'))
  } finally {
    await borrowed.giveBack()
  }
}

/** The key is kept apart from the backups: who has both can read everything, who has lost it can read nothing. */
function backupKey(config: Config, missing: 'make' | 'find'): Buffer {
  const given = config.DUBAN_BACKUP_KEY
  if (given !== undefined) return keyFrom(given)
  const file = join(dataFolder(projectRoot).folder, 'backup.key')
  if (!existsSync(file)) {
    if (missing === 'find') throw StartError.of('backupKeyMissing', { file })
    writeFileSync(file, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600 })
    log(startMessage('backupKeyMade', { file }))
  }
  return keyFrom(readFileSync(file, 'utf8').trim())
}

function keyFrom(text: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length === KEY_BYTES) return key
  throw StartError.of('settingInvalid', {
    variable: 'DUBAN_BACKUP_KEY',
    detail: `base64, ${KEY_BYTES} bytes`,
  })
}
