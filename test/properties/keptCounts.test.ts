import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { foldTallies } from '../../db/queries/tallyKeeping.ts'
import { Problem } from '../../domain/problem.ts'
import { addDays, dateIn, type LocalDate } from '../../domain/time.ts'
import { addUnits, withdrawUnits } from '../../operations/campaign/addUnits.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { waiveUnits } from '../../operations/campaign/waiveUnits.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { acceptReport } from '../../operations/review/acceptReport.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { closeUnit, mergeUnit, moveUnit } from '../../operations/tree/changeUnit.ts'
import { eraseContact } from '../../operations/tree/erasePerson.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { expectTrueCounts } from '../support/counts.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { itemsOf, milestoneOf, obligationOf, reportOf } from '../support/story.ts'
import { ZONE } from '../support/world.ts'

/** Whatever people do, one after the other or at once, what is kept is what counting gives. */
let desk: Desk
let campaignId: number
let units: Desk['units']

beforeEach(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 40 })
  await issueToEverybody()
  units = desk.units.filter(({ type }) => type !== 'city')
})
afterEach(() => desk.close())

/** Districts as well, which count for themselves and for what stands below them. */
async function issueToEverybody(): Promise<void> {
  const everybody = { effect: 'include' as const, under: null, types: [], units: [] }
  campaignId = await desk.issue({ ...exampleNotice('grassroots'), audience: [everybody] })
}

const kinds = [
  'acknowledge',
  'report',
  'accept',
  'return',
  'returnVoid',
  'extend',
  'extendAll',
  'waive',
  'decideExtend',
  'decideWaive',
  'withdraw',
  'add',
  'move',
  'merge',
  'closeUnit',
  'erase',
  'sweep',
  'fold',
] as const

interface Deed {
  kind: (typeof kinds)[number]
  unit: number
  other: number
  ordinal: number
  days: number
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...kinds) },
    { weight: 3, arbitrary: fc.constantFrom('acknowledge', 'report', 'accept', 'return', 'extend') },
  ),
  unit: fc.integer({ min: 0, max: 38 }),
  other: fc.integer({ min: 0, max: 38 }),
  ordinal: fc.integer({ min: 0, max: 2 }),
  days: fc.integer({ min: 0, max: 60 }),
})
const deeds = fc.array(deed, { minLength: 15, maxLength: 40 })
const settings = { numRuns: Number(process.env.DUBAN_PROPERTY_RUNS ?? 3), interruptAfterTimeLimit: 200_000 }

test('after any deeds, what is kept by duty, district and day is what counting gives', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, fc.boolean(), async (script, closes) => {
      await desk.at('2014-04-03 09:30')
      await issueToEverybody()
      for (const [index, one] of script.entries()) {
        await desk.at(new Date(desk.now().getTime() + 36 * 3600_000))
        await attempt(one)
        if (index % 5 === 0) await expectTrueCounts(desk.database, campaignId, desk.coordinator)
      }
      await expectTrueCounts(desk.database, campaignId, desk.coordinator)
      if (closes) await desk.do(desk.coordinator, (op) => closeCampaign(op, { campaignId, reason: '结束' }))
      await foldTallies(desk.database.worker, 0)
      await expectTrueCounts(desk.database, campaignId, desk.coordinator)
    }),
    settings,
  )
}, 240_000)

test('done at once, they end without waiting in a circle, and nothing is counted twice or lost', async () => {
  // Few units, so that many meet at one.
  const crowded = fc.array(
    deed.map((one) => ({ ...one, unit: 30 + (one.unit % 3), other: one.other % 12 })),
    { minLength: 8, maxLength: 10 },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(crowded, { minLength: 4, maxLength: 6 }), async (rounds) => {
      await desk.at('2014-04-03 09:30')
      await issueToEverybody()
      await desk.at('2014-05-14 09:30')
      await desk.sweep(campaignId)
      for (const round of rounds) {
        await desk.at(new Date(desk.now().getTime() + 100 * 3600_000))
        await Promise.all(round.map(attempt))
        await expectTrueCounts(desk.database, campaignId, desk.coordinator)
      }
    }),
    { ...settings, endOnFailure: true },
  )
}, 240_000)

/** What is refused has changed nothing, which is all that matters here. */
async function attempt(one: Deed): Promise<void> {
  try {
    await does(one)
  } catch (error) {
    if (error instanceof Problem || (error instanceof Error && error.message === 'no result')) return
    throw error
  }
}

async function does({ kind, unit, other, ordinal, days }: Deed): Promise<void> {
  const code = units[unit % units.length]!.code
  const dueOn: LocalDate = addDays(dateIn(ZONE, desk.now()), days)
  const today = dateIn(ZONE, desk.now())
  const reason = '情况有变'
  const administrator = { ...desk.coordinator, role: 'administrator' as const }
  const unitId = await desk.unitId(code)
  const otherId = await desk.unitId(units[other % units.length]!.code)
  const milestone = Math.max(1, ordinal)
  switch (kind) {
    case 'acknowledge': {
      const actor = await desk.contactOf(campaignId, code)
      return void (await desk.do(actor, (op) => acknowledge(op, { campaignId, unitId, via: 'link' })))
    }
    case 'report': {
      const obligationId = await obligationOf(desk, campaignId, code, milestone)
      const report = { obligationId, text: '已开展', values: new Map<number, number>(), submitterName: '王' }
      return void (await desk.do(await desk.contactOf(campaignId, code), (op) =>
        submitReport(op, { ...report, channel: 'link' }),
      ))
    }
    case 'accept': {
      const reportId = await reportOf(desk, campaignId, code, milestone)
      return desk.do(desk.coordinator, (op) => acceptReport(op, { reportId }))
    }
    case 'return':
    case 'returnVoid': {
      const reportId = await reportOf(desk, campaignId, code, milestone)
      const asVoid = kind === 'returnVoid'
      return desk.do(desk.coordinator, (op) => returnReport(op, { reportId, reason, dueOn, asVoid }))
    }
    case 'extend':
    case 'extendAll': {
      const milestoneId = ordinal === 0 ? null : await milestoneOf(desk, campaignId, ordinal)
      const unitIds = kind === 'extend' ? [unitId, otherId] : null
      return void (await desk.do(desk.coordinator, (op) =>
        extendMilestone(op, { campaignId, milestoneId, unitIds, dueOn, reason }),
      ))
    }
    case 'waive': {
      const milestoneId = ordinal === 0 ? null : await milestoneOf(desk, campaignId, ordinal)
      return void (await desk.do(desk.coordinator, (op) =>
        waiveUnits(op, { campaignId, milestoneId, unitIds: [unitId], reason }),
      ))
    }
    case 'decideExtend':
    case 'decideWaive': {
      const item = (await itemsOf(desk, campaignId, code, ordinal)).at(-1)
      if (item === undefined) return
      const itemIds = [item.id]
      return void (await desk.do(desk.coordinator, (op) =>
        kind === 'decideExtend'
          ? decideItems(op, { kind: 'extend', itemIds, reason, dueOn })
          : decideItems(op, { kind: 'waive', itemIds, reason }),
      ))
    }
    case 'withdraw':
      return void (await desk.do(desk.coordinator, (op) =>
        withdrawUnits(op, { campaignId, unitIds: [unitId, otherId], reason }),
      ))
    case 'add':
      return desk.do(desk.coordinator, (op) => addUnits(op, { campaignId, unitIds: [unitId], reason }))
    case 'move':
      return desk.do(administrator, (op) => moveUnit(op, { unitId, parentId: otherId, from: today, reason }))
    case 'merge':
      return desk.do(administrator, (op) => mergeUnit(op, { unitId, intoId: otherId, from: today, reason }))
    case 'closeUnit':
      return desk.do(administrator, (op) => closeUnit(op, { unitId, from: today, reason }))
    case 'erase': {
      const { contactId } = await desk.contactOf(campaignId, code)
      return desk.do(administrator, (op) => eraseContact(op, { contactId, reason }))
    }
    case 'sweep':
      await desk.sweep(campaignId)
      return void (await desk.sweepDockets(campaignId))
    case 'fold':
      return foldTallies(desk.database.worker, 3)
  }
}

test('a unit that moves to another district is counted there from then on, with what it has done', async () => {
  const village = units.find(({ type }) => type === 'village')!
  const districtOf = (code: string): string => code.slice(0, 6)
  const street = units.find(
    ({ type, code }) => type === 'street' && districtOf(code) !== districtOf(village.code),
  )!
  const unitId = await desk.unitId(village.code)
  await desk.do(await desk.contactOf(campaignId, village.code), (op) =>
    acknowledge(op, { campaignId, unitId, via: 'link' }),
  )
  const place = async (): Promise<number | null> => {
    const row = await desk.database.owner
      .selectFrom('assignment')
      .select('place_id')
      .where('unit_id', '=', unitId)
      .executeTakeFirstOrThrow()
    return row.place_id
  }
  const before = await place()
  const parentId = await desk.unitId(street.code)
  await desk.do({ ...desk.coordinator, role: 'administrator' }, (op) =>
    moveUnit(op, { unitId, parentId, from: dateIn(ZONE, desk.now()), reason: '区划调整' }),
  )
  expect(await place()).not.toBe(before)
  expect(await place()).toBe(await desk.unitId(street.parentCode!))
  await expectTrueCounts(desk.database, campaignId, desk.coordinator)
})
