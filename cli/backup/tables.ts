import type pg from 'pg'

export interface TableToCopy {
  name: string
  columns: string[]
}

/** What is not kept: who was signed in, the keys of requests under way, and what filling in the rest makes anew. */
const LEFT_OUT = new Set([
  'tally',
  'tally_day',
  'calendar_version',
  'session',
  'sign_in_token',
  'idempotency_key',
  'kysely_migration',
  'kysely_migration_lock',
])

/** Every table with its columns, those that others point to first. */
export async function tablesInOrder(client: pg.ClientBase): Promise<TableToCopy[]> {
  const { rows: tables } = await client.query<TableToCopy>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by c.relname order by c.relname`)
  const { rows: links } = await client.query<{ from: string; to: string }>(`
    select r.conrelid::regclass::text as from, r.confrelid::regclass::text as to
    from pg_constraint r where r.contype = 'f' and r.conrelid <> r.confrelid and r.connamespace = 'public'::regnamespace`)
  const left = new Map(tables.filter(({ name }) => !LEFT_OUT.has(name)).map((table) => [table.name, table]))
  const ordered: TableToCopy[] = []
  while (left.size > 0) {
    const ready = [...left.values()].filter(
      ({ name }) => !links.some(({ from, to }) => from === name && left.has(to)),
    )
    if (ready.length === 0) throw new Error(`tables point to one another: ${[...left.keys()].join(', ')}`)
    for (const table of ready) left.delete(table.name)
    ordered.push(...ready)
  }
  return ordered
}

/** The migrations that a database has been through; a backup fits a database of the same ones only. */
export async function migrationsOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name')
  return rows.map(({ name }) => name)
}
