import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { freePort } from '../cli/embedded/ports.ts'
import { startPostgres } from '../cli/embedded/postgres.ts'
import { endOrphan } from '../cli/embedded/postgresCluster.ts'
import { runningProcess } from '../cli/embedded/processes.ts'
import type { PostgresUrls } from './postgresUrls.ts'
import { prepareTemplate } from './template.ts'
import { buildWorkflowBundle } from './workflowBundle.ts'

const prefix = 'duban-test-'

/** One PostgreSQL for the whole run; each test file makes its own database from the template. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  await sweepKilledRuns()
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  const postgres = await startPostgres({
    dataDir: folder,
    port: await freePort(),
    log: () => undefined,
    fast: true,
  })
  const urls: PostgresUrls = {
    port: postgres.port,
    passwords: postgres.passwords,
    superuserUrl: postgres.superuserUrl,
  }
  const end = async (): Promise<void> => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await prepareTemplate(urls)
  } catch (error) {
    await end()
    throw error
  }
  project.provide('postgresUrls', urls)
  project.provide('workflowBundle', await buildWorkflowBundle())
  return end
}

/** A run ended by kill -9 leaves its server and its folder; the folder's name says whose it was. */
async function sweepKilledRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const owner = Number(name.slice(prefix.length).split('-')[0])
    if (!Number.isInteger(owner) || owner <= 0 || runningProcess(owner)) continue
    const folder = join(tmpdir(), name)
    await endOrphan(join(folder, 'cluster'), () => undefined)
    rmSync(folder, { recursive: true, force: true })
  }
}
