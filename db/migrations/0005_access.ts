import { sql, type Kysely } from 'kysely'

/**
 * Who sees which row. The API's role sees the subtree of the unit named by `duban.scope_unit` down to
 * `duban.scope_depth` (a unit's link: 0), and nothing without them. The worker's role sees all rows.
 * A setting made for a transaction reads '' afterwards, hence nullif.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function scope_unit() returns integer language sql stable
      as $$ select nullif(current_setting('duban.scope_unit', true), '')::integer $$;
    create function scope_depth() returns integer language sql stable
      as $$ select coalesce(nullif(current_setting('duban.scope_depth', true), '')::integer, 0) $$;

    create view scope_subtree with (security_invoker = true) as
      select descendant_id as unit_id from unit_closure where ancestor_id = scope_unit() and depth <= scope_depth();
    create view scope_above with (security_invoker = true) as
      select ancestor_id as unit_id from unit_closure where descendant_id = scope_unit();

    grant usage on schema public to duban_api, duban_worker;
    grant select, insert, update, delete on all tables in schema public to duban_worker;
    revoke update, delete on audit_entry from duban_worker;
    grant select on all tables in schema public to duban_api;
    revoke select on session, sign_in_token, outbox, clock from duban_api;
    grant insert, update on mail_slot to duban_api;
    grant insert on outbox to duban_api;
    grant insert, update on
      unit, placement, contact, account, notice, campaign, assignment, obligation, report, report_draft, docket,
      docket_item, decision, message, link, reminder, idempotency_key, calendar_day, calendar_year, setting to duban_api;
    grant insert on notice_item, milestone, target, report_value, attachment, audit_entry to duban_api;
    grant update (report_id) on attachment to duban_api;
    grant delete on notice_item, milestone, target, report_draft, attachment, calendar_day, unit_closure to duban_api;
    grant insert, update on unit_closure to duban_api;
    grant usage on all sequences in schema public to duban_api, duban_worker;
    grant update on clock to duban_worker;
  `.execute(db)

  const everything = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname !~ '^kysely_'`.execute(db)
  for (const { name } of everything.rows) {
    await sql`alter table ${sql.table(name)} enable row level security`.execute(db)
    await sql`create policy worker_sees_all on ${sql.table(name)} to duban_worker using (true) with check (true)`.execute(
      db,
    )
  }

  const policy = (table: string, condition: string) =>
    sql`create policy api_scope on ${sql.table(table)} to duban_api using (${sql.raw(condition)})`.execute(db)
  const subtree = 'select unit_id from scope_subtree'
  const held = `select obligation_id from docket_item where state = 'undecided' and holder_unit_id in (${subtree})`

  for (const table of [
    'setting',
    'calendar_day',
    'calendar_year',
    'unit_closure',
    'idempotency_key',
    'mail_slot',
  ]) {
    await policy(table, 'scope_unit() is not null')
  }
  await policy(
    'unit',
    `id in (${subtree}) or id in (select unit_id from scope_above) or id in (select unit_id from docket_item)`,
  )
  await policy(
    'placement',
    `unit_id in (${subtree}) or unit_id in (select unit_id from scope_above) or unit_id in (select unit_id from docket_item)`,
  )
  for (const table of [
    'contact',
    'account',
    'reminder',
    'report_value',
    'report_draft',
    'attachment',
    'message',
    'link',
    'audit_entry',
    'docket',
  ]) {
    await policy(table, `unit_id in (${subtree})`)
  }
  await policy('docket_item', `unit_id in (${subtree}) or holder_unit_id in (${subtree})`)
  await policy('decision', `unit_id in (${subtree}) or docket_item_id in (select id from docket_item)`)
  for (const table of ['assignment', 'report']) await policy(table, `unit_id in (${subtree})`)
  await policy('obligation', `unit_id in (${subtree}) or id in (${held})`)
  await policy(
    'campaign',
    `issuer_id in (${subtree}) or exists (select from assignment a where a.campaign_id = campaign.id)
     or id in (select campaign_id from docket_item)`,
  )
  await policy('notice', `issuer_id in (${subtree}) or id in (select notice_id from campaign)`)
  for (const table of ['unit', 'placement', 'contact', 'account']) {
    await sql`create policy api_adds on ${sql.table(table)} for insert to duban_api with check (scope_depth() > 0)`.execute(
      db,
    )
  }
  await policy('notice_item', 'notice_id in (select id from notice)')
  await policy('milestone', 'notice_id in (select id from notice)')
  await policy('target', 'milestone_id in (select id from milestone)')
  await sql`create policy api_reads_notice_files on attachment for select to duban_api
    using (notice_id in (select id from notice))`.execute(db)
  await policy('sweep_marker', 'campaign_id in (select id from campaign)')
  await sql`create policy api_writes on outbox for insert to duban_api with check (scope_unit() is not null)`.execute(
    db,
  )

  await sql`
    create function open_session(hash bytea) returns table (account_id integer) language sql stable
      security definer set search_path = public, pg_temp as $$
        select s.account_id from session s join account a on a.id = s.account_id
        where s.token_hash = hash and s.expires_at > now() and upper_inf(a.valid) $$;
    create function start_session(account integer, hash bytea, days integer) returns void language sql
      security definer set search_path = public, pg_temp as $$
        insert into session (token_hash, account_id, expires_at) values (hash, account, now() + make_interval(days => days)) $$;
    create function end_session(hash bytea) returns void language sql
      security definer set search_path = public, pg_temp as $$ delete from session where token_hash = hash $$;
    create function use_sign_in_token(hash bytea) returns table (account_id integer) language sql
      security definer set search_path = public, pg_temp as $$
        update sign_in_token t set used_at = now() from account a
        where t.token_hash = hash and t.used_at is null and t.expires_at > now()
          and a.id = t.account_id and upper_inf(a.valid)
        returning t.account_id $$;
    create function account_for_sign_in(account integer, mail text) returns table
        (id integer, unit_id integer, role text, name text, language text, password_hash text, unit_name text)
      language sql stable security definer set search_path = public, pg_temp as $$
        select a.id, a.unit_id, a.role, a.name, a.language, a.password_hash,
          (select p.name from placement p where p.unit_id = a.unit_id order by lower(p.valid) desc limit 1)
        from account a where upper_inf(a.valid) and (a.id = account or a.email = mail) $$;
    create function link_for_visit(link_id bigint) returns table
        (id bigint, contact_id integer, unit_id integer, campaign_id integer, generation integer, expires_at timestamptz,
         revoked_at timestamptz, contact_valid boolean, contact_name text, language text)
      language sql stable security definer set search_path = public, pg_temp as $$
        select l.id, l.contact_id, l.unit_id, l.campaign_id, c.generation, l.expires_at, l.revoked_at, upper_inf(c.valid),
          c.name, c.language
        from link l join contact c on c.id = l.contact_id where l.id = link_id $$;
    create function ask_for_links(wanted text) returns void language sql
      security definer set search_path = public, pg_temp as $$
        with asked as (
          insert into message (kind, unit_id, contact_id, campaign_id, slot, send_at, created_at)
          select 'link', l.unit_id, l.contact_id, l.campaign_id, duban_now(), duban_now(), duban_now()
          from link l
          join contact c on c.id = l.contact_id and c.email is not null and upper_inf(c.valid)
          join unit u on u.id = l.unit_id
          join campaign k on k.id = l.campaign_id and k.state in ('issuing', 'open')
          where (u.code = wanted or c.email = lower(wanted)) and l.revoked_at is null
            and not exists (select from message m where m.contact_id = l.contact_id and m.campaign_id = l.campaign_id
              and m.kind = 'link' and m.created_at > duban_now() - interval '10 minutes')
          limit 20
          returning id)
        insert into outbox (target, target_id) select 'delivery', 0 from asked limit 1 $$;
    revoke execute on function ask_for_links, open_session, start_session, end_session, use_sign_in_token, account_for_sign_in,
      link_for_visit from public;
    grant execute on function ask_for_links, open_session, start_session, end_session, use_sign_in_token, account_for_sign_in,
      link_for_visit to duban_api;
  `.execute(db)
}
