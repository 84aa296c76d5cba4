import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordBounce } from '../../activities/bounces/recordBounce.ts'
import { beat } from '../../db/queries/condition.ts'
import type { Bounce } from '../../mail/bounces/bounce.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { personAt } from '../support/people.ts'
import { testApp, visitor } from './app.ts'
import { createCity, instant, type City } from './city.ts'

/** A mail that came back shows with why, what can be done and whom to call. */
let database: TestDatabase
let app: FastifyInstance
let city: City
let message: { id: number; unit_id: number; header_id: string }
let person: { name: string; telephone: string | null; email: string | null }

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 80 })
  app = await testApp(database.api)
  message = await sentMail()
  person = await database.owner
    .selectFrom('contact')
    .select(['name', 'telephone', 'email'])
    .where('unit_id', '=', message.unit_id)
    .orderBy('id')
    .executeTakeFirstOrThrow()
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

/** The first mail to a village, as if a relay had taken it. */
async function sentMail() {
  const { id, unit_id } = await database.owner
    .selectFrom('message as m')
    .innerJoin('contact as c', 'c.id', 'm.contact_id')
    .innerJoin('placement as p', 'p.unit_id', 'm.unit_id')
    .select(['m.id', 'm.unit_id'])
    .where('p.type', '=', 'village')
    .where('c.telephone', 'is not', null)
    .orderBy('m.id')
    .executeTakeFirstOrThrow()
  const header_id = `<${id}.AbC@fl.example>`
  await database.owner
    .updateTable('message as m')
    .set((eb) => ({
      state: 'sent',
      header_id,
      finished_at: instant('2014-04-03 10:00'),
      address: eb.selectFrom('contact as c').select('c.email').whereRef('c.id', '=', 'm.contact_id'),
    }))
    .where('m.id', '=', id)
    .execute()
  return { id, unit_id, header_id }
}

const bounce = (changes: Partial<Bounce> = {}): Bounce => ({
  headerId: `<${JSON.stringify(changes).length}@mx.example>`,
  originalIds: [message.header_id],
  recipient: person.email,
  status: '5.1.1',
  permanent: true,
  remedy: 'address-unknown',
  diagnostic: '550 5.1.1 User <b>unknown</b>',
  ...changes,
})
const at = instant('2014-04-03 10:05')

test('says that nothing is read while no mailbox is named, and when it was read last', async () => {
  const page = await visitor(database.api, city.admin.accountId, app)
  expect((await page.get('/bounces')).body).toContain('DUBAN_IMAP_URL')
  await beat(database.worker, 'imap')
  const { body } = await page.get('/bounces')
  expect(body).toContain('随时在读')
  expect(body).toContain('没有退信')
})

test('shows with reason, remedy and telephone number in the list, at the board, and at the unit', async () => {
  await recordBounce(database.worker, bounce(), at)
  const page = await visitor(database.api, city.admin.accountId, app)
  const { body } = await page.get('/bounces')
  expect(body).toContain('550 5.1.1 User &lt;b>unknown&lt;/b>')
  expect(body).toContain('对方邮局没有这个地址')
  expect(body).toContain(person.telephone ?? 'none')
  expect(body).toContain('记为没有送到')
  expect((await page.get(`/campaigns/${city.campaignId}`)).body).toContain('reach=bounced')
  const unit = await page.get(`/campaigns/${city.campaignId}/units/${message.unit_id}`)
  expect(unit.body).toContain('对方邮局没有这个地址')
  expect(unit.body).toContain(person.telephone ?? 'none')
  expect((await page.get(`/campaigns/${city.campaignId}/mails`)).body).toContain('对方邮局没有这个地址')
})

test('that nobody can place shows to whoever is at the top, and to no district', async () => {
  await recordBounce(database.worker, bounce({ originalIds: [], recipient: 'x@elsewhere.example' }), at)
  const page = await visitor(database.api, city.admin.accountId, app)
  expect((await page.get('/bounces')).body).toContain('x@elsewhere.example')
  const supervisor = await personAt(database.owner, 'HRB-DL', 'supervisor')
  await database.owner
    .updateTable('account')
    .set({ role: 'coordinator' })
    .where('id', '=', supervisor.accountId)
    .execute()
  const district = await visitor(database.api, supervisor.accountId, app)
  const { body, statusCode } = await district.get('/bounces')
  expect(statusCode).toBe(200)
  expect(body).not.toContain('x@elsewhere.example')
})

describe('a bounce that names no mail', () => {
  const contact = () =>
    database.owner
      .selectFrom('contact')
      .select(['unit_id', 'email', 'undeliverable_since'])
      .where('email', 'is not', null)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  const newest = async (): Promise<number> =>
    (await database.owner.selectFrom('bounce').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow())
      .id
  const entries = async (id: number): Promise<number> =>
    (
      await database.owner
        .selectFrom('audit_entry')
        .select('id')
        .where('operation', '=', 'settle-bounce')
        .where('subject_id', '=', id)
        .execute()
    ).length

  test('counts for the contact who has the address when a coordinator says so, once', async () => {
    const { email, undeliverable_since } = await contact()
    expect(undeliverable_since).toBeNull()
    await recordBounce(database.worker, bounce({ originalIds: [], recipient: email }), at)
    const id = await newest()
    const page = await visitor(database.api, city.admin.accountId, app)
    expect((await page.get('/bounces?lang=en')).body).toContain(`/bounces/${id}/settle`)
    expect((await page.post(`/bounces/${id}/settle`)).statusCode).toBe(303)
    expect((await page.post(`/bounces/${id}/settle`)).statusCode).toBe(303)
    expect((await contact()).undeliverable_since).not.toBeNull()
    expect(await entries(id)).toBe(1)
    expect((await page.get('/bounces')).body).not.toContain(`/bounces/${id}/settle`)
  })

  test('counts for the mail that went to its address lately', async () => {
    const { id: messageId } = await database.owner
      .updateTable('message')
      .set({ state: 'sent', finished_at: at, address: 'lately@fl.example' })
      .where('id', '=', ({ selectFrom }) => selectFrom('message').select(({ fn }) => fn.max('id').as('id')))
      .returning('id')
      .executeTakeFirstOrThrow()
    await recordBounce(database.worker, bounce({ originalIds: [], recipient: 'lately@fl.example' }), at)
    const id = await newest()
    const page = await visitor(database.api, city.admin.accountId, app)
    expect((await page.post(`/bounces/${id}/settle`)).statusCode).toBe(303)
    const { state } = await database.owner
      .selectFrom('message')
      .select('state')
      .where('id', '=', messageId)
      .executeTakeFirstOrThrow()
    expect(state).toBe('permanent_failure')
    expect(await entries(id)).toBe(1)
  })

  test('is out of reach for a coordinator of another place, and for a supervisor', async () => {
    await recordBounce(database.worker, bounce({ originalIds: [], recipient: 'y@elsewhere.example' }), at)
    const id = await newest()
    const { id: accountId } = await database.owner
      .updateTable('account')
      .set({ role: 'coordinator' })
      .where('unit_id', '=', ({ selectFrom }) => selectFrom('unit').select('id').where('code', '=', 'HRB-DL'))
      .where('role', 'in', ['supervisor', 'coordinator'])
      .returning('id')
      .executeTakeFirstOrThrow()
    const elsewhere = await visitor(database.api, accountId, app)
    expect((await elsewhere.post(`/bounces/${id}/settle`)).statusCode).toBe(404)
    await database.owner
      .updateTable('account')
      .set({ role: 'supervisor' })
      .where('id', '=', accountId)
      .execute()
    const supervisor = await visitor(database.api, accountId, app)
    expect((await supervisor.post(`/bounces/${id}/settle`)).statusCode).toBe(403)
  })
})
