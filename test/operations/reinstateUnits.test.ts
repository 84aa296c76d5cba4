import { afterAll, beforeAll, expect, test } from 'vitest'
import { addUnits, withdrawUnits } from '../../operations/campaign/addUnits.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createDesk, type Desk } from '../support/desk.ts'

/** The notice is taken back from a unit by mistake, and given to it again. */
let desk: Desk
let campaignId: number
let village: string
let address: string

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 40 })
  const unit = desk.units.find(({ type, contacts }) => type === 'village' && contacts[0]?.email)!
  village = unit.code
  address = unit.contacts[0]!.email!
  campaignId = await desk.issue(exampleNotice('grassroots'))
  await desk.deliver()
})
afterAll(() => desk.close())

async function obligations() {
  return desk.database.owner
    .selectFrom('obligation')
    .select(['id', 'duty', 'state'])
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', await desk.unitId(village))
    .orderBy('id')
    .execute()
}
const change = async (work: typeof addUnits | typeof withdrawUnits) => {
  const unitIds = [await desk.unitId(village)]
  await desk.do<AccountActor, unknown>(desk.coordinator, (op) =>
    work(op, { campaignId, unitIds, reason: '弄错了' }),
  )
}
const ledger = async () => {
  return desk.database.owner
    .selectFrom('reminder')
    .select(['step', 'due_version'])
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', await desk.unitId(village))
    .orderBy('id')
    .execute()
}

test('a unit that gets the notice back owes what it owed, keeps what it reported, and is told', async () => {
  const [, first] = await obligations()
  const contact = await desk.contactOf(campaignId, village)
  await desk.do(contact, (op) =>
    submitReport(op, {
      obligationId: first!.id,
      text: '一季度情况',
      values: new Map(),
      channel: 'link',
      submitterName: '王',
    }),
  )
  await change(withdrawUnits)
  expect(new Set((await obligations()).map(({ state }) => state))).toEqual(new Set(['accepted', 'withdrawn']))
  await desk.at('2014-04-30 10:00')
  await desk.sweep(campaignId)
  await desk.deliver()
  const before = desk.mails.filter(({ to }) => to === address).length

  await change(addUnits)
  await desk.sweep(campaignId)
  await desk.deliver()
  expect((await obligations()).map(({ state }) => state)).toEqual(['accepted', 'submitted', 'expected'])
  expect(desk.mails.filter(({ to }) => to === address).length).toBe(before + 1)
  expect(await ledger()).toEqual([])
})

test('and is reminded of what is still to come', async () => {
  await desk.at('2014-08-29 10:00')
  await desk.sweep(campaignId)
  expect((await ledger()).map(({ due_version }) => due_version)).toContain(2)
})

test('but who has it cannot get it twice', async () => {
  await expect(change(addUnits)).rejects.toMatchObject({ code: 'unit-already-assigned' })
})
