import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import {
  acknowledges,
  addressAt,
  docketsOf,
  issue,
  ledgerOf,
  remindersOf,
  reports,
  resultOf,
  stateOf,
} from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

/** Three notices of three years in one installation: a hard date, none at all, and "in good time". */
let world: World
let district: string
let county: string
let association: string

beforeAll(async () => {
  world = await createWorld({ at: '2017-02-10 09:30', units: 40 })
  const one = (type: string): string => world.units.find((unit) => unit.type === type)!.code
  district = one('district')
  county = one('county')
  association = one('association')
})
afterAll(() => world.close())

describe('a hard date, before the 17th of March 2017', () => {
  let campaignId: number

  test('reaches districts, counties and associations only', async () => {
    campaignId = await issue(world, exampleNotice('three-eight-107'))
    for (const code of [district, county, association]) {
      expect(world.mailsTo(addressAt(world, code))).toHaveLength(1)
      await acknowledges(world, code)
    }
    expect(world.mailbox.count()).toBe(3)
  })

  test('a report of the 17th shortly before midnight is on time, one after it is late', async () => {
    await world.until('2017-03-17 23:58')
    await reports(world, district, 1)
    await world.until('2017-03-18 00:01')
    await reports(world, county, 1)
    const judged = await world.database.owner
      .selectFrom('obligation')
      .select(['first_submitted_at', 'judged_due_at', 'unit_id'])
      .where('campaign_id', '=', campaignId)
      .where('duty', '=', 'report')
      .where('first_submitted_at', 'is not', null)
      .orderBy('first_submitted_at')
      .execute()
    expect(judged.map((row) => row.first_submitted_at! < row.judged_due_at!)).toEqual([true, false])
  })

  test('who never reports is reminded before it, noticed after it, and is in a docket on the third working day', async () => {
    await world.until('2017-03-21 18:00')
    expect(await docketsOf(world, campaignId)).toEqual([])
    await world.until('2017-04-10 09:30')
    expect(await remindersOf(world, campaignId, association, 1)).toEqual([
      'v1 before-10/1 2017-03-03 09:00',
      'v1 before-5/1 2017-03-10 09:00',
      'v1 before-3/1 2017-03-14 09:00',
      'v1 before-1/1 2017-03-16 09:00',
      'v1 overdue/1 2017-03-20 09:00',
      'v1 overdue/2 2017-03-22 09:00',
      'v1 overdue/3 2017-03-24 09:00',
      'v1 overdue/4 2017-03-28 09:00',
      'v1 overdue/5 2017-03-30 09:00',
    ])
    const [item, ...others] = await docketsOf(world, campaignId)
    expect(others).toEqual([])
    expect(item).toMatch(new RegExp(`^${association} 1 r1 undecided \\d HRB (supervisor|leader) 2017-03-22$`))
  })

  test('its results say one on time, one late, one missed', async () => {
    await world.do(world.coordinator, (op) => closeCampaign(op, { campaignId, reason: '结束' }))
    await world.settle()
    expect((await resultOf(world, campaignId)).reports).toMatchObject({
      onTime: 1,
      late: 1,
      missed: 1,
      total: 3,
    })
  })
})

describe('no date and nothing to report', () => {
  let campaignId: number

  test('is only tracked: units owe an acknowledgement and nothing else', async () => {
    await world.until('2020-02-28 10:00')
    campaignId = await issue(world, exampleNotice('three-eight-110'))
    const owed = await world.database.owner
      .selectFrom('obligation')
      .select('duty')
      .where('campaign_id', '=', campaignId)
      .execute()
    expect(owed.map(({ duty }) => duty)).toEqual(['acknowledge', 'acknowledge', 'acknowledge'])
  })

  test('who has acknowledged hears nothing more in two months', async () => {
    for (const code of [district, county, association]) await acknowledges(world, code)
    await world.settle()
    const mails = world.mailbox.count()
    await world.until('2020-04-30 10:00')
    expect(await ledgerOf(world, campaignId)).toEqual([])
    expect(await docketsOf(world, campaignId)).toEqual([])
    expect(world.mailbox.count()).toBe(mails)
    await world.do(world.coordinator, (op) => closeCampaign(op, { campaignId, reason: '结束' }))
    await world.settle()
    expect(await resultOf(world, campaignId)).toMatchObject({
      units: 3,
      acknowledged: 3,
      reports: { total: 0 },
    })
  })
})

describe('open, to be reported in good time', () => {
  let campaignId: number

  test('reminds in its rhythm of ten working days, six times, holidays left out', async () => {
    await world.until('2023-02-15 10:00')
    campaignId = await issue(world, exampleNotice('three-eight-2023'))
    for (const code of [district, county]) await acknowledges(world, code)
    await world.until('2023-03-20 10:00')
    await reports(world, district, 1)
    await world.until('2023-08-01 10:00')
    expect(await remindersOf(world, campaignId, county, 1)).toEqual([
      'v1 rhythm/1 2023-03-01 09:00',
      'v1 rhythm/2 2023-03-15 09:00',
      'v1 rhythm/3 2023-03-29 09:00',
      'v1 rhythm/4 2023-04-13 09:00',
      'v1 rhythm/5 2023-04-26 09:00',
      'v1 rhythm/6 2023-05-12 09:00',
    ])
  })

  test('leaves who has reported in peace', async () => {
    expect(await remindersOf(world, campaignId, district, 1)).toEqual([
      'v1 rhythm/1 2023-03-01 09:00',
      'v1 rhythm/2 2023-03-15 09:00',
    ])
  })

  test('calls nothing overdue and escalates nothing, half a year on', async () => {
    expect(await stateOf(world, campaignId, county, 1)).toBe('expected')
    expect(await docketsOf(world, campaignId)).toEqual([])
    const subjects = world.mailsTo(addressAt(world, county)).map(({ subject }) => subject)
    expect(subjects.slice(0, 6).map((subject) => subject.slice(0, 5))).toEqual(Array(6).fill('请及时报送'))
    await world.do(world.coordinator, (op) => closeCampaign(op, { campaignId, reason: '结束' }))
    await world.settle()
    expect((await resultOf(world, campaignId)).reports).toMatchObject({ onTime: 1, late: 0 })
  })
})
