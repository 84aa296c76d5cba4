import { chinaHolidays } from '../domain/chinaHolidays.ts'
import { soundsOf } from '../domain/sounds.ts'
import { dateIn, DEFAULT_ZONE, type Instant } from '../domain/time.ts'
import { sql } from 'kysely'
import type { Db } from './connection.ts'

/** What an installation begins with, written as the owner: the announced calendar, one unit, its administrator. */
export async function ensureFirstFacts(
  db: Db,
  first: { unitName: string; administratorName: string; at: Instant },
): Promise<void> {
  await seedCalendar(db)
  const known = await db.selectFrom('unit').select('id').limit(1).executeTakeFirst()
  if (known === undefined) await insertFirstUnit(db, first)
  await fillSounds(db)
}

/** For names that were written before their sound was kept. */
async function fillSounds(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select distinct name from placement where sounds is null`.execute(db)
  if (rows.length === 0) return
  await sql`
    update placement p set sounds = t.sounds
    from unnest(${rows.map(({ name }) => name)}::text[], ${rows.map(({ name }) => soundsOf(name))}::text[]) as t(name, sounds)
    where p.name = t.name and p.sounds is null`.execute(db)
}

/** The library is a seed only: once there, the table is the people's, and a later library does not overwrite it. */
async function seedCalendar(db: Db): Promise<void> {
  const { exceptions, announcedYears } = chinaHolidays()
  const known = new Set(
    (await db.selectFrom('calendar_year').select('year').execute()).map(({ year }) => year),
  )
  const years = announcedYears.filter((year) => !known.has(year))
  if (years.length === 0) return
  const fresh = new Set(years)
  const days = exceptions.filter(({ date }) => fresh.has(Number(date.slice(0, 4))))
  await db
    .insertInto('calendar_day')
    .values(days)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('calendar_year')
    .values(years.map((year) => ({ year })))
    .execute()
}

async function insertFirstUnit(
  db: Db,
  first: { unitName: string; administratorName: string; at: Instant },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('unit')
      .values({ code: 'root', created_at: first.at })
      .returning('id')
      .executeTakeFirstOrThrow()
    const valid = `[${BEGINNING},)`
    await tx
      .insertInto('placement')
      .values({ unit_id: id, parent_id: null, type: 'city', name: first.unitName, sounds: null, valid })
      .execute()
    await tx.insertInto('unit_closure').values({ ancestor_id: id, descendant_id: id, depth: 0 }).execute()
    await tx
      .insertInto('account')
      .values({
        unit_id: id,
        role: 'administrator',
        name: first.administratorName,
        email: null,
        telephone: null,
        language: 'zh-CN',
        password_hash: null,
        absent: null,
        deputy_id: null,
        valid: `[${dateIn(DEFAULT_ZONE, first.at)},)`,
      })
      .execute()
  })
  await sql`analyze unit_closure`.execute(db)
}

/** The top unit stands from before any notice that may be entered. */
const BEGINNING = '2000-01-01'
