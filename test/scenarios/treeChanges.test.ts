import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { addUnits } from '../../operations/campaign/addUnits.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { mergeUnit, moveUnit } from '../../operations/tree/changeUnit.ts'
import { importTree } from '../../operations/tree/importTree.ts'
import {
  addressAt,
  docketsOf,
  issue,
  itemsOf,
  ledgerOf,
  messagesTo,
  resultOf,
  stateOf,
} from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

/** The tree changes while a campaign runs. */
let world: World
let campaignId: number
let county: string
let district: string
let township: string
let villages: string[]

beforeAll(async () => {
  world = await createWorld({ at: '2014-04-03 09:30', units: 40 })
  county = world.units.find(({ type }) => type === 'county')!.code
  district = world.units.find(({ type }) => type === 'district')!.code
  township = world.units.find(({ type, parentCode }) => type === 'township' && parentCode === county)!.code
  villages = world.units
    .filter(
      ({ type, parentCode, contacts }) => type === 'village' && parentCode === township && contacts[0]?.email,
    )
    .map(({ code }) => code)
  campaignId = await issue(world, exampleNotice('grassroots'))
})
afterAll(() => world.close())

/** Whose docket the open item of a unit's milestone stands in. */
async function docketOf(code: string, milestone: number): Promise<string | undefined> {
  const open = (await itemsOf(world, campaignId, code, milestone)).find(({ state }) => state === 'undecided')
  const row = await world.database.owner
    .selectFrom('docket_item as i')
    .innerJoin('docket as d', 'd.id', 'i.docket_id')
    .innerJoin('unit as u', 'u.id', 'd.unit_id')
    .select('u.code')
    .where('i.id', '=', open?.id ?? 0)
    .executeTakeFirst()
  return row?.code
}

describe('a township moved from a county to a district', () => {
  test('its open item stays in the docket of the county', async () => {
    await world.until('2014-04-22 10:00')
    expect(await docketOf(township, 0)).toBe(county)
    const unitId = await world.unitId(township)
    const parentId = await world.unitId(district)
    await world.do(world.coordinator, (op) =>
      moveUnit(op, { unitId, parentId, from: localDate('2014-04-22'), reason: '区划调整' }),
    )
    await world.until('2014-04-23 10:00')
    expect(await itemsOf(world, campaignId, township, 0)).toMatchObject([
      { holder: county, state: 'undecided' },
    ])
    expect(await docketOf(township, 0)).toBe(county)
  })

  test('until it is handed over: then the district holds it, hears of it, and has the whole wait before it', async () => {
    const [item] = await itemsOf(world, campaignId, township, 0)
    const toUnitId = await world.unitId(district)
    const before = world.mailsTo(addressAt(world, district, 'supervisor')).length
    await world.do(world.coordinator, (op) =>
      decideItems(op, { kind: 'hand_over', itemIds: [item!.id], reason: '已划归该区', toUnitId }),
    )
    await world.until('2014-04-23 14:30')
    expect(await itemsOf(world, campaignId, township, 0)).toMatchObject([{ holder: district, level: 1 }])
    expect(await docketOf(township, 0)).toBe(district)
    expect(world.mailsTo(addressAt(world, district, 'supervisor')).length).toBe(before + 1)
    await world.until('2014-04-28 09:30')
    expect(await itemsOf(world, campaignId, township, 0)).toMatchObject([{ holder: district, level: 1 }])
    await world.until('2014-04-28 11:00')
    expect(await itemsOf(world, campaignId, township, 0)).toMatchObject([{ holder: 'HRB', level: 2 }])
  })

  test('what falls overdue later goes to the district, and that of its villages to it and then to the district', async () => {
    await world.until('2014-05-14 10:00')
    expect(await itemsOf(world, campaignId, township, 1)).toMatchObject([{ holder: district }])
    expect(await itemsOf(world, campaignId, villages[0]!, 1)).toMatchObject([{ holder: township }])
    await world.until('2014-05-19 10:00')
    expect(await itemsOf(world, campaignId, villages[0]!, 1)).toMatchObject([{ holder: district, level: 2 }])
  })
})

describe('a village merged into another', () => {
  let merged: string
  const heir = 'HEIR-V1'

  beforeAll(async () => {
    merged = villages[1]!
    const lines = [
      'code,parent,type,name,role,person,email,telephone,language',
      `${heir},${township},village,合并村妇联,contact,王兰,heir@fl.example,0451-00009999,zh-CN`,
    ]
    await world.do({ ...world.coordinator, role: 'administrator' }, (op) =>
      importTree(op, { bytes: Buffer.from(lines.join('\n')), from: localDate('2014-05-19'), dryRun: false }),
    )
    const unitId = await world.unitId(merged)
    const intoId = await world.unitId(heir)
    await world.do(world.coordinator, (op) =>
      mergeUnit(op, { unitId, intoId, from: localDate('2014-05-19'), reason: '两村合并' }),
    )
    await world.settle()
  })

  test('owes nothing more: its assignment is withdrawn, its items are settled, and no mail goes to it', async () => {
    for (const milestone of [0, 1, 2])
      expect(await stateOf(world, campaignId, merged, milestone)).toBe('withdrawn')
    const open = (await docketsOf(world, campaignId)).filter((line) => line.startsWith(`${merged} `))
    expect(open.filter((line) => line.includes(' undecided '))).toEqual([])
    expect(open.length).toBeGreaterThan(0)
    const mails = world.mailsTo(addressAt(world, merged)).length
    const reminders = (await ledgerOf(world, campaignId)).filter((line) => line.startsWith(`${merged} `))
    await world.until('2014-08-27 10:00')
    expect(world.mailsTo(addressAt(world, merged)).length).toBe(mails)
    expect((await ledgerOf(world, campaignId)).filter((line) => line.startsWith(`${merged} `))).toEqual(
      reminders,
    )
  })

  test('its heir gets the notice when the coordinator adds it, and is reminded of what is still to come', async () => {
    expect(await messagesTo(world, heir)).toEqual([])
    const unitIds = [await world.unitId(heir)]
    await world.do(world.coordinator, (op) => addUnits(op, { campaignId, unitIds, reason: '承接合并前的村' }))
    await world.settle()
    expect(world.mailsTo('heir@fl.example').map(({ subject }) => subject.slice(0, 3))).toEqual(['请签收'])
    await world.until('2014-08-29 10:00')
    expect((await ledgerOf(world, campaignId)).filter((line) => line.startsWith(heir))).toEqual([
      `${heir} 2 v1 before-1/1 2014-08-29 09:00`,
    ])
    expect(world.mailsTo('heir@fl.example')).toHaveLength(2)
  })

  test('the results count the heir and not the merged village', async () => {
    await world.do(world.coordinator, (op) => closeCampaign(op, { campaignId, reason: '结束' }))
    await world.settle()
    const result = await resultOf(world, campaignId)
    expect(result.units).toBe(world.units.length - 1)
    expect(result.reports.withdrawn).toBe(2)
  })
})
