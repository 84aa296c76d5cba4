import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../embedded/startError.ts'

const MIN_BYTES = 32

/**
 * The key that signs the links of units. Whoever has it can open every link, and without it every mailed link is
 * void: it is backed up apart from the data.
 */
export function linkKey(given: string | undefined, folder: string): Buffer {
  if (given !== undefined) {
    const key = Buffer.from(given, 'base64')
    if (key.length < MIN_BYTES) {
      throw StartError.of('settingInvalid', {
        variable: 'DUBAN_LINK_KEY',
        detail: `base64, ${MIN_BYTES} bytes`,
      })
    }
    return key
  }
  const file = join(folder, 'link.key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(MIN_BYTES).toString('base64'), { mode: 0o600 })
  return Buffer.from(readFileSync(file, 'utf8'), 'base64')
}
