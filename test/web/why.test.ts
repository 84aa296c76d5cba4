import { sql, type KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeSlots } from '../../activities/delivery/composeSlots.ts'
import { waiveObligation } from '../../operations/obligation/waive.ts'
import { perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { testApp, visitor, type Visitor } from './app.ts'
import { createCity, instant, type City } from './city.ts'

let database: TestDatabase
let city: City
let desk: Visitor
let base: string
let statements = 0

/** Counts what a page asks of the database. */
const counting: KyselyPlugin = {
  transformQuery: ({ node }) => {
    statements += 1
    return node
  },
  transformResult: async ({ result }) => result,
}

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 120 })
  await city.until('2014-05-07')
  await composeSlots(database.worker, instant('2014-05-07 09:10'))
  await sql`update message set state = 'sent', finished_at = slot, address = 'a@b.example'`.execute(
    database.owner,
  )
  await city.until('2014-05-23')
  const app = await testApp(database.api.withPlugin(counting))
  desk = await visitor(database.api, city.coordinator.accountId, app)
  base = `/campaigns/${city.campaignId}`
})
afterAll(async () => {
  await desk.app.close()
  await database.drop()
})

interface Found {
  unit: number
  obligation: number
  message: number
}

/** A unit that was reminded three working days before, still silent today or not. */
async function reminded(state: string, nth = 0): Promise<Found> {
  const { rows } = await sql<Found>`
    select o.unit_id as unit, o.id as obligation, m.id as message from reminder r join obligation o on o.id = r.obligation_id
    join message m on m.kind = 'reminder' and m.unit_id = o.unit_id and m.slot = r.slot
    where r.step = 'before-3' and o.duty = 'report' and o.state = ${state} order by o.id limit 1 offset ${nth}`.execute(
    database.owner,
  )
  const [found] = rows
  if (found === undefined) throw new Error(`nobody was reminded who is ${state} now`)
  return found
}

const sentence =
  '因为①“调研月活动总结”（5月10日（周六）24时前）到5月7日 09:00还没有报，这是期限前3个工作日的提醒。'

describe('why', () => {
  test('a mail went out is told from the ledger, in both languages', async () => {
    const { unit } = await reminded('expected')
    expect((await desk.get(`${base}/units/${unit}`)).body).toContain(sentence)
    expect((await desk.get(`${base}/units/${unit}?lang=en`)).body).toContain(
      'Because ①“调研月活动总结”, due Sat 10 May, before midnight, was not in at 7 May, 09:00: the step 3 working days before.',
    )
  })

  test('is told in the list of all mails as well', async () => {
    expect((await desk.get(`${base}/mails?filter=all`)).body).toContain(sentence)
  })

  test('a mail still tells the date it was about after that date has moved', async () => {
    const { unit, obligation } = await reminded('expected', 1)
    await sql`update obligation set due_on = '2014-06-10', due_at = '2014-06-11', due_version = due_version + 1
      where id = ${obligation}`.execute(database.owner)
    expect((await desk.get(`${base}/units/${unit}`)).body).toContain(sentence)
  })

  test('a mail did not go says what had happened before its turn came', async () => {
    const { unit, message } = await reminded('accepted')
    await sql`update message set state = 'cancelled', finished_at = '2014-05-20' where id = ${message}`.execute(
      database.owner,
    )
    expect((await desk.get(`${base}/units/${unit}`)).body).toMatch(
      /没有发，因为①“调研月活动总结”在5月\d+日 \d\d:\d\d已经办了。/,
    )
  })

  test('a reminder became no mail is told of a unit without an address', async () => {
    const { unit } = await reminded('expected', 2)
    await sql`delete from message where unit_id = ${unit} and kind = 'reminder'`.execute(database.owner)
    await sql`update contact set email = null where unit_id = ${unit}`.execute(database.owner)
    const page = await desk.get(`${base}/units/${unit}`)
    expect(page.body).toContain('没有发成信的提醒')
    expect(page.body).toContain(`${sentence}没有发，因为单位没有邮箱。请打电话告知。`)
  })

  test('a unit stands before a supervisor, and when that climbs', async () => {
    const { unit } = await reminded('expected')
    const page = await desk.get(`${base}/units/${unit}`)
    expect(page.body).toMatch(
      /列入督办：期限5月10日（周六）24时前，逾期满3个工作日仍没有办，按这份通知的规定报.+分管负责人。/,
    )
    const { rows } = await sql<{
      id: number
    }>`select id from docket_item where unit_id = ${unit} and state = 'undecided'`.execute(database.owner)
    const item = await desk.get(`/docket/items/${rows[0]?.id}`)
    expect(item.body).toMatch(/没有人定的话，5月\d+日 \d\d:\d\d升到第\d级。|已经在最高一级，不再升级。/)
  })

  test('costs a page no more than fifteen questions in all', async () => {
    const { unit } = await reminded('expected', 1)
    for (const url of [`/units/${unit}`, '/mails?filter=all', '/progress?names=no', '/export']) {
      statements = 0
      expect((await desk.get(base + url)).statusCode).toBe(200)
      // Two for the session, one each for scope and clock, before any page.
      expect(statements, url).toBeLessThanOrEqual(4 + 15)
    }
  })

  test('a state is what it is, down to who let a unit off and for what reason', async () => {
    const { unit, obligation } = await reminded('expected')
    const before = await desk.get(`${base}/units/${unit}`)
    expect(before.body).toMatch(/5月10日（周六）24时前的期限已过，还没有收到报送；/)
    await perform(database.api, city.coordinator, (op) =>
      waiveObligation(op, { obligationId: obligation, reason: '并入街道一起报' }),
    )
    const after = await desk.get(`${base}/units/${unit}`)
    expect(after.body).toMatch(/由管理员免报。理由：并入街道一起报。/)
    expect(after.body).toMatch(/<p>5月23日 \d\d:\d\d免报。<\/p>/)
  })
})
