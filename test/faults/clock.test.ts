import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { docketsOf, ledgerOf } from '../support/story.ts'

/** A clock that jumps: set forward by days, back by days, forth and back while mails are held. */
let desk: Desk

beforeEach(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 40 })
})
afterEach(() => desk.close())

/** A look at campaign, dockets and mails at a local time. */
async function lookAt(campaignId: number, at: string): Promise<void> {
  await desk.at(at)
  await desk.sweep(campaignId)
  await desk.sweepDockets(campaignId)
  await desk.deliver()
}

const withoutSlots = (ledger: string[]): string[] => ledger.map((line) => line.slice(0, -17))

test('a clock that was set back and goes forward again reminds nobody twice and opens no item twice', async () => {
  const campaignId = await desk.issue(exampleNotice('grassroots'))
  for (const day of ['2014-04-15 09:01', '2014-04-17 09:01', '2014-04-21 09:01', '2014-05-09 09:01'])
    await lookAt(campaignId, day)
  const [ledger, dockets, mails] = [
    await ledgerOf(desk, campaignId),
    await docketsOf(desk, campaignId),
    desk.mails.length,
  ]
  expect(dockets.length).toBeGreaterThan(0)
  for (const day of ['2014-04-14 09:01', '2014-05-01 09:01', '2014-04-17 09:01', '2014-05-09 09:02'])
    await lookAt(campaignId, day)
  expect(await ledgerOf(desk, campaignId)).toEqual(ledger)
  expect(await docketsOf(desk, campaignId)).toEqual(dockets)
  expect(desk.mails.length).toBe(mails)
})

test('a clock that was set forward by weeks catches up once: the latest reminder, not each that was missed', async () => {
  const campaignId = await desk.issue(exampleNotice('grassroots'))
  await lookAt(campaignId, '2014-05-16 09:30')
  const once = await ledgerOf(desk, campaignId)
  const obligations = withoutSlots(once).map((line) => line.split(' ').slice(0, 2).join(' '))
  expect(once.length).toBeGreaterThan(0)
  expect(new Set(obligations).size).toBe(obligations.length)
  await lookAt(campaignId, '2014-05-16 09:31')
  expect(await ledgerOf(desk, campaignId)).toEqual(once)
})

test("a machine's clock that jumps takes no mail away from its sender", async () => {
  await desk.issue(exampleNotice('grassroots'))
  let jumped = false
  const real = Date.now
  desk.mailEnds = () => {
    if (!jumped) {
      jumped = true
      Date.now = () => real() + 3_600_000
    }
    return { kind: 'sent' }
  }
  try {
    await desk.deliver()
  } finally {
    Date.now = real
  }
  const { rows } = await sql<{ state: string; attempts: number }>`
    select distinct state, attempts from message`.execute(desk.database.owner)
  expect(rows).toEqual([{ state: 'sent', attempts: 1 }])
})
