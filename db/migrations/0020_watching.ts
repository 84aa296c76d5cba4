import { sql, type Kysely } from 'kysely'

/**
 * Who watches a campaign asks once a second whether anything has happened, instead of every transaction telling: telling
 * makes all commits wait for each other, see docs/decisions/the-board-asks.md. A mark changes with each entry of the
 * record, also with one that was committed out of order, and with each batch of units while a notice is given out.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop trigger audit_entry_told on audit_entry;
    drop trigger assignment_told on assignment;
    drop function tell_campaign;
    drop function tell_given_out;

    create function campaign_marks(ids integer[]) returns table (campaign_id integer, mark text) language sql stable
      security definer set search_path = public, pg_temp as $$
        select c.id, concat_ws('.', coalesce(last.id, 0),
          (select count(*) from audit_entry e where e.campaign_id = c.id and e.id > last.id - 500),
          case when c.state = 'issuing' then (select count(*) from assignment a where a.campaign_id = c.id) end)
        from campaign c
        cross join lateral (select max(e.id) as id from audit_entry e where e.campaign_id = c.id) last
        where c.id = any(ids) $$;
    revoke execute on function campaign_marks from public;
    grant execute on function campaign_marks to duban_api;
  `.execute(db)
}
