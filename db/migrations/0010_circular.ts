import { sql, type Kysely } from 'kysely'

/** The circular that a notice was drafted from: its text, what was read from it, and what its author has settled since. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table circular (
      notice_id integer primary key references notice on delete cascade,
      name text not null check (char_length(name) <= 200),
      text text not null check (char_length(text) <= 400000),
      draft jsonb not null,
      matches jsonb not null,
      answers jsonb not null,
      notice_version integer not null
    );
    alter table circular enable row level security;
    create policy worker_sees_all on circular to duban_worker using (true) with check (true);
    create policy api_scope on circular to duban_api using (notice_id in (select id from notice));
    grant select, insert, update, delete on circular to duban_worker;
    grant select, insert, update on circular to duban_api;
  `.execute(db)
}
