import { sql } from 'kysely'
import type { Db } from '../db/connection.ts'

/** Forgets what has had its time: sessions and sign-in links that ended, keys that no client repeats any more. */
export async function keepHouse(db: Db): Promise<void> {
  await sql`delete from session where expires_at < now()`.execute(db)
  await sql`delete from sign_in_token where expires_at < now() - interval '1 day'`.execute(db)
  await sql`delete from idempotency_key where created_at < now() - interval '3 days'`.execute(db)
}
