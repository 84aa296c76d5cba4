import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { acceptReport } from '../../operations/review/acceptReport.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { addressAt, itemsOf, obligationOf, remindersOf, reportOf, stateOf } from '../support/story.ts'

let desk: Desk
let campaignId: number
let careless: string
let empty: string

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  const villages = desk.units.filter(
    ({ type, contacts }) => type === 'village' && contacts[0]?.email !== null,
  )
  careless = villages[0]!.code
  empty = villages[1]!.code
  campaignId = await desk.issue(exampleNotice('grassroots'))
  await desk.deliver()
})
afterAll(() => desk.close())

async function reports(code: string, text: string): Promise<void> {
  const obligationId = await obligationOf(desk, campaignId, code, 1)
  await desk.do(await desk.contactOf(campaignId, code), (op) =>
    submitReport(op, { obligationId, text, values: new Map(), channel: 'link', submitterName: '王' }),
  )
}

async function returns(code: string, reason: string, dueOn: string, asVoid = false): Promise<void> {
  const reportId = await reportOf(desk, campaignId, code, 1)
  await desk.do(desk.coordinator, (op) =>
    returnReport(op, { reportId, reason, dueOn: localDate(dueOn), asVoid }),
  )
}

async function judged(code: string): Promise<'on time' | 'late' | 'not in'> {
  const { first_submitted_at, judged_due_at } = await desk.database.owner
    .selectFrom('obligation')
    .select(['first_submitted_at', 'judged_due_at'])
    .where('id', '=', await obligationOf(desk, campaignId, code, 1))
    .executeTakeFirstOrThrow()
  if (first_submitted_at === null || judged_due_at === null) return 'not in'
  return first_submitted_at < judged_due_at ? 'on time' : 'late'
}

const subjects = (code: string): string[] =>
  desk.mails.filter(({ to }) => to === addressAt(desk, code)).map(({ subject }) => subject.slice(0, 2))

test('a report returned twice is reviewed three times, and each version is kept with its reason', async () => {
  await desk.at('2014-05-09 10:00')
  await reports(careless, '第一稿')
  await returns(careless, '请写明村屯', '2014-05-14')
  await desk.at('2014-05-14 16:00')
  await reports(careless, '第二稿')
  await returns(careless, '请附数字', '2014-05-20')
  await desk.at('2014-05-20 10:00')
  await reports(careless, '第三稿')
  const reportId = await reportOf(desk, campaignId, careless, 1)
  await desk.do(desk.coordinator, (op) => acceptReport(op, { reportId }))
  const versions = await desk.database.owner
    .selectFrom('report')
    .select(['version', 'text', 'state', 'review_reason'])
    .where('obligation_id', '=', await obligationOf(desk, campaignId, careless, 1))
    .orderBy('version')
    .execute()
  expect(versions).toEqual([
    { version: 1, text: '第一稿', state: 'returned', review_reason: '请写明村屯' },
    { version: 2, text: '第二稿', state: 'returned', review_reason: '请附数字' },
    { version: 3, text: '第三稿', state: 'accepted', review_reason: null },
  ])
  expect(await stateOf(desk, campaignId, careless, 1)).toBe('accepted')
})

test('it is judged by the first submission, though the last came ten days after the date', async () => {
  expect(await judged(careless)).toBe('on time')
})

test('what was sent back lifts no longer the date of the notice: the mails name the new one', async () => {
  await desk.deliver()
  const returned = desk.mails.filter(
    ({ to, subject }) => to === addressAt(desk, careless) && subject.startsWith('退回'),
  )
  // Both returns were overtaken before a mail went, so neither is written about any more.
  expect(returned).toEqual([])
  expect(subjects(careless).filter((subject) => subject === '收讫')).toHaveLength(3)
})

test('a sheet returned as void is no submission: the next one is judged anew, and comes late', async () => {
  await desk.at('2014-05-10 10:00')
  await reports(empty, '。')
  expect(await judged(empty)).toBe('on time')
  await returns(empty, '是一张白纸', '2014-05-16', true)
  expect(await judged(empty)).toBe('not in')
  await desk.deliver()
  await desk.at('2014-05-12 08:30')
  await desk.deliver()
  expect(subjects(empty)).toContain('退回')
  await desk.at('2014-05-15 10:00')
  await reports(empty, '走访了三个村屯。')
  expect(await judged(empty)).toBe('late')
})

test('a returned report that is not mended is reminded of by its new date, and opens an item after it', async () => {
  await returns(empty, '请附照片', '2014-05-23')
  for (const time of ['2014-05-20 09:00', '2014-05-22 09:00', '2014-05-26 09:00', '2014-05-28 09:00']) {
    await desk.at(time)
    await desk.sweep(campaignId)
  }
  expect((await remindersOf(desk, campaignId, empty, 1)).filter((line) => line.startsWith('v3'))).toEqual([
    'v3 before-3/1 2014-05-20 09:00',
    'v3 before-1/1 2014-05-22 09:00',
    'v3 overdue/1 2014-05-26 09:00',
    'v3 overdue/2 2014-05-28 09:00',
  ])
  expect(await itemsOf(desk, campaignId, empty, 1)).toMatchObject([{ state: 'undecided', round: 3 }])
})
