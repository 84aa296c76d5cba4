import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, localDate } from '../../domain/time.ts'
import { commonPolicy } from '../../domain/policy.ts'
import { changeCalendarDay } from '../../operations/calendar/changeCalendar.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { issue, itemsOf, obligationOf, remindersOf, reports } from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

/** The spring of 2020: the holiday was to end on 30 January, and was prolonged by decree when it had begun. */
let world: World
let administrator: AccountActor
let campaignId: number
let silent: string
let reporting: string

const setDay = (date: string, working: boolean, reason: string): Promise<void> =>
  world.do(administrator, (op) => changeCalendarDay(op, { date: localDate(date), working, reason }))

beforeAll(async () => {
  world = await createWorld({ at: '2020-01-06 09:30', units: 30 })
  administrator = { ...world.coordinator, role: 'administrator' }
  await setDay('2020-01-31', true, '按原来的通知上班')
  await setDay('2020-02-01', true, '按原来的通知补班')
  const villages = world.units
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
  silent = villages[0]!
  reporting = villages[1]!
  campaignId = await issue(world, {
    number: '〔2020〕1号',
    issuerName: '市妇联',
    issuedOn: '2020-01-06',
    title: '春节走访慰问',
    zone: 'Asia/Shanghai',
    milestones: [
      { what: '走访安排', kind: 'dated', dueOn: '2020-01-16' },
      { what: '走访情况', kind: 'dated', dueOn: '2020-01-31' },
    ],
    audience: [{ effect: 'include', under: null, types: ['village'], units: [] }],
    policy: {
      ...commonPolicy,
      report: { before: [1], onDay: false, overdue: { first: 1, every: 2, atMost: 2 } },
    },
  })
})
afterAll(() => world.close())

const localDay = (at: Date | null): string =>
  new Date((at?.getTime() ?? 0) + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ')

test('before the decree an item of the first date stands with the county, to climb on 4 February', async () => {
  await world.until('2020-01-23 10:00')
  const [item] = await itemsOf(world, campaignId, silent, 1)
  expect(item).toMatchObject({ level: 2 })
  const { wait_ends_at } = await world.database.owner
    .selectFrom('docket_item')
    .select('wait_ends_at')
    .where('id', '=', item!.id)
    .executeTakeFirstOrThrow()
  expect(localDay(wait_ends_at)).toBe('2020-02-04 09:00')
})

test('the decree moves the running wait by the days that are no working days any more', async () => {
  await world.until('2020-01-27 10:00')
  await setDay('2020-01-31', false, '国务院办公厅延长假期')
  for (let day = localDate('2020-02-01'); day <= '2020-02-07'; day = addDays(day, 1))
    await setDay(day, false, '延迟复工')
  await world.settle()
  const [item] = await itemsOf(world, campaignId, silent, 1)
  await expect
    .poll(async () => {
      const row = await world.database.owner
        .selectFrom('docket_item')
        .select('wait_ends_at')
        .where('id', '=', item!.id)
        .executeTakeFirstOrThrow()
      return localDay(row.wait_ends_at)
    })
    .toBe('2020-02-13 09:00')
})

test('due dates stay what they are: a report of 1 February is late', async () => {
  await world.until('2020-02-01 10:00')
  await reports(world, reporting, 2)
  const row = await world.database.owner
    .selectFrom('obligation')
    .selectAll()
    .where('id', '=', await obligationOf(world, campaignId, reporting, 2))
    .executeTakeFirstOrThrow()
  expect(row.due_on).toBe('2020-01-31')
  expect(row.first_submitted_at! >= row.judged_due_at!).toBe(true)
})

test('nothing is sent and nothing climbs on the days that became holidays', async () => {
  await world.settle()
  const mails = world.mailbox.count()
  await world.until('2020-02-09 18:00')
  expect(world.mailbox.count()).toBe(mails)
  expect(await itemsOf(world, campaignId, silent, 1)).toMatchObject([{ level: 2 }])
})

test('notices of what is late, items and climbing come on the working days after it', async () => {
  await world.until('2020-02-11 18:00')
  expect(await itemsOf(world, campaignId, silent, 2)).toEqual([])
  await world.until('2020-02-13 10:00')
  expect((await remindersOf(world, campaignId, silent, 2)).slice(1)).toEqual([
    'v1 overdue/1 2020-02-10 09:00',
    'v1 overdue/2 2020-02-12 09:00',
  ])
  expect(await itemsOf(world, campaignId, silent, 2)).toMatchObject([{ level: 1 }])
  expect(await itemsOf(world, campaignId, silent, 1)).toMatchObject([{ level: 3, role: 'leader' }])
})

test('what was sent before the decree is not sent again', async () => {
  expect(await remindersOf(world, campaignId, silent, 1)).toEqual([
    'v1 before-1/1 2020-01-15 09:00',
    'v1 overdue/1 2020-01-17 09:00',
    'v1 overdue/2 2020-01-20 09:00',
  ])
})
