import { sql, type Kysely } from 'kysely'

/**
 * Counts are kept, not made anew at each request: see docs/decisions/kept-counts.md. A row of `tally` says by how many
 * the obligations that stand in one way became more or fewer; one of `tally_day` the same of the lines of the burn-up.
 * Rows are only added, by the statement that changes an obligation, so nobody waits for anybody; the keeper folds them.
 *
 * Each obligation counts under its place: the direct child of the issuer that it stands below, or its own unit.
 *
 * What is counted follows from an obligation and its assignment, and two transactions may each change one of them. So
 * whoever has changed an obligation locks its assignment before it counts: obligations come before assignments.
 */
export async function up<T>(db: Kysely<T>): Promise<void> {
  await sql`
    alter table assignment add column place_id integer;

    create table tally (
      campaign_id integer not null,
      milestone_id integer,
      place_id integer not null,
      own boolean not null,
      state text not null,
      acknowledged boolean not null,
      late boolean,
      due_on date,
      due_at timestamptz,
      n integer not null,
      folded boolean not null default false
    );
    create table tally_day (
      campaign_id integer not null,
      milestone_id integer,
      place_id integer not null,
      line text not null check (line in ('acknowledged','answered','accepted','overdue','made_good')),
      day date not null,
      n integer not null,
      folded boolean not null default false
    );
  `.execute(db)
  await sql.raw(functions()).execute(db)
  await sql`
    select make_tally();
    create index tally_campaign on tally (campaign_id, folded);
    create index tally_day_campaign on tally_day (campaign_id, folded);
    create index obligation_waiting on obligation (campaign_id, milestone_id, submitted_at) where state = 'submitted';
    analyze tally; analyze tally_day;
  `.execute(db)
  await sql.raw(triggers()).execute(db)
  await sql`
    grant select on tally, tally_day to duban_api;
    grant select, insert, update, delete on tally, tally_day to duban_worker;
    revoke execute on function make_tally, true_tally, true_tally_day, obligation_counted, assignment_counted, report_counted, unit_replaced,
      assignment_placed, tally_emptied from public;
    grant execute on function make_tally, true_tally, true_tally_day to duban_worker;
  `.execute(db)
  for (const table of ['tally', 'tally_day']) {
    const name = sql.table(table)
    await sql`alter table ${name} enable row level security`.execute(db)
    await sql`create policy worker_sees_all on ${name} to duban_worker using (true) with check (true)`.execute(
      db,
    )
    await sql`create policy api_scope on ${name} to duban_api
      using (scope_depth() > 0 and exists (select from scope_subtree s where s.unit_id = ${sql.ref(`${table}.place_id`)}))`.execute(
      db,
    )
    await sql`create policy api_whole on ${name} to duban_api using ((select scope_is_whole()))`.execute(db)
  }
}

const WAYS = 'campaign_id, milestone_id, place_id, own, state, acknowledged, late, due_on, due_at'
const DAYS = 'campaign_id, milestone_id, place_id, line, day'

/** How an obligation stands; of `o` and its assignment `a`. What is withdrawn counts nowhere. */
const way = (from: string, n: number): string => `
  select o.campaign_id, o.milestone_id, a.place_id, o.unit_id = a.place_id as own, o.state,
    a.acknowledged_at is not null as acknowledged,
    case when o.first_submitted_at is not null then coalesce(o.first_submitted_at >= o.judged_due_at, false) end as late,
    o.due_on, o.due_at, ${n} as n
  from ${from} where a.state = 'active' and o.state <> 'withdrawn'`

/** On which days an obligation moves the lines of the burn-up. What ends at midnight belongs to the day that it ends. */
const days = (from: string, n: number): string => `
  select o.campaign_id, o.milestone_id, a.place_id, s.line, (s.at at time zone c.zone)::date as day, ${n} as n
  from ${from} join campaign c on c.id = o.campaign_id
  cross join lateral (select case when o.milestone_id is null then a.acknowledged_at
    when o.state in ('submitted', 'returned', 'accepted') then coalesce(o.first_submitted_at, o.submitted_at) end as at) answered
  cross join lateral (select case when o.state <> 'waived' then
    case when answered.at is null then o.due_at else coalesce(o.judged_due_at, o.due_at) end end as at) ends
  cross join lateral (values
    ('acknowledged', a.acknowledged_at),
    ('answered', answered.at),
    ('overdue', case when answered.at is null or answered.at >= ends.at then ends.at - interval '1 second' end),
    ('made_good', case when answered.at >= ends.at then answered.at end)) s(line, at)
  where a.state = 'active' and o.state <> 'withdrawn' and s.at is not null`

const accepted = (from: string, n: number): string => `
  select r.campaign_id, o.milestone_id, a.place_id, 'accepted' as line, (r.reviewed_at at time zone c.zone)::date as day, ${n} as n
  from ${from} join campaign c on c.id = r.campaign_id
  where a.state = 'active' and r.state = 'accepted' and r.reviewed_at is not null`

const add = (table: string, columns: string, parts: string[]): string => `
  insert into ${table} (${columns}, n)
  select ${columns}, sum(n) from (${parts.join(' union all ')}) d
  group by ${columns} having sum(n) <> 0;`

/** Never a plan for many rows kept for one: each row is looked up by its key, whatever came first. */
const TRIGGER = `returns trigger language plpgsql security definer set search_path = public, pg_temp
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off`

const OBLIGATION_COLUMNS =
  'assignment_id, id, state, due_on, due_at, judged_due_at, first_submitted_at, submitted_at'

function functions(): string {
  const byKey = (rows: string): string => `${rows} o join assignment a on a.id = o.assignment_id`
  const ofAssignment = (rows: string): string => `${rows} a join obligation o on o.assignment_id = a.id`
  const ofReport = (rows: string): string =>
    `${rows} r join obligation o on o.id = r.obligation_id join assignment a on a.id = o.assignment_id`
  // Where it stands in the tree now, whatever is kept of it.
  const placed = (rows: string): string => `${rows} join (
    select b.id, b.state, b.acknowledged_at, ${placeOf('b')} as place_id from assignment b) a on a.id = o.assignment_id`
  const reportsOf = (rows: string): string => `${ofAssignment(rows)} join report r on r.obligation_id = o.id`
  const changed = (columns: string): string =>
    `(select ${columns} from after except select ${columns} from before)`
  const locked = (which: string): string => `
    perform from assignment a where a.id in (${which}) order by a.id for no key update;
    if not found then return null; end if;`
  return `
    create function true_tally() returns table (campaign_id integer, milestone_id integer, place_id integer, own boolean,
        state text, acknowledged boolean, late boolean, due_on date, due_at timestamptz, n bigint) language sql stable as $$
      select ${WAYS}, sum(n) from (${way(placed('obligation o'), 1)}) d group by ${WAYS} $$;
    create function true_tally_day() returns table (campaign_id integer, milestone_id integer, place_id integer, line text,
        day date, n bigint) language sql stable as $$
      select ${DAYS}, sum(n) from (${days(placed('obligation o'), 1)}
        union all ${accepted(placed('report r join obligation o on o.id = r.obligation_id'), 1)}) d group by ${DAYS} $$;

    create function make_tally() returns void language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        lock table assignment, obligation, report in share row exclusive mode;
        update assignment a set place_id = ${placeOf('a')} where place_id is distinct from ${placeOf('a')};
        delete from tally; delete from tally_day;
        insert into tally (${WAYS}, n, folded) select *, true from true_tally();
        insert into tally_day (${DAYS}, n, folded) select *, true from true_tally_day();
      end $$;

    create function obligation_counted() ${TRIGGER} as $$
      begin
        if tg_op = 'UPDATE' then
          ${locked(`select assignment_id from ${changed(OBLIGATION_COLUMNS)} c`)}
          ${add('tally', WAYS, [way(byKey('before'), -1), way(byKey('after'), 1)])}
          ${add('tally_day', DAYS, [days(byKey('before'), -1), days(byKey('after'), 1)])}
        elsif tg_op = 'INSERT' then
          -- Those that this transaction has made itself nobody else can change.
          perform from assignment a where a.id in (select assignment_id from after)
            and a.xmin <> pg_current_xact_id()::xid order by a.id for no key update;
          ${add('tally', WAYS, [way(byKey('after'), 1)])}
          ${add('tally_day', DAYS, [days(byKey('after'), 1)])}
        else
          ${locked('select assignment_id from before')}
          ${add('tally', WAYS, [way(byKey('before'), -1)])}
          ${add('tally_day', DAYS, [days(byKey('before'), -1)])}
        end if;
        return null;
      end $$;

    create function assignment_counted() ${TRIGGER} as $$
      begin
        if not exists ${changed('id, state, acknowledged_at, place_id')} then return null; end if;
        ${add('tally', WAYS, [way(ofAssignment('before'), -1), way(ofAssignment('after'), 1)])}
        ${add('tally_day', DAYS, [
          days(ofAssignment('before'), -1),
          days(ofAssignment('after'), 1),
          accepted(reportsOf('before'), -1),
          accepted(reportsOf('after'), 1),
        ])}
        return null;
      end $$;

    create function report_counted() ${TRIGGER} as $$
      begin
        if tg_op = 'UPDATE' then
          ${locked(`select o.assignment_id from ${changed('obligation_id, id, state, reviewed_at')} c
            join obligation o on o.id = c.obligation_id`)}
          ${add('tally_day', DAYS, [accepted(ofReport('before'), -1), accepted(ofReport('after'), 1)])}
        elsif tg_op = 'INSERT' then
          if not exists (select from after where state = 'accepted') then return null; end if;
          ${locked('select o.assignment_id from after r join obligation o on o.id = r.obligation_id')}
          ${add('tally_day', DAYS, [accepted(ofReport('after'), 1)])}
        else
          ${add('tally_day', DAYS, [accepted(ofReport('before'), -1)])}
        end if;
        return null;
      end $$;

    create function assignment_placed() ${TRIGGER} as $$
      begin
        if exists (select from after where place_id is null) then
          update assignment a set place_id = ${placeOf('a')} where a.id in (select id from after where place_id is null);
        end if;
        return null;
      end $$;

    create function unit_replaced() ${TRIGGER} as $$
      begin
        perform from assignment a where a.unit_id in (select descendant_id from changed)
          and a.place_id <> ${placeOf('a')} order by a.id for no key update;
        if not found then return null; end if;
        update assignment a set place_id = ${placeOf('a')}
        where a.unit_id in (select descendant_id from changed) and a.place_id <> ${placeOf('a')};
        return null;
      end $$;

    create function tally_covers(issuer integer) returns boolean language sql stable as $$
      select scope_unit() is null or scope_depth() > 0 and (
        exists (select from unit_closure where ancestor_id = scope_unit() and descendant_id = issuer)
        or exists (select from unit_closure where ancestor_id = issuer and descendant_id = scope_unit() and depth = 1)) $$;

    create function tally_emptied() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        delete from tally; delete from tally_day;
        return null;
      end $$;`
}

/** The direct child of the issuer that the unit of an assignment stands below; outside of it, the unit. */
function placeOf(assignment: string): string {
  return `coalesce((select up.ancestor_id from campaign c join unit_closure up on up.descendant_id = ${assignment}.unit_id
    join unit_closure down on down.ancestor_id = c.issuer_id and down.descendant_id = up.ancestor_id and down.depth = 1
    where c.id = ${assignment}.campaign_id limit 1), ${assignment}.unit_id)`
}

function triggers(): string {
  const before = 'old table as before'
  const after = 'new table as after'
  const trigger = (name: string, event: string, tables: string, run: string): string =>
    `create trigger ${name} after ${event} referencing ${tables} for each statement execute function ${run}();`
  const counted = (table: string): string => `
    ${trigger(`${table}_added`, `insert on ${table}`, after, `${table}_counted`)}
    ${trigger(`${table}_changed`, `update on ${table}`, `${before} ${after}`, `${table}_counted`)}
    ${trigger(`${table}_gone`, `delete on ${table}`, before, `${table}_counted`)}`
  return `
    ${counted('obligation')}
    ${counted('report')}
    ${trigger('assignment_added', 'insert on assignment', after, 'assignment_placed')}
    ${trigger('assignment_changed', 'update on assignment', `${before} ${after}`, 'assignment_counted')}
    ${trigger('unit_closure_added', 'insert on unit_closure', 'new table as changed', 'unit_replaced')}
    ${trigger('unit_closure_changed', 'update on unit_closure', 'new table as changed', 'unit_replaced')}
    ${trigger('unit_closure_gone', 'delete on unit_closure', 'old table as changed', 'unit_replaced')}
    create trigger obligation_emptied after truncate on obligation for each statement execute function tally_emptied();`
}
