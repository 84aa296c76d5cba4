import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { watchCampaigns, type CampaignChanges } from '../../db/changes.ts'
import { loadNeeds } from '../../db/queries/campaignBoard.ts'
import { loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { look, perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { cookieOf, testApp } from '../web/app.ts'
import { createCity, type City } from '../web/city.ts'

let database: TestDatabase
let city: City
let changes: CampaignChanges

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 60 })
  changes = watchCampaigns(database.api)
})
afterAll(() => database.drop())

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

const markNow = (): Promise<string> =>
  look(
    database.api,
    city.coordinator,
    async ({ tx }) => (await loadNeeds(tx, await loadCampaignHead(tx, city.campaignId))).mark,
  )

describe('who watches a campaign', () => {
  test('is told of what was committed, and not of what was undone', async () => {
    let told = 0
    const stop = changes.watch(city.campaignId, await markNow(), () => (told += 1))
    await pause(1500)
    expect(told).toBe(0)
    await acknowledges()
    await expect.poll(() => told, { timeout: 3000 }).toBe(1)
    const unitId = await nextUnit()
    await perform(database.api, city.coordinator, async (op) => {
      await acknowledge(op, { campaignId: city.campaignId, unitId, via: 'telephone' })
      throw new Error('undone')
    }).catch(() => undefined)
    await pause(1500)
    expect(told).toBe(1)
    stop()
    await acknowledges()
    await pause(1500)
    expect(told).toBe(1)
  })

  test('is told of what happened between her page and her watching, and of many things once', async () => {
    const shown = await markNow()
    for (let n = 0; n < 5; n += 1) await acknowledges()
    let told = 0
    const stop = changes.watch(city.campaignId, shown, () => (told += 1))
    await pause(2500)
    expect(told).toBe(1)
    stop()
  })

  test('is told of a transaction that began earlier and ends later than another', async () => {
    const first = await nextUnit()
    let told = 0
    let finish: () => void = () => undefined
    const held = new Promise<void>((resolve) => (finish = resolve))
    const slow = perform(database.api, city.coordinator, async (op) => {
      await acknowledge(op, { campaignId: city.campaignId, unitId: first, via: 'telephone' })
      await held
    })
    await pause(200)
    const { unit_id } = await database.owner
      .selectFrom('assignment')
      .select('unit_id')
      .where('campaign_id', '=', city.campaignId)
      .where('acknowledged_at', 'is', null)
      .where('unit_id', '<>', first)
      .limit(1)
      .executeTakeFirstOrThrow()
    await perform(database.api, city.coordinator, (op) =>
      acknowledge(op, { campaignId: city.campaignId, unitId: unit_id, via: 'telephone' }),
    )
    const stop = changes.watch(city.campaignId, await markNow(), () => (told += 1))
    finish()
    await slow
    await expect.poll(() => told, { timeout: 3000 }).toBe(1)
    stop()
  })

  test('does not hold the server up when it stops', async () => {
    const app = await testApp(database.api)
    const base = await app.listen({ port: 0, host: '127.0.0.1' })
    const cookie = await cookieOf(database.api, city.admin.accountId)
    const answer = await fetch(`${base}/campaigns/${city.campaignId}/changes`, { headers: { cookie } })
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const started = Date.now()
    await app.close()
    expect(Date.now() - started).toBeLessThan(2000)
    expect(await answer.text()).toContain('retry: 3000')
  })
})
