import { sql, type Kysely } from 'kysely'

/** From where an acknowledgement of a docket item runs, and for how many working minutes, so that it follows the calendar. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table docket_item add column acknowledgement_from timestamptz, add column acknowledgement_minutes double precision;
    update docket_item set acknowledgement_from = acknowledged_at
    where acknowledgement_ends_at is not null and acknowledged_at is not null;
  `.execute(db)
}
