import { sql, type Kysely } from 'kysely'

/**
 * Sessions end with what they were begun by: a new password ends the others of whoever sets it, and another role or
 * address all of an account. Of the others' sessions a caller ends none: she names hers.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function end_other_sessions(hash bytea) returns void language sql
      security definer set search_path = public, pg_temp as $$
        delete from session s using session own
          where own.token_hash = hash and s.account_id = own.account_id and s.token_hash <> hash $$;
    revoke execute on function end_other_sessions from public;
    grant execute on function end_other_sessions to duban_api;

    create function end_sessions_of_changed() returns trigger language plpgsql
      security definer set search_path = public, pg_temp as $$
      begin
        delete from session where account_id = new.id;
        return null;
      end $$;
    revoke execute on function end_sessions_of_changed from public;
    create trigger account_changed after update of role, email on account for each row
      when (old.role is distinct from new.role or old.email is distinct from new.email)
      execute function end_sessions_of_changed()
  `.execute(db)
}
