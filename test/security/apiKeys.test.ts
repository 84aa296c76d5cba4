import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateFederation } from '../../domain/federation.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { sessionOf, testApp } from '../support/app.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { administrator, importUnits, personAt } from '../support/people.ts'
import { visitor, type Visitor } from '../web/app.ts'

/** Keys by which programs come in. */
let database: TestDatabase
let app: FastifyInstance
let admin: AccountActor
let districtId: number
let streetId: number

beforeAll(async () => {
  database = await createTestDatabase()
  admin = await administrator(database.owner)
  await importUnits(database.api, admin, generateFederation({ seed: 5, units: 60 }))
  app = await testApp(database)
  districtId = (await personAt(database.owner, 'HRB-DL', 'supervisor')).unitId
  const { descendant_id } = await database.owner
    .selectFrom('unit_closure')
    .select('descendant_id')
    .where('ancestor_id', '=', districtId)
    .where('depth', '=', 1)
    .executeTakeFirstOrThrow()
  streetId = descendant_id
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const asAdmin = async () => bearer(await sessionOf(database, admin))
const send = (method: 'GET' | 'POST' | 'PUT', url: string, headers: object, payload: object = {}) =>
  app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { ...headers },
    ...(method === 'GET' ? {} : { payload }),
  })

async function keyFor(wanted: object = {}): Promise<{ keyId: number; token: string }> {
  const body = { name: '数据大屏', unitId: districtId, role: 'leader', access: 'read', days: 30, ...wanted }
  const response = await send('POST', '/api-keys', await asAdmin(), body)
  expect(response.statusCode).toBe(200)
  return response.json()
}

describe('a key', () => {
  test('sees its unit and what is below it, and nothing of the rest', async () => {
    const { token } = await keyFor()
    expect((await send('GET', '/me', bearer(token))).json()).toMatchObject({
      role: 'leader',
      unitId: districtId,
      apiKeyId: expect.any(Number),
    })
    const { items } = (await send('GET', '/units?limit=200', bearer(token))).json()
    const codes: string[] = items.map(({ code }: { code: string }) => code)
    expect(codes.filter((code) => code !== 'HRB' && !code.startsWith('HRB-DL'))).toEqual([])
    expect(codes.length).toBeGreaterThan(2)
  })

  test('that only reads changes nothing, and no key does more than its role', async () => {
    const rename = { name: '新名', from: '2026-01-01', reason: '更名' }
    const reading = await keyFor({ role: 'coordinator' })
    expect((await send('POST', `/units/${streetId}/rename`, bearer(reading.token), rename)).statusCode).toBe(
      403,
    )
    const leading = await keyFor({ access: 'write' })
    expect((await send('POST', `/units/${streetId}/rename`, bearer(leading.token), rename)).statusCode).toBe(
      403,
    )
    const writing = await keyFor({ role: 'coordinator', access: 'write' })
    expect((await send('POST', `/units/${streetId}/rename`, bearer(writing.token), rename)).statusCode).toBe(
      200,
    )
  })

  test('stands in the record beside its maker', async () => {
    const { keyId, token } = await keyFor({ role: 'coordinator', access: 'write' })
    const rename = { name: '又一新名', from: '2026-01-02', reason: '更名' }
    await send('POST', `/units/${streetId}/rename`, bearer(token), rename)
    const { items } = (await send('GET', '/audit?limit=200', await asAdmin())).json()
    expect(
      items.findLast(({ operation }: { operation: string }) => operation === 'rename-unit'),
    ).toMatchObject({
      apiKeyId: keyId,
      actorId: admin.accountId,
    })
  })

  test('opens no further way in: no account, no key, no deputy', async () => {
    const { token, keyId } = await keyFor({ unitId: admin.unitId, role: 'administrator', access: 'write' })
    const person = { name: '王某', email: 'evil@fl.example', telephone: null, language: 'en' }
    const ways = [
      ['POST', `/units/${districtId}/accounts`, { ...person, role: 'administrator' }],
      ['PUT', `/accounts/${admin.accountId}`, person],
      ['POST', '/api-keys', { name: 'x', unitId: districtId, role: 'leader', access: 'read', days: 1 }],
      ['POST', `/api-keys/${keyId}/revoke`, {}],
      ['PUT', '/deputy', { deputy: null }],
    ] as const
    for (const [method, url, body] of ways)
      expect((await send(method, url, bearer(token), body)).statusCode, url).toBe(403)
  })

  test('opens nothing once it is taken back, is over, or its maker administers no more', async () => {
    const opens = async (token: string) => (await send('GET', '/me', bearer(token))).statusCode
    const [revoked, over, orphaned] = [await keyFor(), await keyFor(), await keyFor()]
    expect((await send('POST', `/api-keys/${revoked.keyId}/revoke`, await asAdmin())).statusCode).toBe(200)
    await database.owner
      .updateTable('api_key')
      .set({ expires_at: sql`now() - interval '1 second'` })
      .where('id', '=', over.keyId)
      .execute()
    expect(await opens(revoked.token)).toBe(401)
    expect(await opens(over.token)).toBe(401)
    expect(await opens(orphaned.token)).toBe(200)
    await database.owner
      .updateTable('account')
      .set({ role: 'leader' })
      .where('id', '=', admin.accountId)
      .execute()
    expect(await opens(orphaned.token)).toBe(401)
    await database.owner
      .updateTable('account')
      .set({ role: 'administrator' })
      .where('id', '=', admin.accountId)
      .execute()
  })

  test('is kept as a hash, read back by nobody, and signs no page in', async () => {
    const { token } = await keyFor()
    const { rows } = await sql<{ all: string }>`
      select (select string_agg(k::text, '') from api_key k) || coalesce((select string_agg(i::text, '') from idempotency_key i), '')
        || (select string_agg(e::text, '') from audit_entry e) as all`.execute(database.owner)
    expect(rows[0]?.all).not.toContain(token.slice(4))
    await expect(sql`select token_hash from api_key`.execute(database.api)).rejects.toThrow(
      'permission denied',
    )
    const page = await app.inject({ url: '/units', headers: { cookie: `duban_session=${token}` } })
    expect(page.statusCode).toBe(303)
  })

  test('is the same for the same request sent twice', async () => {
    const headers = { ...(await asAdmin()), 'idempotency-key': 'key-of-a-screen' }
    const body = { name: '大屏', unitId: districtId, role: 'leader', access: 'read', days: 9 }
    const first = (await send('POST', '/api-keys', headers, body)).json()
    expect((await send('POST', '/api-keys', headers, body)).json()).toEqual(first)
    expect((await send('POST', '/api-keys', headers, { ...body, days: 8 })).json().token).not.toBe(
      first.token,
    )
  })
})

describe('the page of keys', () => {
  let page: Visitor
  beforeAll(async () => {
    page = await visitor(database.api, admin.accountId)
  })
  afterAll(() => page.app.close())

  test('shows a new key once, and takes it back', async () => {
    const form = { name: '人事\u202e系统', unit: 'HRB-DL', role: 'coordinator', access: 'write', days: '30' }
    const made = await page.post('/api-keys', { ...form, once: 'form-1' })
    const token = /dbk_[\w-]+/.exec(made.body)?.[0] ?? ''
    expect((await send('GET', '/me', bearer(token))).statusCode).toBe(200)
    expect((await page.post('/api-keys', { ...form, once: 'form-1' })).body).toContain(token)
    const list = (await page.get('/api-keys')).body
    expect(list).not.toContain(token)
    expect(list).toContain('人事系统')
    const id = /\/api-keys\/(\d+)\/revoke/.exec(list)?.[1]
    await page.post(`/api-keys/${id}/revoke`)
    expect((await send('GET', '/me', bearer(token))).statusCode).toBe(401)
  })

  test('says what is wrong at its field', async () => {
    const form = {
      name: '\u200b',
      unit: 'NOWHERE',
      role: 'leader',
      access: 'read',
      days: '30',
      once: 'form-2',
    }
    expect((await page.post('/api-keys', form)).statusCode).toBe(422)
    const unknown = await page.post('/api-keys', { ...form, name: '大屏' })
    expect(unknown.statusCode).toBe(422)
    expect(unknown.body).toContain('f-unit-no')
  })
})
