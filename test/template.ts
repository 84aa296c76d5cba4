import pg from 'pg'
import { connect } from '../db/connection.ts'
import { ensureFirstFacts } from '../db/firstFacts.ts'
import { migrateToLatest } from '../db/migrations/index.ts'
import { testUrl, type PostgresUrls } from './postgresUrls.ts'

/** The database that test databases are copied from: `create database x template duban_template`. */
export const templateDatabase = 'duban_template'

/** Runs once per test run, before the first file. Nobody may stay connected: a template must be idle. */
export async function prepareTemplate(urls: PostgresUrls): Promise<void> {
  const client = new pg.Client({ connectionString: urls.superuserUrl })
  await client.connect()
  try {
    await client.query(`create database ${templateDatabase} owner duban_owner`)
  } finally {
    await client.end()
  }
  const owner = connect(testUrl(urls, 'duban_owner', templateDatabase), { max: 2 })
  await migrateToLatest(owner)
  await ensureFirstFacts(owner, {
    unitName: '测试市妇联',
    administratorName: '管理员',
    at: new Date('2013-01-01T00:00:00Z'),
  })
  await owner.destroy()
}
