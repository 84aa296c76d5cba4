import pg from 'pg'
import type { PostgresUrls } from './postgresUrls.ts'

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
}
