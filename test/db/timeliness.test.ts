import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTime, late, timeliness, wasInTime } from '../../db/queries/timeliness.ts'
import { judge } from '../../domain/timeliness.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** Few instants close together, so that they often fall on one another. */
const instant = fc.integer({ min: 0, max: 6 }).map((n) => new Date(Date.UTC(2014, 4, 10) + n * 1000))
const facts = fc.record({
  firstSubmittedAt: fc.option(instant),
  dueAt: fc.option(instant),
  judgedDueAt: fc.option(instant),
})

test('SQL judges every obligation as the rule does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(facts, { minLength: 40, maxLength: 80 }), instant, async (rows, asOf) => {
      const found = await sql<{ kind: string; late: boolean; inTime: boolean; was: boolean | null }>`
        select ${timeliness(asOf)} as kind, ${late} as late, ${inTime} as "inTime", ${wasInTime} as was
        from unnest(${rows.map((row) => row.firstSubmittedAt)}::timestamptz[], ${rows.map((row) => row.dueAt)}::timestamptz[],
          ${rows.map((row) => row.judgedDueAt)}::timestamptz[])
          with ordinality as o(first_submitted_at, due_at, judged_due_at, n) order by n`.execute(
        database.owner,
      )
      expect(found.rows.map(({ kind }) => kind)).toEqual(rows.map((row) => judge({ ...row, asOf })))
      const ever = new Date('2100-01-01')
      rows.forEach((row, index) => {
        const kind = row.firstSubmittedAt === null ? null : judge({ ...row, asOf: ever })
        expect(found.rows[index]).toMatchObject({
          late: kind === 'late',
          inTime: kind === 'onTime' || kind === 'noDue',
          was: kind === 'onTime' ? true : kind === 'late' ? false : null,
        })
      })
    }),
    { numRuns: 30 },
  )
})
