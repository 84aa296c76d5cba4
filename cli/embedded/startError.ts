import { startMessage } from '../../messages/start.ts'
import type { StartFacts, StartKey } from '../../messages/start.ts'

/**
 * Why something could not be started: a code to test for, the facts, and as `message` one sentence in the
 * language of the environment that says what to do. Print the message alone; a stack helps nobody here.
 */
export class StartError extends Error {
  readonly code: StartKey
  readonly facts: Readonly<Record<string, string | number>>

  private constructor(code: StartKey, facts: Record<string, string | number>, message: string) {
    super(message)
    this.name = 'StartError'
    this.code = code
    this.facts = facts
  }

  static of<K extends StartKey>(code: K, facts: StartFacts<K>): StartError {
    return new StartError(code, facts, startMessage(code, facts))
  }
}

/** The system's name for a failure ("ENOSPC", "EACCES"), or '' where it has none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What a failed write to a folder means to the person who started Duban; anything else comes back as it was. */
export function explainFolderFailure(folder: string, error: unknown): unknown {
  const code = systemCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return StartError.of('diskFull', { folder })
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) {
    return StartError.of('folderNotWritable', { folder, detail: code })
  }
  return error
}
