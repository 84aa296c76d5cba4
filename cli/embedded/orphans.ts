import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { startMessage } from '../../messages/start.ts'
import { runningProcess, terminate } from './processes.ts'
import { StartError } from './startError.ts'

const recordSchema = z.object({ pid: z.number().int().positive(), started: z.string() })
export type ProcessRecord = z.infer<typeof recordSchema>

/**
 * Writes down a process so that a later run can tell it from another that got the same id. With the flag 'wx' an
 * existing file is an error (EEXIST).
 */
export function recordProcess(file: string, pid: number, flag: 'w' | 'wx' = 'w'): void {
  const record: ProcessRecord = { pid, started: runningProcess(pid)?.started ?? '' }
  writeFileSync(file, JSON.stringify(record), { mode: 0o600, flag })
}

/** The recorded process while it still runs; null when it ended, even if its id lives on. */
export function recordedProcess(file: string): (ProcessRecord & { command: string }) | null {
  try {
    const record = recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    const running = runningProcess(record.pid)
    return running?.started === record.started ? { ...record, command: running.command } : null
  } catch {
    return null
  }
}

/**
 * Ends the child that a killed run recorded in the file. `mark` has to stand in its command line: nothing else
 * is ever signalled.
 */
export async function endRecorded(
  file: string,
  child: { server: string; mark: string },
  log: (line: string) => void,
): Promise<void> {
  const orphan = recordedProcess(file)
  if (orphan?.command.includes(child.mark)) {
    log(startMessage('stoppingOrphan', { server: child.server, pid: orphan.pid }))
    const ended = await terminate(orphan.pid, ['SIGTERM', 'SIGKILL'], 5_000)
    if (!ended) throw StartError.of('orphanStuck', { server: child.server, pid: orphan.pid })
  }
  rmSync(file, { force: true })
}
