import { sql, type Kysely } from 'kysely'

/**
 * Who decides about a unit that is not below her (its item was handed over to her, or it has moved since) sees what she
 * decides about, and her letters reach it: the unit's part in that campaign, and whom to call.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create view scope_held with (security_invoker = true) as
      select distinct campaign_id, unit_id, obligation_id from docket_item
      where scope_depth() > 0 and holder_unit_id in (select unit_id from scope_subtree);
    grant select on scope_held to duban_api, duban_worker;

    create policy api_holds on assignment for select to duban_api
      using ((campaign_id, unit_id) in (select campaign_id, unit_id from scope_held));
    create policy api_holds on obligation to duban_api
      using (id in (select obligation_id from scope_held));
    create policy api_holds on report for select to duban_api
      using (obligation_id in (select obligation_id from scope_held));
    create policy api_holds on reminder for select to duban_api
      using (obligation_id in (select obligation_id from scope_held));
    create policy api_holds on message to duban_api
      using ((campaign_id, unit_id) in (select campaign_id, unit_id from scope_held));
    create policy api_holds on contact for select to duban_api
      using (unit_id in (select unit_id from scope_held));
  `.execute(db)
}
