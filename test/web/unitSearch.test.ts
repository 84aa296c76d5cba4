import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { idsByWords } from '../../db/queries/unitSearch.ts'
import { ensureFirstFacts } from '../../db/firstFacts.ts'
import { localDate } from '../../domain/time.ts'
import { look, perform } from '../../operations/perform.ts'
import { place } from '../../operations/tree/place.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { personAt } from '../support/people.ts'
import { visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let city: City
let desk: Visitor
let renamed: { id: number; code: string }

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 200 })
  await city.until('2014-05-06')
  desk = await visitor(database.api, city.admin.accountId)
  renamed = await database.owner
    .selectFrom('unit')
    .select(['id', 'code'])
    .where('code', '=', 'HRB-DL-S01')
    .executeTakeFirstOrThrow()
  const { parent_id, type } = await database.owner
    .selectFrom('placement')
    .select(['parent_id', 'type'])
    .where('unit_id', '=', renamed.id)
    .executeTakeFirstOrThrow()
  await perform(database.api, city.admin, (op) =>
    place(op, {
      unitId: renamed.id,
      parentId: parent_id,
      type,
      name: '越秀区妇联',
      from: localDate('2014-05-05'),
    }),
  )
})
afterAll(async () => {
  await desk.app.close()
  await database.drop()
})

describe('a unit is found by how its name sounds', () => {
  test.each(['yxq', 'YXQ', 'yuexiu', 'yue xiu', '越秀', 'HRB-DL-S01'])(
    '%s, in the tree and in a campaign',
    async (q) => {
      for (const url of ['/units', `/campaigns/${city.campaignId}/units`]) {
        const page = await desk.get(`${url}?q=${encodeURIComponent(q)}`)
        expect(page.body, url).toContain('越秀区妇联')
        expect(page.body, url).toContain('HRB-DL-S01')
        expect(page.body, url).not.toContain('HRB-DL-S02')
      }
    },
  )

  test('where units are named for an action, and where a notice names its recipients', async () => {
    const page = await desk.post(`/campaigns/${city.campaignId}/act/preview`, {
      milestone: '1',
      choose: '1',
      units: 'yxq',
    })
    expect(page.body).toContain('<h1>对 1 个单位</h1>')
    expect(page.body).toContain(`name="unitIds" value="${renamed.id}"`)
  })

  test('only where it is meant: what several units are called is not guessed', async () => {
    const found = await look(database.api, city.admin, (op) =>
      idsByWords(op.tx, ['yxq', '越秀区妇联', '社区', 'HRB-DW']),
    )
    expect(found.get('yxq')).toBe(renamed.id)
    expect(found.get('越秀区妇联')).toBe(renamed.id)
    expect(found.has('社区')).toBe(false)
    expect(found.has('HRB-DW')).toBe(true)
  })

  test('by nobody who may not see it', async () => {
    const foreign = await personAt(database.owner, 'HRB-DW', 'supervisor')
    const hers = await visitor(database.api, foreign.accountId, desk.app)
    expect((await hers.get('/units?q=yxq')).body).not.toContain('越秀区妇联')
    expect((await look(database.api, foreign, (op) => idsByWords(op.tx, ['yxq']))).size).toBe(0)
  })

  test('also where it was written before sounds were kept: they are worked out at the start', async () => {
    await sql`update placement set sounds = null`.execute(database.owner)
    expect((await desk.get('/units?q=yxq')).body).not.toContain('越秀区妇联')
    await ensureFirstFacts(database.owner, { unitName: 'x', administratorName: 'x', at: new Date() })
    expect((await desk.get('/units?q=yxq')).body).toContain('越秀区妇联')
  })

  test('through an index, however many units there are', async () => {
    await sql`analyze placement`.execute(database.owner)
    const { rows } = await database.owner.connection().execute(async (db) => {
      await sql`set enable_seqscan = off`.execute(db)
      return sql<{ 'QUERY PLAN': string }>`
        explain select unit_id from placement where upper_inf(valid) and (name ilike '%越秀区%' or sounds like '%yxq%')`.execute(
        db,
      )
    })
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(
      /placement_sounds[\s\S]*|placement_part_of_name/,
    )
  })
})
