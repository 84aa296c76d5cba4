import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { acceptReport } from '../../operations/review/acceptReport.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { issue, milestoneOf, remindersOf, reportOf, reports, resultOf } from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

/** The second milestone of April 2014: figures for the year, summed over what was accepted. */
let world: World
let campaignId: number
let villages: string[]
let targets: Map<string, number>

beforeAll(async () => {
  world = await createWorld({ at: '2014-04-03 09:30', units: 30 })
  villages = world.units
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
  campaignId = await issue(world, exampleNotice('grassroots'))
  const rows = await world.database.owner
    .selectFrom('target')
    .select(['id', 'name'])
    .where('milestone_id', '=', await milestoneOf(world, campaignId, 2))
    .execute()
  targets = new Map(rows.map(({ name, id }) => [name, id]))
})
afterAll(() => world.close())

const figures = (jobs: number, trained: number, educated: number, loans: number): Map<number, number> =>
  new Map([
    [targets.get('提供岗位')!, jobs],
    [targets.get('就业培训')!, trained],
    [targets.get('素养培训')!, educated],
    [targets.get('新增小额贷款')!, loans],
  ])

const accept = async (code: string): Promise<void> => {
  const reportId = await reportOf(world, campaignId, code, 2)
  await world.do(world.coordinator, (op) => acceptReport(op, { reportId }))
}

test('both dates lie in the window that the notice names, and each has its own reminders', async () => {
  const notice = await world.database.owner.selectFrom('notice').selectAll().executeTakeFirstOrThrow()
  const dues = await world.database.owner
    .selectFrom('milestone')
    .select('due_on')
    .orderBy('ordinal')
    .execute()
  for (const { due_on } of dues) {
    expect(due_on! >= notice.window_from! && due_on! <= notice.window_to!).toBe(true)
  }
  await world.until('2014-08-25 10:00')
  // 30 August is a Saturday: one working day before it is Friday the 29th, ten before it Monday the 18th.
  expect(await remindersOf(world, campaignId, villages[0]!, 2)).toEqual([
    'v1 before-10/1 2014-08-18 09:00',
    'v1 before-5/1 2014-08-25 09:00',
  ])
})

test('figures of accepted reports are summed, whether typed as whole numbers or with cents', async () => {
  await reports(world, villages[0]!, 2, '全年总结', figures(12_000, 4_000, 1_500, 1_200.5))
  await reports(world, villages[1]!, 2, '全年总结', figures(8_000, 3_000, 900, 300.25))
  await accept(villages[0]!)
  await accept(villages[1]!)
})

test('of a report that was returned, only the version that was accepted counts', async () => {
  await reports(world, villages[2]!, 2, '全年总结', figures(90_000, 0, 0, 0))
  const reportId = await reportOf(world, campaignId, villages[2]!, 2)
  await world.do(world.coordinator, (op) =>
    returnReport(op, { reportId, reason: '岗位数多写了一个零', dueOn: localDate('2014-08-29') }),
  )
  await reports(world, villages[2]!, 2, '全年总结', figures(9_000, 100, 50, 10))
  await accept(villages[2]!)
})

test('what waits for review is not counted, nor what nobody sent', async () => {
  await reports(world, villages[3]!, 2, '全年总结', figures(5_000, 5_000, 5_000, 5_000))
  await world.until('2014-09-02 10:00')
  await world.do(world.coordinator, (op) => closeCampaign(op, { campaignId, reason: '全年结束' }))
  await world.settle()
  const result = await resultOf(world, campaignId)
  expect(result.targets.map(({ name, total, sum }) => ({ name, total, sum }))).toEqual([
    { name: '提供岗位', total: 30_000, sum: 29_000 },
    { name: '就业培训', total: 10_000, sum: 7_100 },
    { name: '素养培训', total: 5_000, sum: 2_450 },
    { name: '新增小额贷款', total: 5_000, sum: 1_510.75 },
  ])
})

test('a report accepted after closing still counts in the results', async () => {
  await accept(villages[3]!)
  await expect.poll(async () => (await resultOf(world, campaignId)).reports.accepted).toBe(4)
  const result = await resultOf(world, campaignId)
  expect(result.targets.find(({ name }) => name === '提供岗位')?.sum).toBe(34_000)
})
