import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { docketToken } from '../../mail/docketLinks.ts'
import { answerAppeal } from '../../operations/campaign/answerAppeal.ts'
import { perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { LINK_KEY, tokenOf, visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

/** Whoever decides about an overdue unit reads what the unit has said for itself. */
let database: TestDatabase
let city: City
let app: FastifyInstance
let supervisor: Visitor
let holder: { accountId: number; generation: number }
let items: { id: number; code: string; obligationId: number }[]

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 120 })
  await city.until('2014-05-14')
  const { rows } = await sql<typeof holder & { items: typeof items }>`
    select a.id as "accountId", a.generation, json_agg(json_build_object('id', i.id, 'code', u.code,
      'obligationId', o.id) order by i.id) as items
    from docket_item i join account a on a.unit_id = i.holder_unit_id and a.role = i.holder_role
    join obligation o on o.id = i.obligation_id and o.state = 'expected' and o.duty = 'report'
    join unit u on u.id = i.unit_id
    where i.state = 'undecided' and exists (select from link l where l.unit_id = u.id)
    group by a.id order by count(*) desc, a.id limit 1`.execute(database.owner)
  const [busiest] = rows
  holder = busiest!
  items = busiest!.items
  supervisor = await visitor(database.api, holder.accountId)
  app = supervisor.app
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

async function say(code: string, about: string | number, reason: string): Promise<void> {
  const address = `/u/${await tokenOf(database.owner, city.campaignId, code)}/appeal/${about}`
  const answer = await app.inject({
    method: 'POST',
    url: address,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ reason }).toString(),
  })
  expect(answer.statusCode).toBe(303)
}

const read = async (itemId: number, lang: string): Promise<string> =>
  (await supervisor.get(`/docket/items/${itemId}?lang=${lang}`)).body
const topOf = (body: string): string => /<section class="said">[\s\S]*?<\/section>/.exec(body)?.[0] ?? ''
const timelineOf = (body: string): string => /<ol class="timeline">[\s\S]*<\/ol>/.exec(body)?.[0] ?? ''

test('a reason that nobody has answered stands on top of the item and in what happened, in both languages', async () => {
  const [item] = items
  expect(topOf(await read(item!.id, 'zh-CN'))).toBe('')
  await say(item!.code, item!.obligationId, '春耕未完，5月20日能报')
  const chinese = await read(item!.id, 'zh-CN')
  expect(topOf(chinese)).toContain('单位说来不及')
  expect(topOf(chinese)).toContain('春耕未完，5月20日能报')
  expect(timelineOf(chinese)).toContain('春耕未完，5月20日能报')
  const english = await read(item!.id, 'en')
  expect(topOf(english)).toContain('The unit says it cannot make it')
  expect(topOf(english)).toContain('春耕未完，5月20日能报')
  expect(timelineOf(english)).toContain('The unit says it cannot make it')
})

test('also whoever comes by the link of her docket mail reads it', async () => {
  const { accountId, generation } = holder
  const token = docketToken(LINK_KEY, { accountId, generation, expiresOn: localDate('2014-05-28') })
  const { body } = await app.inject({ url: `/d/${token}/items/${items[0]!.id}` })
  expect(topOf(body)).toContain('春耕未完，5月20日能报')
})

test('answered, it leaves the top and stays in what happened, with the answer', async () => {
  const { id } = await database.owner.selectFrom('appeal').select('id').executeTakeFirstOrThrow()
  await perform(database.api, city.coordinator, (op) =>
    answerAppeal(op, { answer: 'declined', appealId: id, reason: '各单位期限一样' }),
  )
  const chinese = await read(items[0]!.id, 'zh-CN')
  expect(topOf(chinese)).toBe('')
  expect(timelineOf(chinese)).toContain('春耕未完，5月20日能报')
  expect(timelineOf(chinese)).toContain('答复单位：照旧')
  expect(timelineOf(chinese)).toContain('各单位期限一样')
  expect(timelineOf(await read(items[0]!.id, 'en'))).toContain('各单位期限一样')
})

test('that the whole notice is not meant for the unit is told at each of its items, and at no other unit', async () => {
  const other = items.find(({ code }) => code !== items[0]!.code)
  await say(other!.code, 'not_ours', '已并入邻村')
  expect(topOf(await read(other!.id, 'zh-CN'))).toContain('单位说这不是给本单位的')
  expect(topOf(await read(other!.id, 'en'))).toContain('The unit says this is not meant for it')
  expect(await read(items[0]!.id, 'zh-CN')).not.toContain('已并入邻村')
})
