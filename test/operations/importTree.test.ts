import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'csv-stringify/sync'
import { sql } from 'kysely'
import { generateFederation } from '../../domain/federation.ts'
import { localDate } from '../../domain/time.ts'
import { exportTree } from '../../db/queries/tree.ts'
import { look, perform, type AccountActor } from '../../operations/perform.ts'
import { importOrReport, importTree, type ImportReport } from '../../operations/tree/importTree.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { treeColumns } from '../../operations/tree/treeCsv.ts'
import { treeFile } from '../../operations/tree/treeFile.ts'
import { treeExport } from '../../web/treeExport.ts'
import { administrator } from '../support/people.ts'

let database: TestDatabase
let admin: AccountActor
const units = generateFederation({ seed: 1, units: 200 })

beforeAll(async () => {
  database = await createTestDatabase()
  admin = await administrator(database.owner)
})
afterAll(() => database.drop())

const run = (bytes: Buffer, dryRun = false, from = '2014-01-01'): Promise<ImportReport> =>
  importOrReport(() =>
    perform(database.api, admin, (op) => importTree(op, { bytes, from: localDate(from), dryRun })),
  )

const csv = (...lines: string[]): Buffer =>
  Buffer.from(['code,parent,type,name,role,person,email,telephone,language', ...lines].join('\n'))

async function countUnits(): Promise<number> {
  const { n } = await database.owner
    .selectFrom('unit')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

describe('importing a tree', () => {
  test('a dry run says what it would do and stores nothing', async () => {
    const before = await countUnits()
    const report = await run(treeFile(units), true)
    expect(report.problems).toEqual([])
    expect(report.unitsAdded).toBe(units.length - 1)
    expect(await countUnits()).toBe(before)
  })

  test('a file is taken in whole, and a second time changes nothing', async () => {
    const first = await run(treeFile(units))
    expect(first.problems).toEqual([])
    expect(await countUnits()).toBe(units.length)
    const again = await run(treeFile(units))
    expect(again).toMatchObject({ unitsAdded: 0, unitsChanged: 0, personsAdded: 0, personsChanged: 0 })
  })

  test('the closure has every unit below itself and all that stand above it', async () => {
    const { rows } = await sql<{ wrong: number }>`
      with recursive up as (
        select unit_id as unit, unit_id as ancestor from placement where upper_inf(valid)
        union all select up.unit, p.parent_id from up join placement p on p.unit_id = up.ancestor and upper_inf(p.valid)
        where p.parent_id is not null)
      select count(*) as wrong from (select unit, ancestor from up) a
      full join unit_closure c on c.descendant_id = a.unit and c.ancestor_id = a.ancestor
      where a.unit is null or c.descendant_id is null`.execute(database.owner)
    expect(rows[0]?.wrong).toBe(0)
  })

  test('every bad line is reported by line and column, and nothing of the file is stored', async () => {
    const before = await countUnits()
    const report = await run(
      csv(
        'N1,HRB,district,新区,contact,王,not-an-address,,',
        'N2,NOWHERE,street,某街道,,,,,',
        'N3,HRB,village,某村,,,,,',
        'N4,HRB,planet,某星,,,,,',
      ),
    )
    expect(report.problems.map(({ line, field, code }) => `${line} ${field} ${code}`)).toEqual([
      '2 email email-invalid',
      '3 parent unit-unknown',
      '4 parent parent-type-wrong',
      '5 type type-unknown',
    ])
    expect(await countUnits()).toBe(before)
  })

  test('a circle is refused with its units named', async () => {
    const district = units.find(({ type }) => type === 'district')!.code
    const report = await run(
      csv(`C1,${district},street,甲街道,,,,,`, 'C2,C3,community,乙社区,,,,,', 'C3,C2,community,丙社区,,,,,'),
    )
    expect(report.problems.map(({ code }) => code)).toContain('parent-type-wrong')
  })

  test('a renamed unit is called by its old name before the day and by its new one from it', async () => {
    const street = units.find(({ type }) => type === 'street')!
    const report = await run(
      csv(`${street.code},${street.parentCode},street,改名街道,,,,,`),
      false,
      '2014-05-10',
    )
    expect(report).toMatchObject({ unitsChanged: 1, problems: [] })
    const nameOn = async (day: string) => {
      const { rows } = await sql<{ name: string }>`
        select name from placement p join unit u on u.id = p.unit_id
        where u.code = ${street.code} and p.valid @> ${day}::date`.execute(database.owner)
      return rows[0]?.name
    }
    expect(await nameOn('2014-05-09')).toBe(street.name)
    expect(await nameOn('2014-05-10')).toBe('改名街道')
  })

  test('a file from an old Windows program in GB18030 is read as well', async () => {
    const text = 'code,parent,type,name\nHRB-GB,HRB,association,'
    const bytes = Buffer.concat([Buffer.from(text), Buffer.from([0xd0, 0xad, 0xbb, 0xe1])])
    const report = await run(bytes)
    expect(report.problems).toEqual([])
    const { rows } = await sql<{ name: string }>`
      select name from placement p join unit u on u.id = p.unit_id where u.code = 'HRB-GB'`.execute(
      database.owner,
    )
    expect(rows[0]?.name).toBe('协会')
  })

  test('a coordinator comes in by the file, and an address that somebody signs in with already is refused', async () => {
    const good = await run(csv('HRB,,city,哈尔滨市妇联,coordinator,王干事,wang@fl.example,,'))
    expect(good).toMatchObject({ problems: [], personsAdded: 1 })
    const taken = await run(csv('HRB,,city,哈尔滨市妇联,coordinator,李干事,wang@fl.example,,'))
    expect(taken.problems).toEqual([{ line: 2, field: 'email', code: 'email-taken' }])
  })

  test('what is exported is imported again to no change, whatever people are called', async () => {
    const street = units.find(({ type }) => type === 'street')!
    const names = ['=HYPERLINK("x")', "'=1+1", '@王', '-李', '+赵', '甲, 乙 "丙"', "O'Neill", '＝丁']
    const numbers = ['+86 139 0000 0000', '+8613900000000', '-5', '0451-8765 4321', '(0451) 8765,转 "3"']
    const file = Buffer.from(
      stringify([
        [...treeColumns],
        ...names.map((name, index) => [
          street.code,
          street.parentCode,
          'street',
          '"改名", 街道\n办',
          index === 0 ? 'supervisor' : 'contact',
          name.startsWith('甲') || name.startsWith("O'") ? name : `'${name}`,
          `p${index}@fl.example`,
          numbers[index % numbers.length],
          index === 1 ? 'en' : '',
        ]),
      ]),
    )
    expect(await run(file, false, '2014-06-01')).toMatchObject({ problems: [], personsAdded: names.length })
    const exported = await look(database.api, admin, ({ tx }) => exportTree(tx))
    const kept = exported.filter(({ code }) => code === street.code)
    expect(kept.map(({ person }) => person)).toEqual(expect.arrayContaining(names))
    expect(new Set(kept.map(({ telephone }) => telephone))).toEqual(expect.objectContaining(new Set(numbers)))
    const again = await run(Buffer.from(treeExport(exported)), false, '2014-06-02')
    expect(again).toMatchObject({
      problems: [],
      unitsAdded: 0,
      unitsChanged: 0,
      personsAdded: 0,
      personsChanged: 0,
    })
  })
})
