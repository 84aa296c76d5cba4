import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** A slow line may need minutes for 50 MB; a network that swallows packets must not hold up the start for long. */
const boundMs = 90_000

/**
 * Lets the SDK's testing package download an executable into an empty folder, and returns its path, or null
 * when that source is out of reach (it notices within milliseconds where the name doesn't resolve). The package
 * can only download by starting a server, and its runtime would be this process's one and only, so a process of
 * its own does it.
 */
export async function downloadBySdk(
  kind: 'createLocal' | 'createTimeSkipping',
  folder: string,
): Promise<string | null> {
  const testing = createRequire(import.meta.url).resolve('@temporalio/testing')
  const script = `
    const { TestWorkflowEnvironment } = require(${JSON.stringify(testing)})
    const server = { executable: { type: 'cached-download', downloadDir: ${JSON.stringify(folder)} } }
    TestWorkflowEnvironment.${kind}({ server })
      .then((environment) => environment.teardown())
      .then(() => process.exit(0), () => process.exit(1))`
  const child = spawn(process.execPath, ['-e', script], {
    stdio: 'ignore',
    timeout: boundMs,
    killSignal: 'SIGKILL',
  })
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
  const [file] = code === 0 ? readdirSync(folder) : []
  return file ? join(folder, file) : null
}
