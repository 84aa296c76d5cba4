import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dump } from '../../cli/backup/dump.ts'
import { load } from '../../cli/backup/load.ts'
import { createApiKey, openApiKey, revokeApiKey } from '../../operations/access/apiKeys.ts'
import { openSession } from '../../operations/access/signIn.ts'
import { sessionOf } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { testApp, visitor } from '../web/app.ts'
import type { AccountActor } from '../../operations/perform.ts'

/** What a session and a key of a program end with, besides their day. */
let desk: Desk
let app: FastifyInstance
let supervisor: AccountActor
const folder = mkdtempSync(join(tmpdir(), 'duban-sessions-'))

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  app = await testApp(desk.database.api)
  const district = desk.units.find(({ type }) => type === 'district' || type === 'county')!
  supervisor = await desk.person(district.code, 'supervisor')
})
afterAll(async () => {
  await app.close()
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
})

const opens = async (token: string): Promise<boolean> =>
  (await openSession(desk.database.api, token)) !== null

test('a new password ends every session of hers but the one that she sets it in, and nobody else’s', async () => {
  const [elsewhere, colleague] = [
    await sessionOf(desk.database, supervisor),
    await sessionOf(desk.database, desk.coordinator),
  ]
  const here = await visitor(desk.database.api, supervisor.accountId, app)
  const answer = await here.post('/account/password', { password: 'a new long password' })
  expect(answer.headers.location).toBe('/account?done=1')
  expect((await here.get('/account')).statusCode).toBe(200)
  expect(await opens(elsewhere)).toBe(false)
  expect(await opens(colleague)).toBe(true)
})

test('a password that is refused ends none', async () => {
  const elsewhere = await sessionOf(desk.database, supervisor)
  const here = await visitor(desk.database.api, supervisor.accountId, app)
  expect((await here.post('/account/password', { password: 'short' })).statusCode).toBe(422)
  expect(await opens(elsewhere)).toBe(true)
})

test('another role or address ends all sessions of the account; a new telephone number does not', async () => {
  const change = (values: object) =>
    desk.database.owner.updateTable('account').set(values).where('id', '=', supervisor.accountId).execute()
  const session = await sessionOf(desk.database, supervisor)
  await change({ telephone: '0451-7' })
  expect(await opens(session)).toBe(true)
  await change({ role: 'leader' })
  expect(await opens(session)).toBe(false)
  await change({ role: 'supervisor' })
  const next = await sessionOf(desk.database, supervisor)
  const admin = await visitor(desk.database.api, desk.coordinator.accountId, app)
  await admin.post(`/units/${supervisor.unitId}/people/${supervisor.accountId}`, {
    name: supervisor.name,
    email: 'moved@fl.example',
    telephone: '',
    language: 'zh-CN',
  })
  expect(await opens(next)).toBe(false)
})

test('no session may be ended by whoever does not hold one of the same account', async () => {
  const hers = await sessionOf(desk.database, supervisor)
  const other = await visitor(desk.database.api, desk.coordinator.accountId, app)
  await other.post('/account/password', { password: 'another long password' })
  expect(await opens(hers)).toBe(true)
})

test('a restored backup brings back no session, and no key of a program opens anything', async () => {
  const wanted = {
    name: '大屏',
    unitId: desk.coordinator.unitId,
    role: 'leader',
    access: 'read',
    days: 90,
  } as const
  const administrator: AccountActor = { ...desk.coordinator, role: 'administrator' }
  const [kept, revoked] = [
    await desk.do(administrator, (op) => createApiKey(op, wanted)),
    await desk.do(administrator, (op) => createApiKey(op, wanted)),
  ]
  const session = await sessionOf(desk.database, desk.coordinator)
  const [file, key] = [join(folder, 'one.backup'), randomBytes(32)]
  await dump(desk.database.url('duban_owner'), key, file, '2014-05-07T01:00:00Z')
  await desk.do(administrator, (op) => revokeApiKey(op, { keyId: revoked.keyId }))

  const target = await createTestDatabase()
  try {
    await load(target.url('duban_owner'), key, file, { replace: true })
    for (const { token } of [kept, revoked]) expect(await openApiKey(target.api, token)).toBeNull()
    expect(await openSession(target.api, session)).toBeNull()
    expect(await openApiKey(desk.database.api, kept.token)).not.toBeNull()
  } finally {
    await target.drop()
  }
})
