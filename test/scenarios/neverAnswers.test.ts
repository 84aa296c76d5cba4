import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { addressAt, issue, itemsOf, remindersOf, subjectsTo } from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

/** Nobody answers, and nobody decides. Everything still happens on its working day. */
let world: World
let campaignId: number
let village: string
let township: string
let county: string
let district: string

beforeAll(async () => {
  world = await createWorld({ at: '2014-04-03 09:30', units: 40 })
  const parentOf = (code: string): string => world.units.find((unit) => unit.code === code)!.parentCode!
  village = world.units.find(
    ({ type, contacts, parentCode }) =>
      type === 'village' && contacts[0]?.email !== null && parentCode?.includes('-T'),
  )!.code
  township = parentOf(village)
  county = parentOf(township)
  district = world.units.find(({ type }) => type === 'district')!.code
  campaignId = await issue(world, exampleNotice('grassroots'))
})
afterAll(() => world.close())

/** The text of the newest mail to somebody. */
async function newestMail(address: string): Promise<string> {
  const [newest] = world.mailsTo(address)
  return (await world.mailbox.get(newest!.id))?.text ?? ''
}

const nameOf = (code: string): string => world.units.find((unit) => unit.code === code)!.name

test('a village that never answers is reminded ten, five, three and one working day before the date', async () => {
  await world.until('2014-05-09 18:00')
  // 1 to 3 May are holidays, 4 May, a Sunday, is worked.
  expect(await remindersOf(world, campaignId, village, 1)).toEqual([
    'v1 before-10/1 2014-04-25 09:00',
    'v1 before-5/1 2014-05-05 09:00',
    'v1 before-3/1 2014-05-07 09:00',
    'v1 before-1/1 2014-05-09 09:00',
  ])
})

test('three working days after the date its township holds it, and reads its name in a mail', async () => {
  await world.until('2014-05-14 10:00')
  expect(await itemsOf(world, campaignId, village, 1)).toMatchObject([{ level: 1, holder: township }])
  expect(await newestMail(addressAt(world, township, 'supervisor'))).toContain(nameOf(village))
})

test('three more working days on the county holds it, four more the leader of the city', async () => {
  await world.until('2014-05-16 18:00')
  expect(await itemsOf(world, campaignId, village, 1)).toMatchObject([{ level: 1 }])
  await world.until('2014-05-19 14:30')
  expect(await itemsOf(world, campaignId, village, 1)).toMatchObject([{ level: 2, holder: county }])
  expect(await newestMail(addressAt(world, county, 'supervisor'))).toContain(nameOf(village))
  await world.until('2014-05-22 18:00')
  expect(await itemsOf(world, campaignId, village, 1)).toMatchObject([{ level: 2 }])
  await world.until('2014-05-23 14:30')
  expect(await itemsOf(world, campaignId, village, 1)).toMatchObject([
    { level: 3, holder: 'HRB', role: 'leader' },
  ])
  expect(await newestMail(addressAt(world, 'HRB', 'leader'))).toContain(nameOf(village))
})

test('a district that never answers has reached the chairwoman of the city by then, by the shorter way', async () => {
  const [item] = await itemsOf(world, campaignId, district, 1)
  expect(item).toMatchObject({ level: 2, holder: 'HRB', role: 'leader' })
  const row = await world.database.owner
    .selectFrom('docket_item')
    .select(['joined_at', 'level_since'])
    .where('id', '=', item!.id)
    .executeTakeFirstOrThrow()
  const day = (at: Date): string => new Date(at.getTime() + 8 * 3600_000).toISOString().slice(0, 10)
  expect(day(row.joined_at)).toBe('2014-05-14')
  expect(day(row.level_since)).toBe('2014-05-19')
})

test('at the top it stays, undecided, and goes on standing in her list', async () => {
  await world.until('2014-06-20 10:00')
  expect(await itemsOf(world, campaignId, village, 1)).toMatchObject([{ level: 3, state: 'undecided' }])
  expect(await remindersOf(world, campaignId, village, 1)).toHaveLength(4 + 5)
  expect(subjectsTo(world, addressAt(world, village)).at(-1)).toBeDefined()
})
