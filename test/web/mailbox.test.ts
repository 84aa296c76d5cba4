import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { BASE_URL, LINK_KEY } from '../support/settings.ts'

let database: TestDatabase
let app: FastifyInstance

beforeAll(async () => {
  database = await createTestDatabase()
  const mailbox = {
    list: () => ({ mails: [], page: 1, pages: 1, total: 0 }),
    get: () => Promise.resolve(null),
  }
  app = await buildApp({
    db: database.api,
    baseUrl: BASE_URL,
    linkKey: LINK_KEY,
    secureCookies: false,
    mailbox,
  })
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

test('the development mailbox opens on its own machine, and neither from another nor through a proxy', async () => {
  const status = async (remoteAddress: string, headers = {}): Promise<number> =>
    (await app.inject({ url: '/mailbox', remoteAddress, headers })).statusCode
  expect(await status('127.0.0.1')).toBe(200)
  expect(await status('10.0.0.7')).toBe(404)
  expect(await status('127.0.0.1', { 'x-forwarded-for': '10.0.0.7' })).toBe(404)
})
