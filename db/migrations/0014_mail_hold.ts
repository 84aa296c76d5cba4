import { sql, type Kysely } from 'kysely'

/** A setting that says that something holds for now is taken away when it does no longer. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`grant delete on setting to duban_api`.execute(db)
}
