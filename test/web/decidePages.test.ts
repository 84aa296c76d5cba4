import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { personAt } from '../support/people.ts'
import { visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let city: City
let app: FastifyInstance
let coordinator: Visitor

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 200 })
  await city.until('2014-05-14')
  coordinator = await visitor(database.api, city.admin.accountId)
  app = coordinator.app
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const submitted = () =>
  database.owner
    .selectFrom('report')
    .selectAll()
    .where('state', '=', 'submitted')
    .orderBy('submitted_at')
    .execute()

describe('review', () => {
  test('accepts a report by a button and leads to the next that waits', async () => {
    const [first, second] = await submitted()
    const page = await coordinator.get(`/review/${first!.id}`)
    expect(page.body).toContain('就近就业')
    const answer = await coordinator.post(`/review/${first!.id}/accept`, {
      campaign: String(city.campaignId),
    })
    expect(answer.headers.location).toBe(`/review/${second!.id}?campaign=${city.campaignId}&done=accepted`)
  })

  test('tells the second of two reviewers that the first was faster, and overwrites nothing', async () => {
    const [report] = await submitted()
    expect((await coordinator.post(`/review/${report!.id}/accept`)).statusCode).toBe(303)
    const late = await coordinator.post(`/review/${report!.id}/return`, {
      reason: '请补',
      dueOn: '2014-05-20',
    })
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('这一版已经审过')
    expect(late.body).not.toContain('name="reason"')
  })

  test('wants a reason and a date that is not past, and keeps what was typed', async () => {
    const [report] = await submitted()
    const without = await coordinator.post(`/review/${report!.id}/return`, {
      reason: ' ',
      dueOn: '2014-05-20',
    })
    expect(without.body).toMatch(/id="f-reason-no"[^>]*>[\s\S]*?请写明理由/)
    const past = await coordinator.post(`/review/${report!.id}/return`, {
      reason: '请补名称',
      dueOn: '2014-05-01',
    })
    expect(past.statusCode).toBe(422)
    expect(past.body).toContain('>请补名称</textarea>')
    expect(past.body).toMatch(/id="f-dueOn-no"/)
    expect((await submitted())[0]!.id).toBe(report!.id)
  })
})

describe('the docket', () => {
  const held = (unitId: number) =>
    database.owner
      .selectFrom('docket_item')
      .selectAll()
      .where('state', '=', 'undecided')
      .where('holder_unit_id', '=', unitId)
      .where('holder_role', '=', 'supervisor')
      .orderBy('id')
      .execute()

  async function busiest(): Promise<{ unitId: number; accountId: number }> {
    const row = await database.owner
      .selectFrom('docket_item as i')
      .innerJoin('account as a', (join) =>
        join.onRef('a.unit_id', '=', 'i.holder_unit_id').onRef('a.role', '=', 'i.holder_role'),
      )
      .select(['a.id', 'a.unit_id'])
      .where('i.state', '=', 'undecided')
      .where('a.unit_id', '<>', city.admin.unitId)
      .groupBy(['a.id', 'a.unit_id'])
      .orderBy(({ fn }) => fn.countAll(), 'desc')
      .executeTakeFirstOrThrow()
    return { unitId: row.unit_id, accountId: row.id }
  }

  test('shows what a decision will do, does exactly that and nothing before', async () => {
    const { unitId, accountId } = await busiest()
    const supervisor = await visitor(database.api, accountId, app)
    const items = await held(unitId)
    expect(items.length).toBeGreaterThan(0)
    const chosen: [string, string][] = items.map(({ id }) => ['item', String(id)])
    const decision: [string, string][] = [
      ...chosen,
      ['kind', 'extend'],
      ['dueOn', '2014-05-20'],
      ['reason', '春耕未完'],
    ]
    const preview = await supervisor.post('/docket/preview', decision)
    expect(preview.body).toContain(`延期 ${items.length} 家`)
    expect(preview.body).toContain(`${items.length} 项变为 0 项`)
    expect(await held(unitId)).toEqual(items)
    const decided = await supervisor.post('/docket/decide', decision)
    expect(decided.headers.location).toBe(`/docket?decided=${items.length}&passed=0`)
    expect(await held(unitId)).toHaveLength(0)
    expect((await supervisor.get('/docket/decided')).body).toContain('春耕未完')
    const again = await supervisor.post('/docket/decide', decision)
    expect(again.statusCode).toBe(409)
  })

  test('says what is missing where it is missing', async () => {
    const { unitId, accountId } = await busiest()
    const supervisor = await visitor(database.api, accountId, app)
    const none = await supervisor.post('/docket/preview', { kind: 'urge', reason: 'x' })
    expect(none.statusCode).toBe(422)
    expect(none.body).toContain('还没有选')
    const [item] = await held(unitId)
    const reasonless = await supervisor.post('/docket/preview', {
      item: String(item!.id),
      kind: 'waive',
      reason: '',
    })
    expect(reasonless.statusCode).toBe(422)
    expect(reasonless.body).toMatch(/value="waive" checked/)
    const undecided = await supervisor.post('/docket/preview', { item: String(item!.id), reason: '先看看' })
    expect(undecided.body).toContain('>先看看</textarea>')
  })

  test('of one supervisor is no business of another', async () => {
    const { unitId } = await busiest()
    const [item] = await held(unitId)
    const others = await personAt(database.owner, 'HRB-DW', 'supervisor')
    const other = await visitor(database.api, others.accountId, app)
    const foreign = item!.holder_unit_id === others.unitId ? null : item
    if (foreign === null) return
    const refused = await other.post('/docket/decide', {
      item: String(foreign!.id),
      kind: 'waive',
      reason: '不归我管',
    })
    expect(refused.statusCode).toBe(404)
    expect((await held(unitId))[0]).toEqual(item)
  })
})
