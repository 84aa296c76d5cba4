import { afterEach, expect, test } from 'vitest'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { pauseCampaign, resumeCampaign } from '../../operations/campaign/pauseCampaign.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { acceptReport } from '../../operations/review/acceptReport.ts'
import {
  acknowledges,
  addressAt,
  docketsOf,
  issue,
  itemsOf,
  ledgerOf,
  reportOf,
  reports,
  resultOf,
  stateOf,
} from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

/** PostgreSQL holds the facts: what Temporal and the workers knew can be lost at any time. */
let world: World
afterEach(() => world.close())

const reachable = (): string[] =>
  world.units
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)

/** One campaign from issue to close, with a breath at each of its turns. */
async function wholeCampaign(atTurn: (turn: number) => Promise<void>): Promise<object> {
  world = await createWorld({ at: '2014-04-03 09:30', units: 24 })
  const campaignId = await issue(world, exampleNotice('grassroots'))
  const [answering, late] = reachable()
  await atTurn(1)
  await acknowledges(world, answering!)
  await world.until('2014-05-06 10:00')
  await reports(world, answering!, 1)
  await atTurn(2)
  await world.until('2014-05-15 10:00')
  await reports(world, late!, 1)
  await atTurn(3)
  await world.until('2014-05-20 10:00')
  await atTurn(4)
  await world.until('2014-09-10 10:00')
  await world.do(world.coordinator, (op) => closeCampaign(op, { campaignId, reason: '结束' }))
  await world.settle()
  const { compiledAt, ...result } = await resultOf(world, campaignId)
  expect(compiledAt).toBeDefined()
  return { ledger: await ledgerOf(world, campaignId), dockets: await docketsOf(world, campaignId), result }
}

test('a campaign whose Temporal was thrown away four times ends with the ledger of one that ran undisturbed', async () => {
  const calm = await wholeCampaign(() => Promise.resolve())
  await world.close()
  const disturbed = await wholeCampaign(async () => {
    await world.settle()
    await world.goDown()
    await world.comeBack()
    await world.settle()
  })
  expect(disturbed).toEqual(calm)
})

test('what people do while worker and Temporal are down is accepted, and done when they come back', async () => {
  world = await createWorld({ at: '2014-04-03 09:30', units: 30 })
  const campaignId = await issue(world, exampleNotice('grassroots'))
  const [first, second, third] = reachable()
  await world.until('2014-05-14 10:00')
  const [item] = await itemsOf(world, campaignId, third!, 1)
  await world.settle()
  await world.goDown()

  const mails = world.mailbox.count()
  await acknowledges(world, first!)
  await reports(world, second!, 1)
  const reportId = await reportOf(world, campaignId, second!, 1)
  await world.do(world.coordinator, (op) => acceptReport(op, { reportId }))
  await world.do(world.coordinator, (op) => pauseCampaign(op, { campaignId, reason: '停电' }))
  await world.do(world.coordinator, (op) => resumeCampaign(op, { campaignId }))
  await world.do(world.coordinator, (op) =>
    decideItems(op, { kind: 'waive', itemIds: [item!.id], reason: '已撤并' }),
  )
  expect(await stateOf(world, campaignId, second!, 1)).toBe('accepted')
  expect(await stateOf(world, campaignId, third!, 1)).toBe('waived')
  const waiting = await world.database.owner.selectFrom('outbox').select('id').execute()
  expect(waiting.length).toBeGreaterThan(0)
  expect(world.mailbox.count()).toBe(mails)

  await world.comeBack('2014-05-16 10:00')
  await world.settle()
  const newest = (code: string): string | undefined => world.mailsTo(addressAt(world, code))[0]?.subject
  expect(newest(second!)).toMatch(/^收讫/)
  expect(newest(third!)).toMatch(/^免报/)
  expect(await world.database.owner.selectFrom('outbox').select('id').execute()).toEqual([])
  // Two days were slept through: the moment of the 16th is caught up, in the next slot.
  expect((await ledgerOf(world, campaignId)).filter((line) => line.startsWith(`${first} 1`)).at(-1)).toBe(
    `${first} 1 v1 overdue/3 2014-05-16 14:00`,
  )
})
