import { sql, type Kysely } from 'kysely'

/** Whom the link of a docket mail stands for: known before there is a scope, as a session is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function account_for_docket_link(account integer) returns table
        (id integer, unit_id integer, role text, name text, language text, generation integer)
      language sql stable security definer set search_path = public, pg_temp as $$
        select a.id, a.unit_id, a.role, a.name, a.language, a.generation
        from account a where a.id = account and upper_inf(a.valid) $$;
    revoke execute on function account_for_docket_link from public;
    grant execute on function account_for_docket_link to duban_api;
  `.execute(db)
}
