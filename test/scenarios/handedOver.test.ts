import { afterAll, beforeAll, expect, test } from 'vitest'
import { listInbox } from '../../db/queries/docketInbox.ts'
import { loadTimeline } from '../../db/queries/itemTimeline.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { localDate } from '../../domain/time.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { seatsOf } from '../../operations/docket/lockItems.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { addressAt, itemsOf } from '../support/story.ts'
import { createDesk, type Desk } from '../support/desk.ts'

/** An item goes to a township that is not above its unit, and she decides it like her own. */
let desk: Desk
let campaignId: number
let village: string
let other: AccountActor
let itemId: number

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 40 })
  const unit = desk.units.find(({ type, contacts }) => type === 'village' && contacts[0]?.email)!
  village = unit.code
  const elsewhere = desk.units.find(({ type, code }) => type === 'township' && code !== unit.parentCode)!
  other = await desk.person(elsewhere.code, 'supervisor')
  campaignId = await desk.issue(exampleNotice('grassroots'))
  await desk.deliver()
  await desk.at('2014-05-14 09:10')
  await desk.sweep(campaignId)
  await desk.sweepDockets(campaignId)
  itemId = (await itemsOf(desk, campaignId, village, 1)).at(-1)!.id
})
afterAll(() => desk.close())

const inbox = () =>
  desk.do(other, async (op) => {
    const { calendar } = await loadWorkingTime(op.tx)
    const { items } = await listInbox(op.tx, {
      seats: await seatsOf(op),
      filter: 'all',
      ids: null,
      asOf: op.asOf,
      calendar,
      limit: 100,
      offset: 0,
    })
    return items
  })
const obligationsInSight = () =>
  desk.do(other, (op) =>
    op.tx
      .selectFrom('obligation as o')
      .innerJoin('unit as u', 'u.id', 'o.unit_id')
      .select('o.id')
      .where('u.code', '=', village)
      .execute(),
  )

test('before it is handed over she sees nothing of that unit', async () => {
  expect((await inbox()).map(({ id }) => id)).not.toContain(itemId)
  expect(await obligationsInSight()).toEqual([])
})

test('then she sees the item, whom to call and what was tried, and nothing else that the unit owes', async () => {
  await desk.do(desk.coordinator, (op) =>
    decideItems(op, { kind: 'hand_over', itemIds: [itemId], reason: '由你乡代办', toUnitId: other.unitId }),
  )
  const item = (await inbox()).find(({ id }) => id === itemId)
  const contact = desk.units.find(({ code }) => code === village)!.contacts[0]!
  expect(item?.telephone).toBe(contact.telephone)
  expect(item?.reminders).toBeGreaterThan(0)
  const told = await desk.do(other, (op) => loadTimeline(op.tx, itemId))
  expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['given', 'joined', 'decision']))
  expect(await obligationsInSight()).toHaveLength(1)
})

test('what she decides takes effect, and the unit gets her letter', async () => {
  await desk.deliver()
  const before = desk.mails.filter(({ to }) => to === addressAt(desk, village)).length
  const outcome = await desk.do(other, (op) =>
    decideItems(op, { kind: 'extend', itemIds: [itemId], reason: '春耕', dueOn: localDate('2014-05-20') }),
  )
  expect(outcome).toEqual({ decided: 1, passedOver: 0 })
  await desk.deliver()
  const mails = desk.mails.filter(({ to }) => to === addressAt(desk, village))
  expect(mails.length).toBe(before + 1)
  expect(mails.at(-1)?.text).toContain('春耕')
  expect((await inbox()).map(({ id }) => id)).not.toContain(itemId)
})
