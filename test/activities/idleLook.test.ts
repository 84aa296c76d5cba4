import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from 'kysely'
import { idleLook } from '../../activities/campaign/idleLook.ts'
import { localDate } from '../../domain/time.ts'
import { changeCalendarDay } from '../../operations/calendar/changeCalendar.ts'
import { addUnits, withdrawUnits } from '../../operations/campaign/addUnits.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { pauseCampaign, resumeCampaign } from '../../operations/campaign/pauseCampaign.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { createDesk, type Desk } from '../support/desk.ts'

/** A look is idle only where the whole sweep would have found nothing to do. */
let desk: Desk
let campaignId: number
let village: number

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  village = await desk.unitId(desk.units.find(({ type }) => type === 'village')!.code)
})
beforeEach(async () => {
  await desk.at('2014-04-03 09:30')
  campaignId = await desk.issue(exampleNotice('grassroots'))
  expect(await idle()).toBe(false)
  await desk.sweep(campaignId)
  expect(await idle()).toBe(true)
})
afterAll(() => desk.close())

const idle = async (): Promise<boolean> =>
  (await idleLook(desk.database.worker, campaignId, desk.now())) !== null
const reason = '情况有变'

test('it says the same as the whole sweep, until the moment that this one named', async () => {
  const { rows } = await sql<{
    at: Date
  }>`select next_moment_at as at from campaign where id = ${campaignId}`.execute(desk.database.owner)
  const next = rows[0]!.at
  const asOf = new Date(next.getTime() - 1000)
  const look = await idleLook(desk.database.worker, campaignId, asOf)
  expect(look).toEqual({ stage: 'open', nextInMs: 1000, reminders: 0, items: 0 })
  expect(await idleLook(desk.database.worker, campaignId, next)).toBeNull()
})

test('a moved deadline, a unit taken out and put back, a changed calendar: each is looked at', async () => {
  const milestone = await desk.database.owner
    .selectFrom('obligation')
    .select('milestone_id')
    .where('campaign_id', '=', campaignId)
    .where('milestone_id', 'is not', null)
    .executeTakeFirstOrThrow()
  await desk.do(desk.coordinator, (op) =>
    extendMilestone(op, {
      campaignId,
      milestoneId: milestone.milestone_id,
      unitIds: [village],
      dueOn: localDate('2014-10-10'),
      reason,
    }),
  )
  expect(await idle()).toBe(false)
  await desk.sweep(campaignId)
  expect(await idle()).toBe(true)

  const units = { campaignId, unitIds: [village], reason }
  await desk.do(desk.coordinator, (op) => withdrawUnits(op, units))
  await desk.do(desk.coordinator, (op) => addUnits(op, units))
  expect(await idle()).toBe(false)
  await desk.sweep(campaignId)
  expect(await idle()).toBe(true)

  await desk.do({ ...desk.coordinator, role: 'administrator' }, (op) =>
    changeCalendarDay(op, { date: localDate('2014-04-11'), working: false, reason: '放假' }),
  )
  expect(await idle()).toBe(false)
  await desk.sweep(campaignId)
  expect(await idle()).toBe(true)
})

test('after a pause everything is worked out again, and an ended campaign says that it has ended', async () => {
  await desk.do(desk.coordinator, (op) => pauseCampaign(op, { campaignId, reason }))
  expect((await desk.sweep(campaignId)).stage).toBe('paused')
  await desk.do(desk.coordinator, (op) => resumeCampaign(op, { campaignId }))
  expect(await idle()).toBe(false)
  await desk.sweep(campaignId)
  expect(await idle()).toBe(true)
  await desk.do(desk.coordinator, (op) => closeCampaign(op, { campaignId, reason }))
  expect((await idleLook(desk.database.worker, campaignId, desk.now()))?.stage).toBe('ended')
})

test('which units no mail reaches is kept whatever becomes of their contacts', async () => {
  const { owner } = desk.database
  const differs = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from unit u where unreached = exists (
        select from contact k where k.unit_id = u.id and upper_inf(k.valid) and k.email is not null)`.execute(
      owner,
    )
    return rows[0]?.n ?? -1
  }
  const reached = sql<{ n: number }>`select count(*) as n from unit where not unreached`
  expect(await differs()).toBe(0)
  const before = (await reached.execute(owner)).rows[0]!.n
  await sql`update contact set email = null where unit_id = ${village}`.execute(owner)
  expect((await reached.execute(owner)).rows[0]!.n).toBe(before - 1)
  await sql`insert into contact (unit_id, name, email, language, valid)
    values (${village}, '新人', 'new@fl.example', 'zh-CN', daterange('2014-04-01', null))`.execute(owner)
  expect((await reached.execute(owner)).rows[0]!.n).toBe(before)
  // Two contacts of one unit lose their addresses at once.
  await Promise.all([
    sql`update contact set email = 'old@fl.example' where unit_id = ${village} and name <> '新人'`.execute(
      owner,
    ),
    sql`update contact set valid = daterange(lower(valid), '2014-04-03') where unit_id = ${village} and name = '新人'`.execute(
      desk.database.worker,
    ),
  ])
  expect(await differs()).toBe(0)
  await sql`delete from contact where name = '新人'`.execute(owner)
  expect(await differs()).toBe(0)
})
