import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A running process: its command line, and a mark of its start that a later process with its id won't share. */
export interface RunningProcess {
  command: string
  started: string
}

/**
 * The process with this id, or null when it is gone. A zombie counts as gone: in a container whose first
 * process reaps nobody, a dead orphan keeps its id for ever and still answers to signal 0.
 */
export function runningProcess(pid: number): RunningProcess | null {
  if (!Number.isInteger(pid) || pid <= 0) return null
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

function fromProc(pid: number): RunningProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold blanks and parentheses itself; the fields after it are plain.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return { command, started: fields[19] ?? '' }
  } catch {
    return null
  }
}

function fromPs(pid: number): RunningProcess | null {
  const ps = spawnSync('ps', ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)], { encoding: 'utf8' })
  // lstart is five words: "Mon Nov  3 10:11:12 2026"
  const found = /^\s*(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(ps.stdout)
  if (ps.status !== 0 || !found || found[1]?.startsWith('Z')) return null
  return { command: found[3] ?? '', started: found[2] ?? '' }
}

/** Sends a signal and doesn't mind when nobody is there to get it. A negative id means the whole group. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // gone already
  }
}

/** Waits until the process is gone; false when it is still there after the bound. */
export async function gone(pid: number, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(20)) {
    if (!runningProcess(pid)) return true
  }
  return !runningProcess(pid)
}

/** Sends one signal after the other, harsher each time, until the process is gone; false when none helped. */
export async function terminate(pid: number, signals: NodeJS.Signals[], eachMs: number): Promise<boolean> {
  for (const signal of signals) {
    sendSignal(pid, signal)
    if (await gone(pid, eachMs)) return true
  }
  return false
}
