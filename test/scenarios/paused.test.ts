import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pauseCampaign, resumeCampaign } from '../../operations/campaign/pauseCampaign.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import {
  acknowledges,
  addressAt,
  docketsOf,
  issue,
  itemsOf,
  ledgerOf,
  messagesTo,
  obligationOf,
  remindersOf,
  reports,
  subjectsTo,
} from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

describe('a pause across a deadline', () => {
  let world: World
  let campaignId: number
  let silent: string
  let late: string
  let mailsAtPause: number

  beforeAll(async () => {
    world = await createWorld({ at: '2014-04-03 09:30', units: 30 })
    const villages = world.units
      .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
      .map(({ code }) => code)
    silent = villages[0]!
    late = villages[1]!
    campaignId = await issue(world, exampleNotice('grassroots'))
    for (const { code, contacts, type } of world.units)
      if (type !== 'city' && contacts[0]?.email !== null) await acknowledges(world, code)
    await world.until('2014-05-08 10:00')
    await world.do(world.coordinator, (op) => pauseCampaign(op, { campaignId, reason: '换届' }))
    await world.settle()
    mailsAtPause = world.mailbox.count()
  })
  afterAll(() => world.close())

  test('mails nothing and opens no item, but for the receipt of a unit that reports all the same', async () => {
    const before = await ledgerOf(world, campaignId)
    const dockets = await docketsOf(world, campaignId)
    await world.until('2014-05-12 10:00')
    await reports(world, late, 1)
    await world.until('2014-05-26 10:00')
    expect(await ledgerOf(world, campaignId)).toEqual(before)
    expect(await docketsOf(world, campaignId)).toEqual(dockets)
    expect(world.mailbox.count()).toBe(mailsAtPause + 1)
    expect(subjectsTo(world, addressAt(world, late)).at(-1)).toMatch(/^收讫/)
  })

  test('does not move the date: what came after it is late', async () => {
    const obligation = await world.database.owner
      .selectFrom('obligation')
      .selectAll()
      .where('id', '=', await obligationOf(world, campaignId, late, 1))
      .executeTakeFirstOrThrow()
    expect(obligation.due_on).toBe('2014-05-10')
    expect(obligation.first_submitted_at! >= obligation.judged_due_at!).toBe(true)
  })

  test('is caught up once when it ends: one reminder in the next slot, one item, not one for each day', async () => {
    await world.do(world.coordinator, (op) => resumeCampaign(op, { campaignId }))
    await world.until('2014-05-26 14:30')
    const reminders = await remindersOf(world, campaignId, silent, 1)
    expect(reminders.slice(3)).toEqual(['v1 overdue/5 2014-05-26 14:00'])
    expect(await itemsOf(world, campaignId, silent, 1)).toMatchObject([{ level: 1, state: 'undecided' }])
    expect(await itemsOf(world, campaignId, late, 1)).toEqual([])
    const mails = await messagesTo(world, silent)
    expect(mails.filter((mail) => mail === 'reminder sent')).toHaveLength(3 + 1)
  })

  test('gives a wait its remaining working time: what ran before the pause and after it makes three days', async () => {
    await world.until('2014-05-27 10:00')
    await world.do(world.coordinator, (op) => pauseCampaign(op, { campaignId, reason: '换届' }))
    await world.until('2014-06-05 10:00')
    expect(await itemsOf(world, campaignId, silent, 1)).toMatchObject([{ level: 1 }])
    await world.do(world.coordinator, (op) => resumeCampaign(op, { campaignId }))
    await world.until('2014-06-09 09:30')
    expect(await itemsOf(world, campaignId, silent, 1)).toMatchObject([{ level: 1 }])
    await world.until('2014-06-09 10:30')
    expect(await itemsOf(world, campaignId, silent, 1)).toMatchObject([{ level: 2 }])
  })
})

describe('a pause between sweep and mail', () => {
  let desk: Desk
  let campaignId: number
  let village: string
  let township: string

  beforeAll(async () => {
    desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
    const unit = desk.units.find(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)!
    village = unit.code
    township = unit.parentCode!
    campaignId = await desk.issue({ ...exampleNotice('grassroots'), acknowledgeDueOn: null })
    await desk.deliver()
  })
  afterAll(() => desk.close())

  const pause = () => desk.do(desk.coordinator, (op) => pauseCampaign(op, { campaignId, reason: '换届' }))
  const resume = () => desk.do(desk.coordinator, (op) => resumeCampaign(op, { campaignId }))
  const docketMails = (): number =>
    desk.mails.filter(({ to }) => to === addressAt(desk, township, 'supervisor')).length

  test('holds the reminder back, and the next slot after the pause brings it, once', async () => {
    await desk.at('2014-05-07 09:00')
    await desk.sweep(campaignId)
    await pause()
    await desk.deliver()
    expect(await messagesTo(desk, village)).toEqual(['issue sent', 'reminder cancelled'])
    await desk.at('2014-05-07 15:00')
    await resume()
    await desk.sweep(campaignId)
    await desk.at('2014-05-08 09:00')
    await desk.sweep(campaignId)
    await desk.deliver()
    expect(await messagesTo(desk, village)).toEqual(['issue sent', 'reminder cancelled', 'reminder sent'])
    expect(await remindersOf(desk, campaignId, village, 1)).toEqual(['v1 before-3/1 2014-05-08 09:00'])
  })

  test('holds the mail to a supervisor back as well', async () => {
    await desk.at('2014-05-14 09:00')
    await desk.sweep(campaignId)
    await pause()
    await desk.deliver()
    expect(docketMails()).toBe(0)
    await desk.at('2014-05-14 15:00')
    await resume()
    await desk.sweepDockets(campaignId)
    await desk.at('2014-05-15 09:00')
    await desk.deliver()
    expect(docketMails()).toBe(1)
  })

  test('leaves a supervisor who is on it the rest of her time', async () => {
    const supervisor = await desk.person(township, 'supervisor')
    const [item] = await itemsOf(desk, campaignId, village, 1)
    await desk.at('2014-05-15 10:00')
    await desk.do(supervisor, (op) =>
      decideItems(op, { kind: 'acknowledge', itemIds: [item!.id], reason: '' }),
    )
    await desk.at('2014-05-15 17:30')
    await pause()
    await desk.at('2014-05-26 08:30')
    await resume()
    await desk.sweepDockets(campaignId)
    const ends = await desk.database.owner
      .selectFrom('docket_item')
      .select('acknowledgement_ends_at')
      .where('id', '=', item!.id)
      .executeTakeFirstOrThrow()
    // Two working days of nine hours, less seven and a half: 10.5 hours from Monday morning.
    expect(ends.acknowledgement_ends_at?.toISOString().slice(0, 16)).toBe('2014-05-27T02:00')
  })
})
