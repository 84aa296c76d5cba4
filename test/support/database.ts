import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { connect, type Db } from '../../db/connection.ts'
import { templateDatabase } from '../template.ts'
import { testUrl } from '../postgresUrls.ts'

/** A database of its own for a test file, as each of the three roles. */
export interface TestDatabase {
  name: string
  owner: Db
  api: Db
  worker: Db
  url(role: 'duban_owner' | 'duban_api' | 'duban_worker'): string
  drop(): Promise<void>
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const urls = inject('postgresUrls')
  const name = `t_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: urls.superuserUrl })
  await admin.connect()
  await admin.query(`create database ${name} template ${templateDatabase} owner duban_owner`)
  const url = (role: 'duban_owner' | 'duban_api' | 'duban_worker'): string => testUrl(urls, role, name)
  const owner = connect(url('duban_owner'), { max: 2 })
  const api = connect(url('duban_api'), { max: 10 })
  const worker = connect(url('duban_worker'), { max: 10 })
  return {
    name,
    owner,
    api,
    worker,
    url,
    async drop() {
      await Promise.all([owner.destroy(), api.destroy(), worker.destroy()])
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
