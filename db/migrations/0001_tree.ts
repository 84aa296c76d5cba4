import { sql, type Kysely } from 'kysely'

/** Units, what they were called and where they stood, who answers for them, and the one clock. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create extension if not exists btree_gist;

    create table clock (
      id integer primary key check (id = 1),
      shift_ms bigint not null default 0,
      skipped_ms bigint not null default 0
    );
    insert into clock (id) values (1);

    create function duban_now() returns timestamptz
      language sql stable security definer set search_path = public, pg_temp
      as $$ select clock_timestamp() + make_interval(secs => (shift_ms + skipped_ms) / 1000.0) from clock $$;

    create table setting (
      key text primary key,
      value jsonb not null
    );

    create table calendar_day (
      date date primary key,
      working boolean not null,
      reason text not null check (char_length(reason) between 1 and 80)
    );
    create table calendar_year (
      year integer primary key check (year between 1990 and 2200)
    );

    create table unit (
      id integer generated always as identity primary key,
      code text not null unique check (code ~ '^[A-Za-z0-9._-]{1,64}$'),
      created_at timestamptz not null
    );

    create table placement (
      unit_id integer not null references unit,
      parent_id integer references unit,
      type text not null check (type in ('city','district','county','street','township','community','village',
                                         'association','department','enterprise')),
      name text not null check (char_length(name) between 1 and 120),
      valid daterange not null check (not isempty(valid) and lower(valid) is not null),
      check (parent_id <> unit_id),
      primary key (unit_id, valid without overlaps),
      foreign key (parent_id, period valid) references placement (unit_id, period valid) deferrable initially deferred
    );
    create index placement_parent on placement (parent_id);
    create index placement_name on placement (name text_pattern_ops);

    create table unit_closure (
      ancestor_id integer not null references unit,
      descendant_id integer not null references unit,
      depth integer not null check (depth >= 0),
      primary key (ancestor_id, descendant_id)
    );
    create index unit_closure_descendant on unit_closure (descendant_id, depth);

    create table contact (
      id integer generated always as identity primary key,
      unit_id integer not null references unit,
      name text not null check (char_length(name) between 1 and 60),
      email text check (email = lower(email) and char_length(email) <= 254),
      telephone text check (char_length(telephone) <= 40),
      language text not null check (language in ('zh-CN','en')),
      generation integer not null default 1,
      undeliverable_since timestamptz,
      undeliverable_remedy text,
      valid daterange not null check (not isempty(valid))
    );
    create index contact_unit on contact (unit_id);
    create unique index contact_open on contact (unit_id, name) where upper_inf(valid);

    create table account (
      id integer generated always as identity primary key,
      unit_id integer not null references unit,
      role text not null check (role in ('administrator','coordinator','supervisor','leader')),
      name text not null check (char_length(name) between 1 and 60),
      email text check (email = lower(email) and char_length(email) <= 254),
      telephone text check (char_length(telephone) <= 40),
      language text not null check (language in ('zh-CN','en')),
      password_hash text,
      generation integer not null default 1,
      absent daterange,
      deputy_id integer references account check (deputy_id <> id),
      valid daterange not null check (not isempty(valid)),
      check (absent is null or deputy_id is not null)
    );
    create unique index account_email on account (email) where upper_inf(valid);
    create index account_unit on account (unit_id, role);
    create index account_deputy on account (deputy_id);
  `.execute(db)
}
