import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { sendSignal } from './processes.ts'
import { StartError } from './startError.ts'

export interface ChildOptions {
  /** The name that messages give it. */
  server: string
  command: string
  args: string[]
  /** Both output streams are appended here by the child itself, so they outlive a killed parent. */
  logFile: string
  env?: NodeJS.ProcessEnv
  uid?: number
  gid?: number
  /** The signal that asks for an orderly end. */
  stopSignal?: NodeJS.Signals
  /** How long an orderly end may take before the whole process group is killed. */
  stopWithinMs?: number
}

export interface Child {
  pid: number
  /** Exit code, or null when a signal ended it. */
  exited: Promise<number | null>
  /** Resolves once the process is gone; never rejects; a second call waits for the same end. */
  stop(): Promise<void>
  /** Polls until the probe is true. Throws a StartError when the child ends first or the time is over. */
  ready(probe: () => Promise<boolean> | boolean, withinMs: number, everyMs?: number): Promise<void>
}

const live = new Set<{ stop: () => Promise<void>; askToStop: () => void }>()
const endings: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
const keptLogBytes = 5_000_000

/**
 * Starts a server in a process group of its own, so that Ctrl-C at the terminal reaches this process alone and
 * servers end in the order it chooses. While children live, a signal that nobody else handles stops them all
 * first; when the process exits in any other way than by kill -9 they are asked to stop.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { server, logFile, stopSignal = 'SIGTERM', stopWithinMs = 10_000 } = options
  const log = openLog(logFile)
  const child = spawn(options.command, options.args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: options.env ?? process.env,
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  })
  closeSync(log)
  const exited = exitOf(child)
  const died = exited.then((exit) => {
    throw StartError.of('serverDied', { server, exit: exit.shown, lastLine: lastLine(logFile), logFile })
  })
  died.catch(() => undefined)
  const { pid } = child
  if (pid === undefined) return died

  let stopping: Promise<void> | undefined
  const entry = {
    askToStop: () => sendSignal(pid, stopSignal),
    stop: () => (stopping ??= end()),
  }
  async function end(): Promise<void> {
    if (!live.has(entry)) return
    entry.askToStop()
    const timer = setTimeout(() => sendSignal(-Number(pid), 'SIGKILL'), stopWithinMs)
    await exited
    clearTimeout(timer)
  }
  watch(entry)
  void exited.then(() => {
    sendSignal(-pid, 'SIGKILL') // whatever the leader left of its group
    unwatch(entry)
  })

  return {
    pid,
    exited: exited.then((exit) => exit.code),
    stop: entry.stop,
    async ready(probe, withinMs, everyMs = 25) {
      const poll = async (): Promise<void> => {
        for (const until = Date.now() + withinMs; Date.now() < until; await sleep(everyMs)) {
          if (!live.has(entry)) return died
          if (await probe()) return
        }
        const seconds = Math.round(withinMs / 1000)
        throw StartError.of('serverSilent', { server, seconds, lastLine: lastLine(logFile), logFile })
      }
      try {
        await Promise.race([poll(), died])
      } catch (error) {
        await entry.stop()
        throw error
      }
    },
  }
}

function exitOf(child: ChildProcess): Promise<{ code: number | null; shown: string }> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, shown: error.message }))
    child.once('exit', (code, signal) => resolve({ code, shown: signal ?? `exit ${code ?? '?'}` }))
  })
}

function openLog(logFile: string): number {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
  if (size > keptLogBytes) renameSync(logFile, `${logFile}.old`)
  return openSync(logFile, 'a', 0o600)
}

/** The last line of a log that says something; '' when there is none. */
export function lastLine(logFile: string): string {
  try {
    const size = statSync(logFile).size
    const tail = Buffer.alloc(Math.min(size, 4096))
    const file = openSync(logFile, 'r')
    readSync(file, tail, 0, tail.length, size - tail.length)
    closeSync(file)
    return tail.toString('utf8').trim().split('\n').at(-1)?.trim() ?? ''
  } catch {
    return ''
  }
}

function watch(entry: { stop: () => Promise<void>; askToStop: () => void }): void {
  if (live.size === 0) {
    for (const signal of endings) process.on(signal, onSignal)
    process.on('exit', onExit)
  }
  live.add(entry)
}

function unwatch(entry: { stop: () => Promise<void>; askToStop: () => void }): void {
  live.delete(entry)
  if (live.size > 0) return
  for (const signal of endings) process.off(signal, onSignal)
  process.off('exit', onExit)
}

function onExit(): void {
  for (const entry of live) entry.askToStop()
}

/** An application with handlers of its own decides the order; `onExit` still catches what it forgot. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  void Promise.all([...live].map((entry) => entry.stop())).then(() =>
    process.exit(128 + constants.signals[signal]),
  )
}
