import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listenForChanges, type CampaignChanges } from '../../db/changes.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCity, type City } from '../web/city.ts'
import { buildApp } from '../../api/app.ts'
import { BASE_URL, cookieOf, LINK_KEY, testApp } from '../web/app.ts'

let database: TestDatabase
let city: City
let changes: CampaignChanges

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 60 })
  changes = listenForChanges(database.url('duban_api'))
})
afterAll(async () => {
  await changes.close()
  await database.drop()
})

async function nextUnit(): Promise<number> {
  const { unit_id } = await database.owner
    .selectFrom('assignment')
    .select('unit_id')
    .where('campaign_id', '=', city.campaignId)
    .where('acknowledged_at', 'is', null)
    .limit(1)
    .executeTakeFirstOrThrow()
  return unit_id
}

const acknowledges = async (): Promise<unknown> => {
  const unitId = await nextUnit()
  return perform(database.api, city.coordinator, (op) =>
    acknowledge(op, { campaignId: city.campaignId, unitId, via: 'telephone' }),
  )
}

describe('who watches a campaign', () => {
  test('is told of what was committed, and not of what was undone or happened elsewhere', async () => {
    let told = 0
    let elsewhere = 0
    const stop = changes.watch(city.campaignId, () => (told += 1))
    const stopElsewhere = changes.watch(city.campaignId + 1, () => (elsewhere += 1))
    // From the moment that it listens, everybody is told once.
    await expect.poll(() => told).toBeGreaterThan(0)
    told = 0
    elsewhere = 0
    await acknowledges()
    await expect.poll(() => told).toBe(1)
    const unitId = await nextUnit()
    await perform(database.api, city.coordinator, async (op) => {
      await acknowledge(op, { campaignId: city.campaignId, unitId, via: 'telephone' })
      throw new Error('undone')
    }).catch(() => undefined)
    await pause(200)
    expect([told, elsewhere]).toEqual([1, 0])
    stop()
    stopElsewhere()
    await acknowledges()
    await pause(200)
    expect(told).toBe(1)
  })

  test('is told when a lost connection is back: something may have happened meanwhile', async () => {
    let told = 0
    const stop = changes.watch(city.campaignId, () => (told += 1))
    await acknowledges()
    await expect.poll(() => told).toBeGreaterThan(0)
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`.execute(database.api)
    told = 0
    await expect.poll(() => told, { timeout: 5000 }).toBe(1)
    await acknowledges()
    await expect.poll(() => told).toBe(2)
    stop()
  })

  test('does not hold the server up when it stops', async () => {
    const app = await buildApp({
      db: database.api,
      baseUrl: BASE_URL,
      linkKey: LINK_KEY,
      secureCookies: false,
      changes,
    })
    const base = await app.listen({ port: 0, host: '127.0.0.1' })
    const cookie = await cookieOf(database.api, city.admin.accountId)
    const answer = await fetch(`${base}/campaigns/${city.campaignId}/changes`, { headers: { cookie } })
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const started = Date.now()
    await app.close()
    expect(Date.now() - started).toBeLessThan(2000)
    expect(await answer.text()).toContain('retry: 3000')
  })

  test('is told nothing where pages are not kept up to date, and asks no more', async () => {
    const app = await testApp(database.api)
    const cookie = await cookieOf(database.api, city.admin.accountId)
    const answer = await app.inject({ url: `/campaigns/${city.campaignId}/changes`, headers: { cookie } })
    expect(answer.statusCode).toBe(204)
    await app.close()
  })
})
