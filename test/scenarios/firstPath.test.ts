import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { acceptReport } from '../../operations/review/acceptReport.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import {
  acknowledges,
  addressAt,
  issue,
  itemsOf,
  reportOf,
  reports,
  stateOf,
  subjectsTo,
} from '../support/story.ts'
import { recordHistories } from '../support/recordHistories.ts'
import { createWorld, type World } from '../support/world.ts'

/** The notice of April 2014, from issue to a decided escalation and its results. */
let world: World
let campaignId: number
let answering: string
let silent: string
let township: string

beforeAll(async () => {
  world = await createWorld({ at: '2014-04-03 09:30', units: 60 })
  const villages = world.units.filter(
    ({ type, contacts }) => type === 'village' && contacts[0]?.email !== null,
  )
  answering = villages[0]!.code
  silent = villages[1]!.code
  township = villages[1]!.parentCode!
})
afterAll(async () => {
  await recordHistories(world, campaignId)
  await world.close()
})

test('a notice that is issued reaches every unit by mail on the same morning', async () => {
  campaignId = await issue(world, exampleNotice('grassroots'))
  const campaign = await world.database.owner
    .selectFrom('campaign')
    .selectAll()
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow()
  expect(campaign.state).toBe('open')
  expect(campaign.audience_size).toBe(world.units.length - 1)
  const withAddress = world.units.filter(
    ({ type, contacts }) => type !== 'city' && contacts[0]?.email !== null,
  )
  expect(world.mailbox.count()).toBe(withAddress.length)
})

test('a unit that acknowledges is not asked to acknowledge again, one that does not is', async () => {
  await acknowledges(world, answering)
  await world.until('2014-04-16 10:00')
  expect(subjectsTo(world, addressAt(world, answering))).toHaveLength(1)
  expect(subjectsTo(world, addressAt(world, silent)).length).toBeGreaterThan(1)
})

test('a report is receipted by mail, returned once with a new date, reported again and accepted', async () => {
  await world.until('2014-05-06 15:00')
  await reports(world, answering, 1)
  await world.settle()
  const reportId = await reportOf(world, campaignId, answering, 1)
  await world.do(world.coordinator, (op) =>
    returnReport(op, { reportId, reason: '请写明走访的村屯', dueOn: localDate('2014-05-12') }),
  )
  await world.settle()
  expect(
    subjectsTo(world, addressAt(world, answering))
      .slice(-2)
      .map((subject) => subject.slice(0, 2)),
  ).toEqual(['收讫', '退回'])
  await reports(world, answering, 1, '走访了三个村屯。')
  const second = await reportOf(world, campaignId, answering, 1)
  await world.do(world.coordinator, (op) => acceptReport(op, { reportId: second }))
  expect(await stateOf(world, campaignId, answering, 1)).toBe('accepted')
})

test('a village that never answers becomes an item of its township on the third working day after the date', async () => {
  await world.until('2014-05-13 18:00')
  expect(await itemsOf(world, campaignId, silent, 1)).toEqual([])
  await world.until('2014-05-14 09:30')
  expect(await itemsOf(world, campaignId, silent, 1)).toMatchObject([
    { state: 'undecided', level: 1, holder: township },
  ])
  expect(subjectsTo(world, addressAt(world, township, 'supervisor')).at(-1)).toMatch(/项逾期/)
})

test('what the township leaves undecided climbs to its county, whose supervisor extends it', async () => {
  await world.until('2014-05-19 15:00')
  const [item] = await itemsOf(world, campaignId, silent, 1)
  const county = world.units.find(({ code }) => code === township)!.parentCode!
  expect(item).toMatchObject({ level: 2, holder: county })
  const supervisor = await world.person(county, 'supervisor')
  await world.do(supervisor, (op) =>
    decideItems(op, { kind: 'extend', itemIds: [item!.id], reason: '春耕', dueOn: localDate('2014-05-23') }),
  )
  await world.settle()
  expect(await itemsOf(world, campaignId, silent, 1)).toMatchObject([{ state: 'extended' }])
  expect(subjectsTo(world, addressAt(world, silent)).at(-1)).toMatch(/5月23日/)
})

test('an extended date that passes as well opens a new round', async () => {
  await world.until('2014-05-28 10:00')
  expect(await itemsOf(world, campaignId, silent, 1)).toMatchObject([
    { state: 'extended' },
    { state: 'undecided', level: 1 },
  ])
})

test('closing stores the results and ends what is open', async () => {
  await world.do(world.coordinator, (op) => closeCampaign(op, { campaignId, reason: '活动结束' }))
  await world.settle()
  const campaign = await world.database.owner
    .selectFrom('campaign')
    .selectAll()
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow()
  expect(campaign.state).toBe('closed')
  expect(campaign.result).toMatchObject({
    units: world.units.length - 1,
    reports: { accepted: 1, onTime: 1 },
  })
  expect(await stateOf(world, campaignId, silent, 1)).toBe('missed')
  const open = await world.database.owner
    .selectFrom('docket_item')
    .select('id')
    .where('state', '=', 'undecided')
    .execute()
  expect(open).toEqual([])
})
