import { sql, type Kysely } from 'kysely'

/**
 * The ledger says which due date a reminder was about, so that a mail explains itself after the date has been moved.
 * Unknown for older reminders of dates that were moved before this.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table reminder add column due_on date;
    update reminder r set due_on = o.due_on from obligation o
      where o.id = r.obligation_id and o.due_version = r.due_version;
  `.execute(db)
}
