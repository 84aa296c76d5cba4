import { sql, type Kysely } from 'kysely'

/**
 * A contact may be there for one campaign only: a colleague to whom a contact of the unit has handed it on. And what a
 * unit says instead of reporting: that it is not meant, or cannot make it, with the answer that it gets.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table contact add column campaign_id integer references campaign;
    alter table contact add column forwarded_by integer references contact;
    alter table contact add check (num_nonnulls(campaign_id, forwarded_by) in (0, 2));
    create index contact_campaign on contact (campaign_id);
    create index contact_forwarded_by on contact (forwarded_by);
    drop index contact_open;
    create unique index contact_open on contact (unit_id, name) where upper_inf(valid) and campaign_id is null;
    create unique index contact_open_colleague on contact (campaign_id, unit_id, email)
      where upper_inf(valid) and campaign_id is not null;

    create table appeal (
      id bigint generated always as identity primary key,
      campaign_id integer not null references campaign,
      unit_id integer not null references unit,
      obligation_id bigint references obligation,
      contact_id integer not null references contact,
      kind text not null check (kind in ('not_ours','cannot')),
      reason text not null check (char_length(reason) between 1 and 2000),
      due_version integer,
      made_at timestamptz not null,
      answered_at timestamptz,
      answered_by integer references account,
      answer text check (answer in ('extended','waived','withdrawn','declined')),
      answer_reason text check (char_length(answer_reason) <= 2000),
      check ((kind = 'cannot') = (obligation_id is not null)),
      check ((obligation_id is null) = (due_version is null)),
      check ((answered_at is null) = (answer is null))
    );
    create unique index appeal_unanswered on appeal (campaign_id, unit_id, coalesce(obligation_id, 0), coalesce(due_version, 0))
      where answered_at is null;
    create index appeal_campaign on appeal (campaign_id);
    create index appeal_unit on appeal (unit_id);
    create index appeal_obligation on appeal (obligation_id);
    create index appeal_contact on appeal (contact_id);
    create index appeal_answered_by on appeal (answered_by);

    alter table appeal enable row level security;
    create policy worker_sees_all on appeal to duban_worker using (true) with check (true);
    create policy api_scope on appeal to duban_api using (unit_id in (select unit_id from scope_subtree));
    grant select, insert, update on appeal to duban_api, duban_worker;
    grant usage on all sequences in schema public to duban_api, duban_worker;
  `.execute(db)
}
