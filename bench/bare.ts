import { sql } from 'kysely'
import type { Db } from '../db/connection.ts'

/**
 * Copies of tables in the schema `bare`: same columns, checks, indexes and foreign keys, and nobody's rules. What a
 * baseline writes goes there, so that both sides meet tables that have grown alike.
 */
export async function makeBare(superuser: Db, tables: readonly string[]): Promise<void> {
  await sql`drop schema if exists bare cascade`.execute(superuser)
  await sql`create schema bare`.execute(superuser)
  for (const table of tables)
    await sql`create table ${bare(table)} (like ${sql.table(`public.${table}`)} including all excluding identity)`.execute(
      superuser,
    )
  const keys = await sql<{ table: string; key: string }>`
    select conrelid::regclass::text as table, pg_get_constraintdef(oid) as key from pg_constraint
    where contype = 'f' and conrelid::regclass::text = any(${tables}::text[])`.execute(superuser)
  await superuser.transaction().execute(async (tx) => {
    await sql`set local search_path = bare, public`.execute(tx)
    for (const { table, key } of keys.rows)
      await sql`alter table ${bare(table)} add ${sql.raw(key)}`.execute(tx)
  })
}

export const bare = (table: string) => sql.table(`bare.${table}`)
