import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NoticeInput } from '../../domain/notice.ts'
import { localDate } from '../../domain/time.ts'
import { changeCalendarDay } from '../../operations/calendar/changeCalendar.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { previewDecision } from '../../operations/docket/previewDecision.ts'
import { setDeputy } from '../../operations/docket/setDeputy.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { addressAt, docketsOf, itemsOf, stateOf } from '../support/story.ts'
import { createDesk, type Desk } from '../support/desk.ts'

/** What a supervisor says of an item, and what becomes of it when nothing follows. */
let desk: Desk
let campaignId: number
let villages: string[]
let township: string
let county: string
let supervisor: AccountActor

/** Few enough that a mail names them all. */
const toVillages: NoticeInput = {
  ...exampleNotice('grassroots'),
  acknowledgeDueOn: null,
  audience: [{ effect: 'include', under: null, types: ['village'], units: [] }],
}

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 26 })
  const parentOf = (code: string): string => desk.units.find((unit) => unit.code === code)!.parentCode!
  villages = desk.units
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
  township = parentOf(villages[0]!)
  county = parentOf(township)
  supervisor = await desk.person(township, 'supervisor')
  campaignId = await desk.issue(toVillages)
  await desk.deliver()
  await passes('2014-05-14 09:00')
})
afterAll(() => desk.close())

/** It becomes that time, and everything that is due is done. */
async function passes(time: string): Promise<void> {
  await desk.at(time)
  await desk.sweep(campaignId)
  await desk.sweepDockets(campaignId)
  await desk.deliver()
}

const item = async (n: number) => (await itemsOf(desk, campaignId, villages[n]!, 1)).at(-1)!
const nameOf = (n: number): string => desk.units.find(({ code }) => code === villages[n])!.name
const mailsTo = (code: string, role: 'supervisor' | 'leader') =>
  desk.mails.filter(({ to }) => to === addressAt(desk, code, role))

async function decides(actor: AccountActor, n: number, kind: 'acknowledge' | 'urge'): Promise<void> {
  const { id } = await item(n)
  await desk.do(actor, (op) => decideItems(op, { kind, itemIds: [id], reason: '已去电' }))
}

describe('an item that a supervisor says she is on', () => {
  test('stays with her when its wait runs out', async () => {
    await desk.at('2014-05-16 10:00')
    await decides(supervisor, 0, 'acknowledge')
    await passes('2014-05-19 10:00')
    expect(await item(0)).toMatchObject({ level: 1 })
    expect(await item(1)).toMatchObject({ level: 2, holder: county })
  })

  test('for a day longer when a day of it becomes a holiday', async () => {
    const endsAt = async (): Promise<string | undefined> => {
      const { end } = await desk.database.owner
        .selectFrom('docket_item')
        .select('acknowledgement_ends_at as end')
        .where('id', '=', (await item(0)).id)
        .executeTakeFirstOrThrow()
      return end?.toISOString().slice(0, 10)
    }
    const admin: AccountActor = { ...desk.coordinator, role: 'administrator' }
    const set = (working: boolean) =>
      desk.do(admin, (op) =>
        changeCalendarDay(op, { date: localDate('2014-05-20'), working, reason: working ? '上班' : '放假' }),
      )
    expect(await endsAt()).toBe('2014-05-20')
    await set(false)
    await desk.sweepDockets(campaignId)
    expect(await endsAt()).toBe('2014-05-21')
    await set(true)
    await desk.sweepDockets(campaignId)
    expect(await endsAt()).toBe('2014-05-20')
  })

  test('and climbs when two working days have passed and nothing has followed', async () => {
    await passes('2014-05-20 09:00')
    expect(await item(0)).toMatchObject({ level: 1 })
    await passes('2014-05-20 10:30')
    expect(await item(0)).toMatchObject({ level: 2, holder: county })
  })

  test('is told of again to whoever said so, where it has time left', async () => {
    const countySupervisor = await desk.person(county, 'supervisor')
    await passes('2014-05-20 14:00')
    await decides(countySupervisor, 0, 'acknowledge')
    const before = mailsTo(county, 'supervisor').length
    await passes('2014-05-22 14:30')
    await passes('2014-05-23 09:00')
    expect(mailsTo(county, 'supervisor').length).toBe(before + 1)
    expect(mailsTo(county, 'supervisor').at(-1)?.text).toContain(nameOf(0))
    expect(await item(0)).toMatchObject({ level: 2, state: 'undecided' })
  })
})

describe('urging', () => {
  test('writes to the unit and gives the item its whole wait at that level again', async () => {
    const countySupervisor = await desk.person(county, 'supervisor')
    await desk.at('2014-05-23 08:45')
    await decides(countySupervisor, 1, 'urge')
    await passes('2014-05-23 10:30')
    expect(await item(1)).toMatchObject({ level: 2 })
    expect(await item(2)).toMatchObject({ level: 3, holder: 'HRB', role: 'leader' })
    expect(desk.mails.filter(({ to }) => to === addressAt(desk, villages[1]!)).at(-1)?.subject).toMatch(
      /^限期催报/,
    )
    await passes('2014-05-29 08:50')
    expect(await item(1)).toMatchObject({ level: 3 })
  })
})

describe('an item that is put off', () => {
  test('is not in her mails until its day, and comes back on the morning of it', async () => {
    const { id } = await item(3)
    // The leader of the city holds it by now; she decides when she wants to hear of it again.
    const leader = await desk.person('HRB', 'leader')
    await desk.at('2014-05-29 09:30')
    await desk.do(leader, (op) =>
      decideItems(op, { kind: 'snooze', itemIds: [id], reason: '', until: localDate('2014-06-04') }),
    )
    await decides(leader, 4, 'acknowledge')
    await passes('2014-06-03 09:00')
    const meanwhile = mailsTo('HRB', 'leader').at(-1)
    expect(meanwhile?.text).toContain(nameOf(4))
    expect(meanwhile?.text).not.toContain(nameOf(3))
    await passes('2014-06-04 08:30')
    await passes('2014-06-04 09:00')
    expect(mailsTo('HRB', 'leader').at(-1)?.text).toContain(nameOf(3))
    expect(await stateOf(desk, campaignId, villages[3]!, 1)).toBe('expected')
  })

  test('still climbs, and whoever holds it then hears of it though it was put off below', async () => {
    const other = await createDesk({ at: '2014-04-03 09:30', units: 26 })
    const campaign = await other.issue(toVillages)
    const time = async (local: string): Promise<void> => {
      await other.at(local)
      await other.sweep(campaign)
      await other.sweepDockets(campaign)
      await other.deliver()
    }
    await time('2014-05-14 09:00')
    const all = (await docketsOf(other, campaign)).length
    const mine = await other.database.owner
      .selectFrom('docket_item')
      .select('id')
      .where('holder_unit_id', '=', await other.unitId(township))
      .execute()
    const actor = await other.person(township, 'supervisor')
    const itemIds = mine.map(({ id }) => id)
    await other.do(actor, (op) =>
      decideItems(op, { kind: 'snooze', itemIds, reason: '', until: localDate('2014-06-30') }),
    )
    await time('2014-05-19 10:00')
    await time('2014-05-19 14:00')
    const mails = other.mails.filter(({ to }) => to === addressAt(other, county, 'supervisor'))
    expect(mails.at(-1)?.text).toContain(nameOf(0))
    expect((await docketsOf(other, campaign)).length).toBe(all)
    await other.close()
  })
})

describe('a deputy during an absence', () => {
  const from = localDate('2014-06-05')
  const to = localDate('2014-06-10')
  let leader: AccountActor
  let deputy: AccountActor

  beforeAll(async () => {
    leader = await desk.person('HRB', 'leader')
    deputy = await desk.person('HRB', 'supervisor')
  })

  test('must be somebody of her unit who decides: others would not see what they are to decide', async () => {
    const below = await desk.person(county, 'supervisor')
    for (const deputyId of [below.accountId, leader.accountId, 999_999]) {
      await expect(desk.do(leader, (op) => setDeputy(op, { deputyId, from, to }))).rejects.toMatchObject({
        code: 'deputy-invalid',
      })
    }
    await expect(
      desk.do(leader, (op) => setDeputy(op, { deputyId: deputy.accountId, from: to, to: from })),
    ).rejects.toMatchObject({ code: 'deputy-invalid' })
  })

  test('may not decide before it begins', async () => {
    await desk.do(leader, (op) => setDeputy(op, { deputyId: deputy.accountId, from, to }))
    const { id } = await item(4)
    await desk.at('2014-06-04 15:00')
    await expect(
      desk.do(deputy, (op) => decideItems(op, { kind: 'waive', itemIds: [id], reason: '撤并' })),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('gets the mails of those days in her place, sees what a decision would do, and decides', async () => {
    await passes('2014-06-05 10:00')
    const before = mailsTo('HRB', 'leader').length
    const { id } = await item(5)
    await desk.do(deputy, (op) =>
      decideItems(op, { kind: 'snooze', itemIds: [id], reason: '', until: localDate('2014-06-06') }),
    )
    await passes('2014-06-06 08:30')
    await passes('2014-06-06 09:00')
    expect(mailsTo('HRB', 'leader').length).toBe(before)
    expect(mailsTo('HRB', 'supervisor').at(-1)?.text).toContain(nameOf(5))

    const decision = {
      kind: 'extend' as const,
      itemIds: [id],
      reason: '春耕',
      dueOn: localDate('2014-06-20'),
    }
    const preview = await previewDecision(desk.database.api, deputy, decision)
    expect(preview).toMatchObject({ decided: 1, passedOver: 0, mails: 1 })
    expect((await item(5)).state).toBe('undecided')
    await desk.do(deputy, (op) => decideItems(op, decision))
    expect((await item(5)).state).toBe('extended')
  })

  test('who holds a seat of her own gets one mail over both', async () => {
    const [own, minded] = [await item(7), await item(8)]
    const toUnitId = await desk.unitId('HRB')
    await desk.do(deputy, (op) =>
      decideItems(op, { kind: 'hand_over', itemIds: [own.id], reason: '归口', toUnitId }),
    )
    await desk.do(deputy, (op) =>
      decideItems(op, { kind: 'snooze', itemIds: [minded.id], reason: '', until: localDate('2014-06-09') }),
    )
    await passes('2014-06-06 16:59')
    const before = mailsTo('HRB', 'supervisor').length
    await passes('2014-06-09 08:30')
    await passes('2014-06-09 09:00')
    const mails = mailsTo('HRB', 'supervisor').slice(before)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toContain(nameOf(7))
    expect(mails[0]?.text).toContain(nameOf(8))
  })

  test('may not decide any more when she is back', async () => {
    const { id } = await item(6)
    await passes('2014-06-11 10:00')
    await expect(
      desk.do(deputy, (op) => decideItems(op, { kind: 'waive', itemIds: [id], reason: '撤并' })),
    ).rejects.toMatchObject({ code: 'not-found' })
    await desk.do(leader, (op) => decideItems(op, { kind: 'waive', itemIds: [id], reason: '撤并' }))
    expect(await stateOf(desk, campaignId, villages[6]!, 1)).toBe('waived')
  })
})
