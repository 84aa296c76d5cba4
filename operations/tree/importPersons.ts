import { sql } from 'kysely'
import type { LocalDate } from '../../domain/time.ts'
import type { Op } from '../perform.ts'
import type { TreeLine } from './treeCsv.ts'
import { writeToContacts } from './writeToContacts.ts'

export interface PersonChanges {
  personsAdded: number
  personsChanged: number
  personsUnchanged: number
}

interface Person {
  unit_id: number
  role: string
  name: string
  email: string | null
  telephone: string | null
  language: string
}

/**
 * Contacts, supervisors, leaders and coordinators of a file. A person is known by unit, role and name; another address makes the
 * links sent to the old one void.
 */
export async function importPersons(
  op: Op,
  lines: TreeLine[],
  idOf: ReadonlyMap<string, number>,
  from: LocalDate,
): Promise<PersonChanges> {
  const persons = lines.flatMap(({ code, person }) =>
    person === null ? [] : [{ ...person, unit_id: idOf.get(code) ?? 0 }],
  )
  const contacts = await mergeContacts(
    op,
    persons.filter(({ role }) => role === 'contact'),
    from,
  )
  const accounts = await mergeAccounts(
    op,
    persons.filter(({ role }) => role !== 'contact'),
    from,
  )
  return {
    personsAdded: contacts.added + accounts.added,
    personsChanged: contacts.changed + accounts.changed,
    personsUnchanged: persons.length - contacts.added - contacts.changed - accounts.added - accounts.changed,
  }
}

interface Merged {
  added: number
  changed: number
}

function columns(persons: Person[]) {
  return sql`unnest(${persons.map((p) => p.unit_id)}::integer[], ${persons.map((p) => p.role)}::text[],
    ${persons.map((p) => p.name)}::text[], ${persons.map((p) => p.email)}::text[], ${persons.map((p) => p.telephone)}::text[],
    ${persons.map((p) => p.language)}::text[]) as t(unit_id, role, name, email, telephone, language)`
}

async function mergeContacts(op: Op, persons: Person[], from: LocalDate): Promise<Merged> {
  if (persons.length === 0) return { added: 0, changed: 0 }
  const changed = await sql<{ id: number; moved: boolean }>`
    update contact c set email = t.email, telephone = t.telephone, language = t.language,
      generation = c.generation + case when c.email is distinct from t.email then 1 else 0 end,
      undeliverable_since = case when c.email is distinct from t.email then null else c.undeliverable_since end,
      undeliverable_remedy = case when c.email is distinct from t.email then null else c.undeliverable_remedy end
    from ${columns(persons)}
    where c.unit_id = t.unit_id and c.name = t.name and upper_inf(c.valid) and c.campaign_id is null
      and (c.email, c.telephone, c.language) is distinct from (t.email, t.telephone, t.language)
    returning new.id, old.email is distinct from new.email as moved`.execute(op.tx)
  const added = await sql<{ id: number }>`
    insert into contact (unit_id, name, email, telephone, language, valid)
    select distinct on (t.unit_id, t.name) t.unit_id, t.name, t.email, t.telephone, t.language, daterange(${from}::date, null)
    from ${columns(persons)}
    where not exists (select from contact c where c.unit_id = t.unit_id and c.name = t.name and upper_inf(c.valid)
      and c.campaign_id is null)
    returning id`.execute(op.tx)
  const reachable = [...changed.rows.filter(({ moved }) => moved), ...added.rows]
  await writeToContacts(
    op,
    reachable.map(({ id }) => id),
  )
  return { added: added.rows.length, changed: changed.rows.length }
}

async function mergeAccounts(op: Op, persons: Person[], from: LocalDate): Promise<Merged> {
  if (persons.length === 0) return { added: 0, changed: 0 }
  const changed = await sql`
    update account a set email = t.email, telephone = t.telephone, language = t.language, generation = a.generation + 1
    from ${columns(persons)}
    where a.unit_id = t.unit_id and a.role = t.role and a.name = t.name and upper_inf(a.valid)
      and (a.email, a.telephone, a.language) is distinct from (t.email, t.telephone, t.language)`.execute(
    op.tx,
  )
  const added = await sql`
    insert into account (unit_id, role, name, email, telephone, language, valid)
    select distinct on (t.unit_id, t.role, t.name) t.unit_id, t.role, t.name, t.email, t.telephone, t.language, daterange(${from}::date, null)
    from ${columns(persons)}
    where not exists (
      select from account a where a.unit_id = t.unit_id and a.role = t.role and a.name = t.name and upper_inf(a.valid))`.execute(
    op.tx,
  )
  return { added: Number(added.numAffectedRows ?? 0n), changed: Number(changed.numAffectedRows ?? 0n) }
}
