import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeApi } from '../../api/openapi.ts'
import { generateFederation } from '../../domain/federation.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { setPassword } from '../../operations/access/signIn.ts'
import { sessionOf, testApp } from '../support/app.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { administrator, importUnits, personAt } from '../support/people.ts'

let database: TestDatabase
let app: FastifyInstance
let admin: AccountActor
let asAdmin: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  admin = await administrator(database.owner)
  await importUnits(database.api, admin, generateFederation({ seed: 5, units: 60 }))
  app = await testApp(database)
  await database.owner
    .updateTable('account')
    .set({ email: 'admin@fl.example' })
    .where('id', '=', admin.accountId)
    .execute()
  asAdmin = { authorization: `Bearer ${await sessionOf(database, admin)}` }
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const post = (url: string, payload: object, headers: Record<string, string> = asAdmin) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload })
const get = (url: string, headers: Record<string, string> = asAdmin) =>
  app.inject({ method: 'GET', url: `/api/v1${url}`, headers })

/** As if it were issued next year: its dates lie ahead. */
const draft = {
  ...exampleNotice('three-eight-107'),
  issuedOn: '2027-02-10',
  acknowledgeDueOn: '2027-02-20',
  milestones: [{ what: '情况', kind: 'dated', dueOn: '2027-03-17' }],
  audience: [{ effect: 'include', under: null, types: ['association'], units: [] }],
}

describe('the API', () => {
  test('is described by the committed OpenAPI file', async () => {
    expect(await describeApi(app)).toBe(readFileSync('api/openapi.json', 'utf8'))
  })

  test('answers nobody who has not signed in', async () => {
    const response = await get('/campaigns', {})
    expect(response.statusCode).toBe(401)
    expect(response.headers['content-type']).toContain('application/problem+json')
    expect(response.json()).toMatchObject({ code: 'sign-in-needed' })
  })

  test('does not take the cookie of a page for a session', async () => {
    const cookie = `duban_session=${await sessionOf(database, admin)}`
    expect((await get('/campaigns', { cookie })).statusCode).toBe(401)
  })

  test('signs in by password, and not with a wrong one', async () => {
    await perform(database.api, admin, (op) =>
      setPassword(op, { password: 'correct horse battery', session: null }),
    )
    const wrong = await post('/sign-in', { email: 'admin@fl.example', password: 'wrong' }, {})
    expect(wrong.statusCode).toBe(401)
    const right = await post('/sign-in', { email: 'admin@fl.example', password: 'correct horse battery' }, {})
    expect((await get('/me', { authorization: `Bearer ${right.json().token}` })).json()).toMatchObject({
      role: 'administrator',
    })
  })

  test('names every field that is wrong, and keeps nothing', async () => {
    const response = await post('/notices', {
      ...draft,
      title: '',
      milestones: [{ what: 'x', kind: 'dated', dueOn: '2027-02-31' }],
    })
    expect(response.statusCode).toBe(422)
    expect(response.json().fields.map(({ field }: { field: string }) => field)).toEqual([
      'title',
      'milestones.0.dueOn',
    ])
  })

  test('carries a request out once for one idempotency key, and answers the same again', async () => {
    const headers = { ...asAdmin, 'idempotency-key': 'key-00000001' }
    const [first, second] = await Promise.all([
      post('/notices', draft, headers),
      post('/notices', draft, headers),
    ])
    expect(first.statusCode).toBe(200)
    expect(second.json()).toEqual(first.json())
    const other = await post('/notices', { ...draft, title: '另一个' }, headers)
    expect(other.json()).toMatchObject({ code: 'idempotency-key-reused' })
    expect((await get('/notices')).json().items).toHaveLength(1)
  })

  test('gives the same session for the same key, a preview and a dry run their first answer', async () => {
    const key = { 'idempotency-key': 'sign-in-once' }
    const body = { email: 'admin@fl.example', password: 'correct horse battery' }
    const [first, second] = [await post('/sign-in', body, key), await post('/sign-in', body, key)]
    expect(second.json().token).toBe(first.json().token)
    expect((await post('/sign-in', body, {})).json().token).not.toBe(first.json().token)
    expect((await post('/sign-in', { ...body, password: 'wrong' }, key)).statusCode).toBe(401)

    const csv = 'code,parent,type,name,role,person,email,telephone,language\nHRB-X,HRB,district,新区,,,,,\n'
    const dry = { csv, from: '2026-01-01', dryRun: true }
    const headers = { ...asAdmin, 'idempotency-key': 'dry-run-0001' }
    expect((await post('/units/import', dry, headers)).json()).toMatchObject({ unitsAdded: 1 })
    const other = await post('/units/import', { ...dry, csv: csv.replace('新区', '别区') }, headers)
    expect(other.json()).toMatchObject({ code: 'idempotency-key-reused' })
  })

  test('changes a unit at once, or plans it for a day to come, which may be taken back', async () => {
    const { items } = (await get('/units?limit=100')).json()
    const unit = items.find(({ type }: { type: string }) => type === 'association')
    const rename = (from: string, name: string) =>
      post(`/units/${unit.id}/rename`, { from, name, reason: '更名' })
    expect((await rename('2026-11-01', '甲协会')).json()).toEqual({ outcome: 'done' })
    expect((await rename('2099-01-01', '乙协会')).json()).toEqual({ outcome: 'planned' })
    const planned = (await get(`/units/${unit.id}/planned`)).json().items
    expect(planned).toMatchObject([{ change: 'rename', from: '2099-01-01', to: '乙协会', state: 'planned' }])
    expect((await post(`/planned-changes/${planned[0].id}/cancel`, {})).statusCode).toBe(200)
    expect((await get(`/units/${unit.id}/planned`)).json().items).toEqual([])
    expect((await post(`/planned-changes/${planned[0].id}/cancel`, {})).statusCode).toBe(404)
  })

  test('issues a notice, and keeps it from a district that has no part in it', async () => {
    const { noticeId } = (await post('/notices', draft)).json()
    expect((await post(`/notices/${noticeId}/issue`, { version: null })).json()).toMatchObject({
      code: 'notice-not-checked',
    })
    await post(`/notices/${noticeId}/check`, { version: null })
    const { campaignId, units } = (await post(`/notices/${noticeId}/issue`, { version: null })).json()
    expect(units).toBeGreaterThan(0)
    expect((await get(`/campaigns/${campaignId}`)).json()).toMatchObject({ state: 'issuing', units })
    const supervisor = await personAt(database.owner, 'HRB-DL', 'supervisor')
    const stranger = { authorization: `Bearer ${await sessionOf(database, supervisor)}` }
    expect((await get(`/campaigns/${campaignId}`, stranger)).statusCode).toBe(404)
    expect((await get('/campaigns', stranger)).json().items).toEqual([])
    expect((await post(`/campaigns/${campaignId}/close`, { reason: 'x' }, stranger)).statusCode).toBe(403)
  })

  test('pages by cursor, each row once', async () => {
    const codes: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: { items: { code: string }[]; next: string | null } = (
        await get(`/units?limit=7${next === '' ? '' : `&cursor=${next}`}`)
      ).json()
      codes.push(...page.items.map(({ code }) => code))
      next = page.next
    }
    expect(codes).toHaveLength(60)
    expect(new Set(codes).size).toBe(60)
  })
})
