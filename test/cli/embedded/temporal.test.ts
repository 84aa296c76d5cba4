import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection'
import type { InternalConnectionOptions } from '@temporalio/client/lib/connection'
import { msToTs } from '@temporalio/common/lib/time'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordedProcess } from '../../../cli/embedded/orphans.ts'
import { freePort } from '../../../cli/embedded/ports.ts'
import { runningProcess, sendSignal } from '../../../cli/embedded/processes.ts'
import { startTemporal } from '../../../cli/embedded/temporal.ts'
import { startTestServer } from '../../../cli/embedded/timeSkipping.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'duban-temporal-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const silent = (): void => undefined
const processOf = (folder: string): number => recordedProcess(join(folder, 'temporal.pid'))?.pid ?? 0

async function withClient<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address })
  try {
    return await work(new Client({ connection }))
  } finally {
    await connection.close()
  }
}

test('the server keeps a workflow across a restart, and stop leaves no process', async () => {
  const uiPort = await freePort()
  const first = await startTemporal({ dataDir, port: await freePort(), uiPort, log: silent })
  expect(first.uiUrl).toBe(`http://127.0.0.1:${uiPort}`)
  expect((await fetch(`http://127.0.0.1:${uiPort}/`)).status).toBe(200)
  await withClient(first.address, (client) =>
    client.workflow.start('anything', { taskQueue: 'nobody', workflowId: 'kept', args: [] }),
  )
  const pid = processOf(dataDir)
  expect(runningProcess(pid)).not.toBeNull()
  await first.stop()
  expect(await first.exited).not.toBeUndefined()
  expect(runningProcess(pid)).toBeNull()

  const second = await startTemporal({ dataDir, port: await freePort(), uiPort: null, log: silent })
  expect(second.uiUrl).toBeNull()
  const described = await withClient(second.address, (client) => client.workflow.getHandle('kept').describe())
  expect(described.status.name).toBe('RUNNING')
  await second.stop()
})

test('the server that a killed process left is ended by the next start on its folder', async () => {
  const port = await freePort()
  const script = `
    import { startTemporal } from './cli/embedded/temporal.ts'
    const dataDir = ${JSON.stringify(dataDir)}
    const temporal = await startTemporal({ dataDir, port: ${port}, uiPort: null, log: () => undefined })
    console.log(temporal.address)
    await temporal.exited`
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => parent.stdout.once('data', resolve))
  const orphan = processOf(dataDir)
  sendSignal(parent.pid!, 'SIGKILL')
  await new Promise((resolve) => parent.once('exit', resolve))
  expect(runningProcess(orphan)).not.toBeNull()

  const next = await startTemporal({ dataDir, port, uiPort: null, log: silent })
  expect(runningProcess(orphan)).toBeNull()
  await next.stop()
})

test('a recorded id that now belongs to another process is left alone', async () => {
  writeFileSync(join(dataDir, 'temporal.pid'), JSON.stringify({ pid: process.ppid, started: 'long ago' }))
  expect(recordedProcess(join(dataDir, 'temporal.pid'))).toBeNull()
})

test('the time-skipping server lets a day pass at once, and stop ends it', async () => {
  const server = await startTestServer()
  const options: InternalConnectionOptions = {
    address: server.address,
    [InternalConnectionOptionsSymbol]: { supportsTestService: true },
  }
  const connection = await Connection.connect(options)
  const clock = async (): Promise<number> =>
    Number((await connection.testService!.getCurrentTime({})).time?.seconds ?? 0)
  const before = await clock()
  await connection.testService!.unlockTimeSkippingWithSleep({ duration: msToTs('1 day') })
  expect(Math.abs((await clock()) - before - 86_400)).toBeLessThan(30)
  await connection.close()
  await server.stop()
  await expect(Connection.connect({ address: server.address, connectTimeout: 300 })).rejects.toThrow()
})
