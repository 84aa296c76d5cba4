import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inject } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { connect, type ConnectOptions, type Db } from '../../db/connection.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { linkToken } from '../../mail/links.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { BASE_URL, LINK_KEY } from '../support/settings.ts'
import { startProxy, type Proxy } from './proxy.ts'

/** What people meet when the database is away, cut off, full or silent: a plain word and when to try again. */
let desk: Desk
let proxy: Proxy
let api: Db
let app: Awaited<ReturnType<typeof buildApp>>
let token: string
const VILLAGE = 'village' as const

async function open(options: ConnectOptions): Promise<void> {
  const url = desk.database.url('duban_api').replace(/:\d+\//, `:${proxy.port}/`)
  api = connect(url, { max: 4, ...options })
  app = await buildApp({ db: api, baseUrl: BASE_URL, linkKey: LINK_KEY, secureCookies: false })
}

beforeEach(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 24 })
  const campaignId = await desk.issue(exampleNotice('grassroots'))
  const code = desk.units.find(
    ({ type, contacts }) => type === VILLAGE && typeof contacts[0]?.email === 'string',
  )!.code
  const { linkId } = await desk.contactOf(campaignId, code)
  token = linkToken(LINK_KEY, { linkId, generation: 1 })
  proxy = await startProxy(inject('postgresUrls').port)
})
afterEach(async () => {
  await app.close()
  await proxy.close()
  await api.destroy()
  await desk.close()
})

const acknowledge = (key = 'key-of-the-first') =>
  app.inject({
    method: 'POST',
    url: `/api/v1/links/${token}/acknowledge`,
    headers: { 'idempotency-key': key },
  })

async function acknowledgements(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from audit_entry where operation = 'acknowledge'`.execute(desk.database.owner)
  return rows[0]?.n ?? 0
}

test('a database that is away is told plainly, to programs and people, and all goes on when it is back', async () => {
  await open({})
  proxy.mode = 'reset'
  const refused = await acknowledge()
  expect(refused.statusCode).toBe(503)
  expect(refused.headers['retry-after']).toBe('5')
  expect(refused.headers['content-type']).toMatch('application/problem+json')
  expect(refused.json()).toMatchObject({ code: 'unavailable', status: 503 })
  const page = await app.inject({ method: 'GET', url: `/u/${token}` })
  expect(page.statusCode).toBe(503)
  expect(page.body).toMatch('系统正在恢复')
  expect((await app.inject({ method: 'GET', url: '/healthz' })).statusCode).toBe(200)
  expect((await app.inject({ method: 'GET', url: '/readyz' })).statusCode).toBe(503)

  proxy.mode = 'pass'
  expect((await acknowledge()).statusCode).toBe(200)
  expect(await acknowledgements()).toBe(1)
})

test('connections that are cut, time and again, lose nothing that was answered and double nothing', async () => {
  await open({})
  let answered = 0
  const cutting = (async () => {
    for (let n = 0; n < 12; n += 1) {
      await sleep(15)
      proxy.cut()
    }
  })()
  for (let n = 0; n < 40; n += 1) {
    const { statusCode } = await acknowledge(`key-${n}-of-many`)
    expect([200, 503]).toContain(statusCode)
    if (statusCode === 200) answered += 1
  }
  await cutting
  expect((await acknowledge('key-0-of-many')).statusCode).toBe(200)
  expect(answered).toBeGreaterThan(0)
  expect(await acknowledgements()).toBe(1)
})

test('a line that is dead without a word is given up, and the next request has a new one', async () => {
  await open({ silenceMs: 700, waitMs: 700 })
  expect((await acknowledge()).statusCode).toBe(200)
  proxy.mode = 'silent'
  const asked = performance.now()
  expect((await acknowledge('key-of-the-second')).statusCode).toBe(503)
  expect(performance.now() - asked).toBeLessThan(5000)
  proxy.mode = 'pass'
  await expect.poll(async () => (await acknowledge('key-of-the-second')).statusCode).toBe(200)
})

test('when every connection is taken, whoever waits too long is told so, and is served afterwards', async () => {
  await open({ max: 1, waitMs: 300 })
  let release: () => void = () => undefined
  const held = new Promise<void>((done) => {
    release = done
  })
  const holder = api.transaction().execute(async (tx) => {
    await sql`select 1`.execute(tx)
    await held
  })
  await sleep(50)
  expect((await acknowledge()).statusCode).toBe(503)
  release()
  await holder
  expect((await acknowledge()).statusCode).toBe(200)
})

test('a slow line delays and refuses nothing', async () => {
  await open({})
  proxy.delayMs = 40
  expect((await acknowledge()).statusCode).toBe(200)
})
