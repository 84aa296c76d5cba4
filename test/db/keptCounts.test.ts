import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { up } from '../../db/migrations/0022_kept_counts.ts'
import { foldTallies } from '../../db/queries/tallyKeeping.ts'
import { inScope } from '../../db/connection.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { expectTrueCounts } from '../support/counts.ts'
import { createCity, type City } from '../web/city.ts'

let database: TestDatabase
let city: City

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 200 })
  await city.until('2014-05-14')
})
afterAll(() => database.drop())

const rows = async (): Promise<number> => {
  const { n } = await database.owner
    .selectFrom('tally')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

test('what was stored before counts were kept is counted when they begin to be', async () => {
  await sql`
    drop function make_tally, true_tally, true_tally_day, obligation_counted, assignment_counted, report_counted,
      unit_replaced, assignment_placed, tally_emptied, tally_covers cascade;
    drop table tally, tally_day;
    drop index obligation_waiting;
    alter table assignment drop column place_id;`.execute(database.owner)
  await up(database.owner)
  await expectTrueCounts(database, city.campaignId, city.coordinator)
})

test('summed up they are fewer rows that say the same, also while others read and write', async () => {
  await city.until('2014-05-20')
  const before = await rows()
  await Promise.all([
    ...[1, 2, 3].map(() => foldTallies(database.worker, 0)),
    sql`update obligation set state = 'waived' where id in (select id from obligation where state = 'expected' limit 20)`.execute(
      database.owner,
    ),
  ])
  await foldTallies(database.worker, 0)
  expect(await rows()).toBeLessThan(before)
  await expectTrueCounts(database, city.campaignId, city.coordinator)
})

test('a district sees the counts of itself and what stands below it, and of no other', async () => {
  const { unit_id: unitId } = await database.owner
    .selectFrom('placement')
    .select('unit_id')
    .where('type', '=', 'district')
    .orderBy('unit_id')
    .executeTakeFirstOrThrow()
  const seen = await inScope(database.api, { unitId, depth: 'subtree' }, (tx) =>
    tx.selectFrom('tally').select('place_id').distinct().execute(),
  )
  expect(seen).toEqual([{ place_id: unitId }])
  const none = await inScope(database.api, { unitId, depth: 'own' }, (tx) =>
    tx.selectFrom('tally').select('own').distinct().execute(),
  )
  expect(none).toEqual([])
  await expect(
    inScope(database.api, { unitId, depth: 'subtree' }, (tx) => tx.deleteFrom('tally').execute()),
  ).rejects.toThrow('permission denied')
})
