import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { explainFolderFailure } from './startError.ts'

/**
 * Where downloaded executables are kept: DUBAN_CACHE, else ~/.cache/duban. Made when missing. Shared by every
 * checkout of this account; a file in it appears whole or not at all, so two runs may fill it at once.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const folder = resolve(env['DUBAN_CACHE'] || join(homedir(), '.cache', 'duban'))
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw explainFolderFailure(folder, error)
  }
  return folder
}
