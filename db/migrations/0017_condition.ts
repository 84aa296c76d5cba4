import { sql, type Kysely } from 'kysely'

/**
 * How an installation is: counts only, nothing personal, for whoever watches over it. The parts tell that they are alive
 * by real time, which the installation's clock may be apart from.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table heartbeat (
      part text primary key check (part in ('worker','temporal','imap')),
      at timestamptz not null
    );
    alter table heartbeat enable row level security;
    create policy worker_sees_all on heartbeat to duban_worker using (true) with check (true);
    grant select, insert, update on heartbeat to duban_worker;

    create function installation_condition() returns jsonb language sql stable
      security definer set search_path = public, pg_temp as $$
      select jsonb_build_object(
        'silentSeconds', (select coalesce(jsonb_object_agg(part, extract(epoch from clock_timestamp() - at)), '{}') from heartbeat),
        'momentsLate', (select count(*) from campaign where state in ('issuing', 'open') and paused_at is null
          and next_moment_at < duban_now() - interval '1 minute'),
        'latestMomentSeconds', (select coalesce(extract(epoch from duban_now() - min(next_moment_at)), 0) from campaign
          where state in ('issuing', 'open') and paused_at is null and next_moment_at < duban_now()),
        'outbox', (select count(*) from outbox),
        'outboxSeconds', (select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) from outbox),
        -- Each part by the index that holds just those states: what has been sent is many, and nobody's worry.
        'mails', (select coalesce(jsonb_object_agg(state, n), '{}') from (
          select state, count(*) as n from message where state in ('created','temporary_failure','uncertain') group by state
          union all select 'sending', count(*) from message where state = 'sending'
          union all select 'permanent_failure', count(*) from message
            where state in ('permanent_failure','uncertain') and state = 'permanent_failure') m),
        'mailsPerson', (select count(*) from message where state = 'uncertain' and uncertain_times >= 2),
        'itemsByLevel', (select coalesce(jsonb_object_agg(level, n), '{}') from (
          select level, count(*) as n from docket_item where state = 'undecided' group by level) i),
        'campaignsOpen', (select count(*) from campaign where state in ('issuing', 'open')),
        'mailHeld', exists (select from setting where key = 'mailHold')) $$;
    revoke execute on function installation_condition from public;
    grant execute on function installation_condition to duban_api, duban_worker;
  `.execute(db)
}
