import { sql, type Kysely } from 'kysely'

/**
 * What a look at a campaign and the head of a board ask again and again, each answered by one row of an index: whether the
 * calendar is still the one by which the next moment was worked out, and which units no mail reaches.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table calendar_version (
      id integer primary key check (id = 1),
      version uuid not null
    );
    insert into calendar_version values (1, gen_random_uuid());
    alter table calendar_version enable row level security;
    create policy worker_sees_all on calendar_version to duban_worker using (true) with check (true);
    grant select on calendar_version to duban_worker;

    alter table campaign add column calendar_version uuid;

    create function calendar_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update calendar_version set version = gen_random_uuid();
        return null;
      end $$;
    create trigger calendar_day_changed after insert or update or delete on calendar_day
      for each statement execute function calendar_changed();
    create trigger calendar_year_changed after insert or update or delete on calendar_year
      for each statement execute function calendar_changed();
    create trigger installation_changed after insert or update on setting
      for each row when (new.key = 'installation') execute function calendar_changed();

    alter table unit add column unreached boolean not null default true;
    update unit u set unreached = false where exists (
      select from contact k where k.unit_id = u.id and upper_inf(k.valid) and k.email is not null);
    create index unit_unreached on unit (id) where unreached;
    create index contact_bounced on contact (unit_id) where undeliverable_since is not null;

    create function contact_reached() returns trigger language plpgsql security definer set search_path = public, pg_temp
      set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
      begin
        -- Locked before it is looked: another contact of the unit may be about to lose her address.
        perform from unit u where u.id in (select unit_id from changed) order by u.id for no key update;
        update unit u set unreached = not unreached
        where u.id in (select unit_id from changed) and unreached = exists (
          select from contact k where k.unit_id = u.id and upper_inf(k.valid) and k.email is not null);
        return null;
      end $$;
    revoke execute on function calendar_changed, contact_reached from public;
    create trigger contact_added after insert on contact referencing new table as changed
      for each statement execute function contact_reached();
    create trigger contact_changed after update on contact referencing new table as changed
      for each statement execute function contact_reached();
    create trigger contact_gone after delete on contact referencing old table as changed
      for each statement execute function contact_reached();
  `.execute(db)
}
