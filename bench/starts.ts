import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../cli/embedded/ports.ts'
import { startPostgres } from '../cli/embedded/postgres.ts'
import { startTemporal } from '../cli/embedded/temporal.ts'
import { median, rounded, timed, type Entry, type Size } from './measure.ts'

const GOAL_S = 10

/** `npm start` on data that are there already, until it takes in what people do, against its two servers alone. */
export async function starts(size: Size): Promise<Entry[]> {
  const rounds = size === 'full' ? 5 : size === 'usual' ? 3 : 1
  const home = mkdtempSync(join(tmpdir(), 'duban-bench-'))
  chmodSync(home, 0o711)
  const ours: number[] = []
  const baseline: number[] = []
  try {
    const first = await startOnce(home)
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await startOnce(home))
      baseline.push(await startServers(home))
    }
    const seconds = median(ours)
    return [
      {
        name: 'second start',
        ours: rounded(seconds),
        baseline: rounded(median(baseline)),
        unit: 's',
        ratio: rounded(seconds / median(baseline)),
        goal: `<= ${GOAL_S} s`,
        met: seconds <= GOAL_S,
        note: `Until /readyz answers, median of ${rounds}. The first start, with empty data and everything downloaded, took ${rounded(first)} s. The baseline starts PostgreSQL, then Temporal, on the same data.`,
      },
    ]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** @returns seconds */
async function startOnce(home: string): Promise<number> {
  const port = await freePort()
  const ports = ['POSTGRES', 'TEMPORAL', 'TEMPORAL_UI', 'SMTP'].map(
    async (name) => [`DUBAN_${name}_PORT`, String(await freePort())] as const,
  )
  const env = {
    ...process.env,
    ...Object.fromEntries(await Promise.all(ports)),
    DUBAN_HOME: home,
    DUBAN_PORT: String(port),
  }
  let child: ChildProcess | undefined
  const ms = await timed(async () => {
    child = spawn(process.execPath, ['cli/bootstrap.mjs', 'start'], { env, stdio: 'ignore' })
    while (!(await answers(`http://127.0.0.1:${port}/readyz`))) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
      await pause(50)
    }
  })
  if (child !== undefined) {
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    await ended
  }
  return ms / 1000
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}

/** @returns seconds */
async function startServers(home: string): Promise<number> {
  const log = (): void => undefined
  const [port, temporalPort] = [await freePort(), await freePort()]
  const stops: (() => Promise<void>)[] = []
  const ms = await timed(async () => {
    const postgres = await startPostgres({ dataDir: join(home, 'postgres'), port, log })
    stops.unshift(() => postgres.stop())
    const temporal = await startTemporal({
      dataDir: join(home, 'temporal'),
      port: temporalPort,
      uiPort: null,
      log,
    })
    stops.unshift(() => temporal.stop())
  })
  for (const stop of stops) await stop()
  return ms / 1000
}
