import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'

/**
 * Sends the links of a unit again, to the addresses on record and nowhere else. Known or not, the answer is the same.
 * @param wanted the unit's code, or a mail address
 */
export async function requestLinks(db: Db, input: { wanted: string }): Promise<void> {
  await sql`select ask_for_links(${input.wanted.trim()})`.execute(db)
}
