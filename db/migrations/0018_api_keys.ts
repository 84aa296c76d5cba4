import { sql, type Kysely } from 'kysely'

/**
 * Keys by which programs come in, each for one unit and all below it. Only a hash is kept; a key is good while whoever
 * made it administers. The record names the key beside its maker. And what is seen from below is not changed from there.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table api_key (
      id integer generated always as identity primary key,
      token_hash bytea not null unique,
      name text not null check (char_length(name) between 1 and 60),
      account_id integer not null references account,
      unit_id integer not null references unit,
      role text not null check (role in ('administrator','coordinator','supervisor','leader')),
      access text not null check (access in ('read','write')),
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      last_used_at timestamptz
    );
    create index api_key_account on api_key (account_id);
    create index api_key_unit on api_key (unit_id);

    alter table api_key enable row level security;
    create policy worker_sees_all on api_key to duban_worker using (true) with check (true);
    create policy api_scope on api_key to duban_api using (unit_id in (select unit_id from scope_subtree));
    grant select, insert, update, delete on api_key to duban_worker;
    grant select (id, name, account_id, unit_id, role, access, created_at, expires_at, revoked_at, last_used_at),
      insert, update (revoked_at) on api_key to duban_api;

    alter table audit_entry add column api_key_id integer references api_key;
    create index audit_entry_api_key on audit_entry (api_key_id) where api_key_id is not null;

    create function open_api_key(hash bytea) returns table
        (id integer, account_id integer, unit_id integer, role text, access text, name text, language text)
      language sql volatile security definer set search_path = public, pg_temp as $$
        -- By the hour is enough to see which keys lie idle, and costs no write per request.
        with used as (
          update api_key k set last_used_at = now()
          where k.token_hash = hash and k.revoked_at is null and k.expires_at > now()
            and (k.last_used_at is null or k.last_used_at < now() - interval '1 hour'))
        select k.id, k.account_id, k.unit_id, k.role, k.access, k.name, a.language
        from api_key k join account a on a.id = k.account_id and a.role = 'administrator' and upper_inf(a.valid)
        where k.token_hash = hash and k.revoked_at is null and k.expires_at > now() $$;
    -- A campaign, its notice and the units above are seen from below, and changed from where they belong.
    create policy api_changes on campaign as restrictive for update to duban_api
      using (true) with check (issuer_id in (select unit_id from scope_subtree) and scope_depth() > 0);
    create policy api_changes on notice as restrictive for update to duban_api
      using (true) with check (issuer_id in (select unit_id from scope_subtree) and scope_depth() > 0);
    create policy api_changes on placement as restrictive for update to duban_api
      using (true) with check (unit_id in (select unit_id from scope_subtree) and scope_depth() > 0);
    create policy api_changes on unit as restrictive for update to duban_api
      using (true) with check (id in (select unit_id from scope_subtree) and scope_depth() > 0);

    revoke execute on function open_api_key from public;
    grant execute on function open_api_key to duban_api;
  `.execute(db)
}
