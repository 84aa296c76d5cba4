import { sql, type Kysely } from 'kysely'

/**
 * What people have put in place of the mails' own words, version by version: the newest is in force, one without words
 * is the return to the mail's own. A draft is one person's, seen on a real unit before it is used. And the mails that came back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table mail_text (
      id bigint generated always as identity primary key,
      kind text not null,
      language text not null check (language in ('zh-CN','en')),
      version integer not null check (version > 0),
      subject text,
      opening text,
      closing text,
      saved_by integer not null references account,
      saved_at timestamptz not null,
      unique (kind, language, version),
      check (num_nulls(subject, opening, closing) in (0, 3))
    );
    create index mail_text_saved_by on mail_text (saved_by);

    create table mail_text_draft (
      account_id integer not null references account,
      kind text not null,
      language text not null check (language in ('zh-CN','en')),
      subject text not null,
      opening text not null,
      closing text not null,
      based_on integer not null,
      saved_at timestamptz not null,
      primary key (account_id, kind, language)
    );

    create table bounce (
      id bigint generated always as identity primary key,
      header_id text not null unique,
      read_at timestamptz not null,
      unit_id integer not null references unit,
      message_id bigint references message,
      recipient text,
      status text,
      permanent boolean not null,
      remedy text,
      diagnostic text not null,
      outcome text not null check (outcome in ('failed','noted','unmatched'))
    );
    create index bounce_unit on bounce (unit_id, id);
    create index bounce_message on bounce (message_id);
    create unique index message_header on message (header_id) where header_id is not null;
    create index message_address on message (lower(address), id);

    alter table mail_text enable row level security;
    alter table mail_text_draft enable row level security;
    alter table bounce enable row level security;
    create policy worker_sees_all on mail_text to duban_worker using (true) with check (true);
    create policy worker_sees_all on mail_text_draft to duban_worker using (true) with check (true);
    create policy worker_sees_all on bounce to duban_worker using (true) with check (true);
    create policy api_scope on mail_text to duban_api using (scope_unit() is not null) with check (scope_depth() > 0);
    create policy api_scope on mail_text_draft to duban_api
      using (account_id in (select id from account)) with check (account_id in (select id from account));
    create policy api_scope on bounce to duban_api using (unit_id in (select unit_id from scope_subtree));
    grant select, insert on mail_text to duban_api;
    grant select, insert, update, delete on mail_text_draft to duban_api;
    grant select on bounce to duban_api;
    grant select on mail_text to duban_worker;
    grant select, insert on bounce to duban_worker;
    grant usage on all sequences in schema public to duban_api, duban_worker;
  `.execute(db)
}
