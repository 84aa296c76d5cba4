import { sql } from 'kysely'
import pg from 'pg'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connect } from '../../db/connection.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** As a server that stops does to everybody who is connected. */
async function endOthers(): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('postgresUrls').superuserUrl })
  await admin.connect()
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    database.name,
  ])
  await admin.end()
}

test('a connection that is ended in the middle of a transaction fails that transaction, and nothing else', async () => {
  const told: Error[] = []
  const db = connect(database.url('duban_worker'), { max: 2, onError: (error) => told.push(error) })
  const work = db.transaction().execute(async (tx) => {
    await sql`select 1`.execute(tx)
    await endOthers()
    await pause(50)
    await sql`select 2`.execute(tx)
  })
  await expect(work).rejects.toThrow()
  expect(told.length).toBeGreaterThan(0)
  expect((await sql<{ n: number }>`select 3 as n`.execute(db)).rows).toEqual([{ n: 3 }])
  await db.destroy()
})
