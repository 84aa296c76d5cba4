import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { issue } from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

/** The federation as its history counts it: 18, 127, 172, 845, 1,887 and 21 below one city. */
let world: World
let campaignId: number

beforeAll(async () => {
  world = await createWorld({ at: '2014-04-03 09:30', units: 3071 })
})
afterAll(() => world.close())

test('the whole tree comes in as it was counted, each unit under the one that it belongs to', async () => {
  const { rows } = await sql<{ type: string; n: number; placed: number }>`
    select p.type, count(*) as n, count(*) filter (where p.parent_id is not null) as placed from placement p
    where upper_inf(p.valid) group by p.type`.execute(world.database.owner)
  const counts = Object.fromEntries(rows.map(({ type, n }) => [type, n]))
  expect(counts).toMatchObject({
    city: 1,
    street: 127,
    township: 172,
    community: 845,
    village: 1887,
    association: 21,
  })
  expect((counts.district ?? 0) + (counts.county ?? 0)).toBe(18)
  expect(rows.reduce((sum, { placed }) => sum + placed, 0)).toBe(3070)
})

test('a campaign for all 3,070 units gives each its assignment, with what it owes', async () => {
  campaignId = await issue(world, exampleNotice('grassroots'))
  const { rows } = await sql<{ units: number; owed: number; odd: number }>`
    select count(*) as units, sum(n) as owed, count(*) filter (where n <> 3) as odd from (
      select a.id, count(o.id) as n from assignment a join obligation o on o.assignment_id = a.id
      where a.campaign_id = ${campaignId} group by a.id) t`.execute(world.database.owner)
  expect(rows).toEqual([{ units: 3070, owed: 9210, odd: 0 }])
})

test('every contact with an address gets one issue mail, on the same morning', async () => {
  const addresses = world.units
    .filter(({ type }) => type !== 'city')
    .flatMap(({ contacts }) => contacts.filter(({ role }) => role === 'contact'))
    .flatMap(({ email }) => email ?? [])
  const { rows } = await sql<{ address: string; n: number; day: string }>`
    select address, count(*) as n, max(to_char(finished_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')) as day
    from message where kind = 'issue' and state = 'sent' group by address`.execute(world.database.owner)
  expect(rows.map(({ address }) => address).sort()).toEqual([...addresses].sort())
  expect(rows.filter(({ n, day }) => n !== 1 || day !== '2014-04-03')).toEqual([])
  expect(world.mailbox.count()).toBe(addresses.length)
})

test('units without an address are known, each with a telephone number to ring', async () => {
  const { rows } = await sql<{ code: string; telephone: string }>`
    select u.code, c.telephone from assignment a join unit u on u.id = a.unit_id
    left join contact c on c.unit_id = u.id and upper_inf(c.valid)
    where a.campaign_id = ${campaignId} and not exists (
      select from contact e where e.unit_id = u.id and e.email is not null and upper_inf(e.valid))`.execute(
    world.database.owner,
  )
  const expected = world.units
    .filter(({ type, contacts }) => type !== 'city' && contacts[0]?.email === null)
    .map(({ code, contacts }) => ({ code, telephone: contacts[0]!.telephone }))
  expect(expected.length).toBeGreaterThan(5)
  expect(rows.sort((a, b) => a.code.localeCompare(b.code))).toEqual(
    expected.sort((a, b) => a.code.localeCompare(b.code)),
  )
})
