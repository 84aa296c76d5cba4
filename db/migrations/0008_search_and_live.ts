import { sql, type Kysely } from 'kysely'

/**
 * Units are found by how their names sound; whoever watches a campaign is told that something happened in it. The
 * column is filled where names are written, and at the start for those that were there before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create extension if not exists pg_trgm;
    alter table placement add column sounds text;
    create index placement_sounds on placement using gin (sounds gin_trgm_ops) where upper_inf(valid);
    create index placement_part_of_name on placement using gin (name gin_trgm_ops) where upper_inf(valid);

    -- Under a row policy LIKE uses no index. This gives ids only: whoever asks joins them with what she may see.
    create function units_called(part text, sound text) returns table (unit_id integer) language sql stable
      security definer set search_path = public, pg_temp as $$
        select p.unit_id from placement p
        where upper_inf(p.valid) and (p.name ilike part or (sound <> '' and p.sounds like sound)) $$;
    revoke execute on function units_called from public;
    grant execute on function units_called to duban_api, duban_worker;

    create function tell_campaign() returns trigger language plpgsql as $$
      begin perform pg_notify('duban_campaign', new.campaign_id::text); return null; end $$;
    create trigger audit_entry_told after insert on audit_entry
      for each row when (new.campaign_id is not null) execute function tell_campaign();

    create function tell_given_out() returns trigger language plpgsql as $$
      begin
        perform pg_notify('duban_campaign', campaign_id::text) from (select distinct campaign_id from added) given;
        return null;
      end $$;
    create trigger assignment_told after insert on assignment
      referencing new table as added for each statement execute function tell_given_out();
  `.execute(db)
}
