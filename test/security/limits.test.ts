import type { FastifyInstance, FastifyRequest } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { callerOf } from '../../api/limits.ts'
import { edgeOf, readConfig } from '../../cli/config.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { BASE_URL, LINK_KEY } from '../support/settings.ts'

/** Whose requests are counted together. */
let database: TestDatabase
let app: FastifyInstance
const options = { baseUrl: BASE_URL, linkKey: LINK_KEY, secureCookies: false }

beforeAll(async () => {
  database = await createTestDatabase()
  app = await buildApp({ ...options, db: database.api })
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const left = async (token: string, remoteAddress: string): Promise<number> => {
  const { headers } = await app.inject({ url: `/api/v1/links/${token}`, remoteAddress })
  return Number(headers['x-ratelimit-remaining'])
}

test('units behind one address do not use up each other’s requests, and a link has one count wherever it is used', async () => {
  const [one, other] = ['1-aaaaaaaaaaaaaaaaaaaaaa', '2-bbbbbbbbbbbbbbbbbbbbbb']
  expect(await left(one, '10.0.0.1')).toBe(119)
  expect(await left(other, '10.0.0.1')).toBe(119)
  expect(await left(one, '10.0.0.2')).toBe(118)
})

test('who is known counts by her session or key, and everybody else by the address', () => {
  const asked = (person: object | null, sessionToken: string | null): FastifyRequest =>
    Object.assign(Object.create(null), { ip: '10.0.0.1', person, sessionToken })
  const callers = [
    asked(null, null),
    asked({ accountId: 1 }, 'session-one'),
    asked({ accountId: 1 }, 'session-two'),
    asked({ accountId: 1, key: { id: 7, access: 'read' } }, null),
  ].map(callerOf)
  expect(new Set(callers).size).toBe(4)
  expect(callers[0]).toBe('address 10.0.0.1')
})

test('a proxy is believed only where it is named', async () => {
  const behind = await buildApp({ ...options, db: database.api, trustProxy: ['10.9.9.9'] })
  behind.get('/ip', { config: { access: 'public' } }, (request) => Promise.resolve(request.ip))
  const ipFrom = async (remoteAddress: string) =>
    (await behind.inject({ url: '/ip', remoteAddress, headers: { 'x-forwarded-for': '192.0.2.1' } })).body
  expect(await ipFrom('10.9.9.9')).toBe('192.0.2.1')
  expect(await ipFrom('10.9.9.8')).toBe('10.9.9.8')
  await behind.close()
})

test('limits stand aside only where the environment says so, and proxies are those that it names', async () => {
  expect(edgeOf(readConfig({}))).toEqual({ rateLimits: true })
  expect(edgeOf(readConfig({ DUBAN_RATE_LIMIT: 'off', DUBAN_TRUST_PROXY: '10.0.0.1, 10.1.0.0/16' }))).toEqual(
    { rateLimits: false, trustProxy: ['10.0.0.1', '10.1.0.0/16'] },
  )
  expect(() => readConfig({ DUBAN_RATE_LIMIT: 'no' })).toThrow('DUBAN_RATE_LIMIT')
  const without = await buildApp({ ...options, db: database.api, rateLimits: false })
  const { headers } = await without.inject({ url: '/api/v1/links/1-aaaaaaaaaaaaaaaaaaaaaa' })
  expect(headers['x-ratelimit-limit']).toBeUndefined()
  await without.close()
})
