import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { carryOutPlanned } from '../../operations/tree/carryOutPlanned.ts'
import { orderChange, type ChangeOrder } from '../../operations/tree/orderChange.ts'
import { createDesk, type Desk } from '../support/desk.ts'

let desk: Desk
let village: string
let county: string
let township: string
let otherTownship: string

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 40 })
  const townships = desk.units.filter(({ type }) => type === 'township')
  township = townships[0]!.code
  otherTownship = townships.find(({ code }) => code !== township)!.code
  county = townships[0]!.parentCode!
  village = desk.units.find(({ parentCode }) => parentCode === township)!.code
})
afterAll(() => desk.close())

const order = (wanted: ChangeOrder) => desk.do(desk.coordinator, (op) => orderChange(op, wanted))
const common = async (code: string, from: string) => ({
  unitId: await desk.unitId(code),
  from: localDate(from),
  reason: '区划调整',
})

async function standing(code: string): Promise<{ name: string; parent: string | null }> {
  const { name, parent } = await desk.database.owner
    .selectFrom('placement as p')
    .innerJoin('unit as u', 'u.id', 'p.unit_id')
    .leftJoin('unit as up', 'up.id', 'p.parent_id')
    .select(['p.name', 'up.code as parent'])
    .where('u.code', '=', code)
    .orderBy('p.valid', 'desc')
    .executeTakeFirstOrThrow()
  return { name, parent }
}

async function plannedStates(): Promise<[string, string | null][]> {
  const rows = await desk.database.owner
    .selectFrom('planned_change')
    .select(['state', 'problem'])
    .orderBy('id')
    .execute()
  return rows.map(({ state, problem }) => [state, problem])
}

describe('a change of the tree with a date to come', () => {
  test('leaves the tree as it is until its day begins', async () => {
    const before = await standing(village)
    const move = { ...(await common(village, '2014-04-08')), parentId: await desk.unitId(otherTownship) }
    expect(await order({ ...move, change: 'move' })).toBe('planned')
    expect(await order({ ...(await common(village, '2014-04-10')), change: 'rename', name: '新名村' })).toBe(
      'planned',
    )
    await desk.at('2014-04-07 23:50')
    await carryOutPlanned(desk.database.worker)
    expect(await standing(village)).toEqual(before)
  })

  test('happens on that day, by the clock of the installation, once', async () => {
    await desk.at('2014-04-08 00:01')
    await carryOutPlanned(desk.database.worker)
    await carryOutPlanned(desk.database.worker)
    expect(await standing(village)).toMatchObject({ parent: otherTownship })
    const closure = await desk.database.owner
      .selectFrom('unit_closure')
      .select('depth')
      .where('ancestor_id', '=', await desk.unitId(otherTownship))
      .where('descendant_id', '=', await desk.unitId(village))
      .execute()
    expect(closure).toEqual([{ depth: 1 }])
  })

  test('happens late, as of its day, when nothing ran on it', async () => {
    await desk.at('2014-04-15 09:00')
    await carryOutPlanned(desk.database.worker)
    const rows = await desk.database.owner
      .selectFrom('placement')
      .select((eb) => eb.fn<string>('lower', ['valid']).as('from'))
      .where('name', '=', '新名村')
      .execute()
    expect(rows).toMatchObject([{ from: '2014-04-10' }])
    expect(await plannedStates()).toEqual([
      ['done', null],
      ['done', null],
    ])
  })

  test('that is refused on its day stays on record with the reason, and holds up no other', async () => {
    await order({ ...(await common(county, '2014-04-16')), change: 'close' })
    await order({ ...(await common(village, '2014-04-16')), change: 'rename', name: '又一村' })
    await desk.at('2014-04-16 08:00')
    await carryOutPlanned(desk.database.worker)
    expect((await plannedStates()).slice(2)).toEqual([
      ['failed', 'unit-has-children'],
      ['done', null],
    ])
    expect(await standing(village)).toMatchObject({ name: '又一村' })
  })
})
