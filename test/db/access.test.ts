import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inScope } from '../../db/connection.ts'
import { generateFederation } from '../../domain/federation.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { administrator, importUnits } from '../support/people.ts'

let database: TestDatabase
let tables: string[]
const units = generateFederation({ seed: 3, units: 200 })

beforeAll(async () => {
  database = await createTestDatabase()
  const admin = await administrator(database.owner)
  await importUnits(database.api, admin, units)
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname !~ '^kysely_' order by relname`.execute(database.owner)
  tables = rows.map(({ name }) => name)
})
afterAll(() => database.drop())

async function rowsSeen(table: string): Promise<number | 'denied'> {
  try {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(
      database.api,
    )
    return rows[0]?.n ?? 0
  } catch (error) {
    if (error instanceof Error && error.message.includes('permission denied')) return 'denied'
    throw error
  }
}

describe("the API's role", () => {
  test('sees no row of any table without a scope', async () => {
    const seen = await Promise.all(tables.map(async (table) => [table, await rowsSeen(table)] as const))
    expect(seen.filter(([, rows]) => rows !== 0 && rows !== 'denied')).toEqual([])
  })

  test('has row-level security on every table', async () => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname !~ '^kysely_' and not relrowsecurity`.execute(database.owner)
    expect(rows).toEqual([])
  })

  test('keeps no scope in a pooled connection after its transaction', async () => {
    const { id } = await database.owner
      .selectFrom('unit')
      .select('id')
      .where('code', '=', 'HRB')
      .executeTakeFirstOrThrow()
    await Promise.all(
      Array.from({ length: 20 }, () =>
        inScope(database.api, { unitId: id, depth: 'subtree' }, async () => 1),
      ),
    )
    const seen = await Promise.all(Array.from({ length: 20 }, () => rowsSeen('unit')))
    expect(new Set(seen)).toEqual(new Set([0]))
  })

  test('sees of another district neither units nor contacts nor accounts', async () => {
    const districts = units.filter(({ type }) => type === 'district')
    const { id } = await database.owner
      .selectFrom('unit')
      .select('id')
      .where('code', '=', districts[0]!.code)
      .executeTakeFirstOrThrow()
    const seen = await inScope(database.api, { unitId: id, depth: 'subtree' }, async (tx) => {
      const unitCodes = await tx.selectFrom('unit').select('code').execute()
      const contacts = await tx
        .selectFrom('contact as c')
        .innerJoin('unit as u', 'u.id', 'c.unit_id')
        .select('u.code')
        .execute()
      return { units: unitCodes.map(({ code }) => code), contacts: contacts.map(({ code }) => code) }
    })
    const own = units.filter(({ code }) => code.startsWith(districts[0]!.code)).map(({ code }) => code)
    expect(seen.units.sort()).toEqual(['HRB', ...own].sort())
    expect(new Set(seen.contacts)).toEqual(new Set(own))
  })

  test("of a unit's link sees that unit alone, and by name those above it", async () => {
    const village = units.find(({ type }) => type === 'village')!
    const { id } = await database.owner
      .selectFrom('unit')
      .select('id')
      .where('code', '=', village.code)
      .executeTakeFirstOrThrow()
    const contacts = await inScope(database.api, { unitId: id, depth: 'own' }, (tx) =>
      tx.selectFrom('contact').select('unit_id').execute(),
    )
    expect(new Set(contacts.map(({ unit_id }) => unit_id))).toEqual(new Set([id]))
  })

  test('none of the three roles is a superuser or passes row-level security by', async () => {
    const { rows } = await sql<{ name: string }>`
      select rolname as name from pg_roles where rolname ~ '^duban_' and (rolsuper or rolbypassrls)`.execute(
      database.owner,
    )
    expect(rows).toEqual([])
  })
})

describe('the schema', () => {
  test('has an index for every foreign key', async () => {
    const { rows } = await sql<{ constraint: string }>`
      select c.conrelid::regclass || '.' || c.conname as constraint from pg_constraint c
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`.execute(
      database.owner,
    )
    expect(rows.map(({ constraint }) => constraint)).toEqual([])
  })

  test('lets nobody rewrite the audit trail', async () => {
    await expect(sql`update audit_entry set reason = 'x'`.execute(database.owner)).rejects.toThrow(
      'append-only',
    )
    await expect(sql`delete from audit_entry`.execute(database.worker)).rejects.toThrow('permission denied')
  })
})
