import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { docketToken } from '../../mail/docketLinks.ts'
import type { DocketLinkRef } from '../../domain/message.ts'
import { localDate } from '../../domain/time.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { LINK_KEY, testApp } from './app.ts'
import { createCity, setClock, type City } from './city.ts'

/** A supervisor acts on a docket mail by its link, without signing in. */
let database: TestDatabase
let city: City
let app: FastifyInstance
let holder: { id: number; generation: number; unitId: number }
let items: number[]

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 60 })
  await city.until('2014-05-14')
  app = await testApp(database.api)
  const seat = await database.owner
    .selectFrom('docket_item as i')
    .innerJoin('account as a', (join) =>
      join.onRef('a.unit_id', '=', 'i.holder_unit_id').onRef('a.role', '=', 'i.holder_role'),
    )
    .select(['a.id', 'a.generation', 'a.unit_id as unitId'])
    .innerJoin('obligation as o', 'o.id', 'i.obligation_id')
    .where('i.state', '=', 'undecided')
    .where('o.state', '=', 'expected')
    .where('o.duty', '=', 'report')
    .orderBy('i.id')
    .executeTakeFirstOrThrow()
  holder = seat
  const held = await database.owner
    .selectFrom('docket_item as i')
    .innerJoin('obligation as o', 'o.id', 'i.obligation_id')
    .select('i.id')
    .where('i.holder_unit_id', '=', seat.unitId)
    .where('i.state', '=', 'undecided')
    .where('o.state', '=', 'expected')
    .orderBy('i.id')
    .execute()
  items = held.map(({ id }) => id)
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const link = (change: Partial<DocketLinkRef> = {}): string => {
  const { id: accountId, generation } = holder
  return `/d/${docketToken(LINK_KEY, { accountId, generation, expiresOn: localDate('2014-05-28'), ...change })}`
}
const get = (url: string) => app.inject({ url })
const post = (url: string, fields: [string, string][], headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  })

describe('the link of a docket mail', () => {
  test('opens her docket, and each item with what happened so far', async () => {
    const inbox = await get(link())
    expect(inbox.statusCode).toBe(200)
    const page = await get(`${link()}/items/${items[0]}`)
    expect(page.body).toContain('通知下发')
    expect(page.body).toContain('逾期，列入督办')
    expect(page.body).not.toContain('/sign-out')
  })

  test('opens nothing else, and every address on its pages stays below it', async () => {
    const { body } = await get(link())
    const addresses = [...body.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(([, address]) => address ?? '')
    const elsewhere = addresses.filter((a) => !a.startsWith('/d/') && !a.startsWith('/styles/'))
    expect(elsewhere).toEqual([])
    expect((await get('/campaigns')).statusCode).not.toBe(200)
  })

  test('warns of the date that is chosen for an extension, from below the same link', async () => {
    const { body } = await get(`${link()}/items/${items[0]}`)
    const by = /data-by="([^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(by).toMatch(new RegExp(`^${link()}/`))
    const told = async (date: string) => (await get(`${by}&date=${date}`)).json<{ warnings: string[] }>()
    expect((await told('2014-06-02')).warnings.join()).toContain('端午')
    expect((await told('2014-06-03')).warnings).toEqual([])
    expect(
      (await get(`${link({ generation: 99 })}/date-warnings?lead=again&date=2014-06-02`)).statusCode,
    ).toBe(303)
  })

  test('decides one item with a choice, a reason and one button', async () => {
    const url = `${link()}/decide`
    const fields: [string, string][] = [
      ['item', String(items[0])],
      ['page', 'item'],
    ]
    const without = await post(url, [...fields, ['kind', 'waive'], ['reason', '']])
    expect(without.statusCode).toBe(422)
    expect(without.body).toContain('通知下发')
    const done = await post(url, [...fields, ['kind', 'waive'], ['reason', '村已撤并']])
    expect(done.headers.location).toBe(`${link()}?decided=1&passed=0`)
    const decided = await database.owner
      .selectFrom('decision')
      .select(['kind', 'account_id'])
      .where('docket_item_id', '=', items[0] ?? 0)
      .executeTakeFirstOrThrow()
    expect(decided).toEqual({ kind: 'waive', account_id: holder.id })
  })

  test('still shows an item that is settled, with what happened, and what she decided with what followed', async () => {
    const page = await get(`${link()}/items/${items[0]}`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('已经有人定了')
    const list = await get(`${link()}/decided`)
    expect(list.body).toContain('村已撤并')
    expect(list.body).toContain('后来')
  })

  test('changes nothing when it is only opened', async () => {
    const before = await database.owner.selectFrom('audit_entry').select('id').execute()
    for (const path of ['', '/decided', `/items/${items[1]}`]) await get(`${link()}${path}`)
    expect(await database.owner.selectFrom('audit_entry').select('id').execute()).toEqual(before)
  })

  test('is refused to a form of another site', async () => {
    const fields: [string, string][] = [['item', String(items[1])]]
    const answer = await post(`${link()}/decide`, fields, { 'sec-fetch-site': 'cross-site' })
    expect(answer.statusCode).toBe(403)
  })

  test('leads to signing in when it is of another generation or account, altered, or its last day is over', async () => {
    const altered = link().replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))
    const others = [link({ generation: 99 }), link({ accountId: 999_999 }), altered, '/d/nonsense']
    for (const url of others) {
      const answer = await get(url)
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in?next=%2Fdocket'])
      expect((await post(`${url}/decide`, [])).statusCode).toBe(401)
    }
    await setClock(database, '2014-05-28 23:59')
    expect((await get(link())).statusCode).toBe(200)
    await setClock(database, '2014-05-29 00:01')
    expect((await get(link())).statusCode).toBe(303)
  })
})
