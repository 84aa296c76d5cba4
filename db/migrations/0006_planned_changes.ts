import { sql, type Kysely } from 'kysely'

/**
 * What becomes of a unit on a day to come; how often nobody knew whether a mail went, apart from how often it was tried;
 * a session may be begun again with the token that it has.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table message add column uncertain_times integer not null default 0;
    update message set uncertain_times = least(attempts, 2) where state = 'uncertain';

    create table planned_change (
      id integer generated always as identity primary key,
      unit_id integer not null references unit,
      change text not null check (change in ('rename','move','close','merge')),
      applies_from date not null,
      name text check (char_length(name) between 1 and 120),
      other_unit_id integer references unit,
      reason text not null,
      account_id integer not null references account,
      state text not null default 'planned' check (state in ('planned','done','failed','cancelled')),
      problem text,
      planned_at timestamptz not null,
      ended_at timestamptz,
      check ((change = 'rename') = (name is not null)),
      check ((change in ('move','merge')) = (other_unit_id is not null))
    );
    create index planned_change_due on planned_change (applies_from, id) where state = 'planned';
    create index planned_change_unit on planned_change (unit_id);
    create index planned_change_other_unit on planned_change (other_unit_id);
    create index planned_change_account on planned_change (account_id);

    alter table planned_change enable row level security;
    create policy worker_sees_all on planned_change to duban_worker using (true) with check (true);
    create policy api_scope on planned_change to duban_api using (unit_id in (select unit_id from scope_subtree));
    grant select, insert, update on planned_change to duban_api, duban_worker;
    grant usage on all sequences in schema public to duban_api, duban_worker;

    create or replace function start_session(account integer, hash bytea, days integer) returns void language sql
      security definer set search_path = public, pg_temp as $$
        insert into session (token_hash, account_id, expires_at) values (hash, account, now() + make_interval(days => days))
        on conflict (token_hash) do nothing $$;
  `.execute(db)
}
