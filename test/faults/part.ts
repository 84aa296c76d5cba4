import { spawn, type ChildProcess, type Serializable } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const loader = pathToFileURL(join(projectRoot, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
const arm = pathToFileURL(join(projectRoot, 'test', 'faults', 'arm.mjs')).href

/** Something that runs, dies, and is begun again until it is stopped. */
export interface Part {
  readonly name: string
  /** Null between its death and its next life. */
  readonly pid: number | null
  /** Resolves when it answers, in whichever life. */
  up(): Promise<void>
  tell(message: Serializable): void
  stop(): Promise<void>
}

export interface Life {
  pid: number
  ended: Promise<void>
  tell(message: Serializable): void
  kill(): void
}

/**
 * Keeps a part alive: as soon as one life ends the next begins.
 * @param begin resolves when the part answers; may fail, then it is tried again
 */
export function keepAlive(name: string, begin: () => Promise<Life>, log: (line: string) => void): Part {
  let life: Life | null = null
  let stopped = false
  let waiting: (() => void)[] = []
  const running = (async () => {
    while (!stopped) {
      try {
        life = await begin()
        if (stopped) life.kill()
        for (const resolve of waiting.splice(0)) resolve()
        await life.ended
      } catch (error) {
        log(`${name}: ${String(error)}`)
        await sleep(100)
      }
      life = null
    }
    waiting = []
  })()
  return {
    name,
    get pid() {
      return life?.pid ?? null
    },
    up: () => (life === null ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    tell: (message) => life?.tell(message),
    async stop() {
      stopped = true
      life?.kill()
      await running
    },
  }
}

/** Starts a TypeScript file as a process that the fault points can end. */
export async function startNode(options: {
  file: string
  args?: string[]
  env: NodeJS.ProcessEnv
  logFile: string
  /** Asked until it says yes; without it the process says by a message that it is ready. */
  answers?: () => Promise<boolean>
}): Promise<Life> {
  const log = openSync(options.logFile, 'a')
  const child = spawn(
    process.execPath,
    ['--import', loader, '--import', arm, join(projectRoot, options.file), ...(options.args ?? [])],
    {
      cwd: projectRoot,
      stdio: ['ignore', log, log, 'ipc'],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        TSX_TSCONFIG_PATH: join(projectRoot, 'tsconfig.json'),
        ...options.env,
      },
    },
  )
  closeSync(log)
  return lifeOf(child, options.answers)
}

async function lifeOf(child: ChildProcess, answers?: () => Promise<boolean>): Promise<Life> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const { pid } = child
  if (pid === undefined) throw new Error('did not start')
  child.on('error', () => undefined)
  let over = false
  void ended.then(() => {
    over = true
  })
  if (answers === undefined) {
    await Promise.race([ended, new Promise<void>((resolve) => child.on('message', () => resolve()))])
  } else {
    while (!over && !(await answers())) await sleep(30)
  }
  if (over) throw new Error('ended before it answered')
  return {
    pid,
    ended,
    tell: (message) => {
      if (child.connected) child.send(message, () => undefined)
    },
    kill: () => child.kill('SIGKILL'),
  }
}
