import { sql } from 'kysely'
import { currentTime } from '../db/clock.ts'
import type { Db } from '../db/connection.ts'
import { eraseWhatHasHadItsTime } from '../operations/tree/erasePerson.ts'

/**
 * Forgets what has had its time: sessions and sign-in links that ended, keys that no client repeats any more, and what is
 * personal beyond the time for which the installation keeps it.
 */
export async function keepHouse(db: Db): Promise<void> {
  await eraseWhatHasHadItsTime(db, await currentTime(db))
  await sql`delete from session where expires_at < now()`.execute(db)
  await sql`delete from sign_in_token where expires_at < now() - interval '1 day'`.execute(db)
  await sql`delete from idempotency_key where created_at < now() - interval '3 days'`.execute(db)
}
