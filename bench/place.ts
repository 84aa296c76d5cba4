import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../cli/embedded/ports.ts'
import { startPostgres } from '../cli/embedded/postgres.ts'
import { connect, type Db } from '../db/connection.ts'
import { ensureFirstFacts } from '../db/firstFacts.ts'
import { migrateToLatest } from '../db/migrations/index.ts'

/** An installation's PostgreSQL as `npm start` runs it, durable commits included, with nothing in it but the first facts. */
export interface Place {
  owner: Db
  api: Db
  worker: Db
  /** Makes the copies that a baseline writes to. */
  superuser: Db
  url: (role: 'duban_owner' | 'duban_api' | 'duban_worker') => string
  close(): Promise<void>
}

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'duban-bench-'))
  const postgres = await startPostgres({ dataDir: folder, port: await freePort(), log: () => undefined })
  const superuser = connect(postgres.superuserUrl.replace(/\/postgres$/, '/duban'), { max: 2 })
  const owner = connect(postgres.url('duban_owner'), { max: 4 })
  const api = connect(postgres.url('duban_api'), { max: 10 })
  const worker = connect(postgres.url('duban_worker'), { max: 10 })
  await migrateToLatest(owner)
  await ensureFirstFacts(owner, {
    unitName: '测试市妇联',
    administratorName: '管理员',
    at: new Date('2013-01-01T00:00:00Z'),
  })
  return {
    owner,
    api,
    worker,
    superuser,
    url: (role) => postgres.url(role),
    async close() {
      await Promise.all([superuser, owner, api, worker].map((db) => db.destroy()))
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
