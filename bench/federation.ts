import { sql } from 'kysely'
import type { Db } from '../db/connection.ts'
import { generateFederation, type GeneratedUnit } from '../domain/federation.ts'
import { soundsOf } from '../domain/sounds.ts'

/** So many units at once: a statement's parameters have to fit. */
const SLICE = 20_000

/**
 * Puts a federation of this many units below the first unit, by bulk inserts: the import of a file is not what is
 * measured here. Each unit has its contact, each that has units below it a supervisor.
 */
export async function settleFederation(owner: Db, units: number): Promise<void> {
  const [city, ...below] = generateFederation({ seed: 1, units: units + 1 })
  if (city === undefined) throw new Error('a federation has a city')
  const root = await owner
    .selectFrom('unit')
    .select('id')
    .where('code', '=', 'root')
    .executeTakeFirstOrThrow()
  await owner.updateTable('unit').set({ code: city.code }).where('id', '=', root.id).execute()
  for (let start = 0; start < below.length; start += SLICE)
    await insertUnits(owner, below.slice(start, start + SLICE))
  await sql`
    with recursive up as (
      select unit_id as descendant, unit_id as ancestor, 0 as depth from placement where unit_id <> ${root.id}
      union all
      select up.descendant, p.parent_id, up.depth + 1 from up join placement p on p.unit_id = up.ancestor
      where p.parent_id is not null)
    insert into unit_closure (ancestor_id, descendant_id, depth) select ancestor, descendant, depth from up`.execute(
    owner,
  )
  await insertPersons(owner, [city, ...below])
  for (const table of ['unit', 'placement', 'unit_closure', 'contact', 'account'])
    await sql`analyze ${sql.table(table)}`.execute(owner)
}

async function insertUnits(owner: Db, units: GeneratedUnit[]): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    await sql`insert into unit (code, created_at) select c, now() from unnest(${units.map(({ code }) => code)}::text[]) c`.execute(
      tx,
    )
    await sql`
      insert into placement (unit_id, parent_id, type, name, sounds, valid)
      select u.id, p.id, t.type, t.name, t.sounds, daterange('2014-01-01', null)
      from unnest(${units.map(({ code }) => code)}::text[], ${units.map(({ parentCode }) => parentCode)}::text[],
        ${units.map(({ type }) => type)}::text[], ${units.map(({ name }) => name)}::text[],
        ${units.map(({ name }) => soundsOf(name))}::text[]) as t(code, parent, type, name, sounds)
      join unit u on u.code = t.code join unit p on p.code = t.parent`.execute(tx)
  })
}

async function insertPersons(owner: Db, units: GeneratedUnit[]): Promise<void> {
  const persons = units.flatMap(({ code, contacts }) => contacts.map((contact) => ({ code, ...contact })))
  for (let start = 0; start < persons.length; start += SLICE) {
    const part = persons.slice(start, start + SLICE)
    const columns = sql`unnest(${part.map(({ code }) => code)}::text[], ${part.map(({ role }) => role)}::text[],
      ${part.map(({ name }) => name)}::text[], ${part.map(({ email }) => email)}::text[],
      ${part.map(({ telephone }) => telephone)}::text[]) as t(code, role, name, email, telephone)`
    await sql`
      insert into contact (unit_id, name, email, telephone, language, valid)
      select u.id, t.name, t.email, t.telephone, 'zh-CN', daterange('2014-01-01', null)
      from ${columns} join unit u on u.code = t.code where t.role = 'contact'`.execute(owner)
    await sql`
      insert into account (unit_id, role, name, email, telephone, language, valid)
      select u.id, t.role, t.name, t.email, t.telephone, 'zh-CN', daterange('2014-01-01', null)
      from ${columns} join unit u on u.code = t.code where t.role <> 'contact'`.execute(owner)
  }
}
