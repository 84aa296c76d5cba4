import { sql, type Kysely } from 'kysely'

/** The notice as a paper, and the campaign that it becomes when it is issued. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notice (
      id integer generated always as identity primary key,
      issuer_id integer not null references unit,
      created_by integer references account,
      state text not null default 'draft' check (state in ('draft','checked','issued')),
      number text not null default '' check (char_length(number) <= 60),
      issuer_name text not null check (char_length(issuer_name) between 1 and 120),
      signer text not null default '' check (char_length(signer) <= 60),
      issued_on date not null,
      title text not null check (char_length(title) between 1 and 200),
      theme text not null default '' check (char_length(theme) <= 200),
      body text not null default '' check (char_length(body) <= 100000),
      window_from date,
      window_to date check (window_to >= window_from),
      acknowledge_due_on date,
      contact_names text not null default '' check (char_length(contact_names) <= 200),
      contact_telephone text not null default '' check (char_length(contact_telephone) <= 60),
      reply_mailbox text not null default '' check (char_length(reply_mailbox) <= 254),
      address text not null default '' check (char_length(address) <= 300),
      urgent boolean not null default false,
      zone text not null,
      policy jsonb not null,
      audience jsonb not null default '[]',
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index notice_issuer on notice (issuer_id);
    create index notice_created_by on notice (created_by);

    create table notice_item (
      id integer generated always as identity primary key,
      notice_id integer not null references notice on delete cascade,
      ordinal integer not null,
      group_title text not null default '' check (char_length(group_title) <= 200),
      title text not null check (char_length(title) between 1 and 200),
      text text not null default '' check (char_length(text) <= 20000),
      unique (notice_id, ordinal)
    );

    create table milestone (
      id integer generated always as identity primary key,
      notice_id integer not null references notice on delete cascade,
      ordinal integer not null,
      what text not null check (char_length(what) between 1 and 200),
      instructions text not null default '' check (char_length(instructions) <= 2000),
      kind text not null check (kind in ('dated','open','none')),
      due_on date,
      grace_working_days integer not null default 0 check (grace_working_days between 0 and 30),
      lock_on date,
      needs_attachment boolean not null default false,
      unique (notice_id, ordinal),
      check ((kind = 'dated') = (due_on is not null)),
      check (lock_on is null or (kind = 'dated' and lock_on >= due_on))
    );

    create table target (
      id integer generated always as identity primary key,
      milestone_id integer not null references milestone on delete cascade,
      ordinal integer not null,
      name text not null check (char_length(name) between 1 and 80),
      measure text not null default '' check (char_length(measure) <= 20),
      total numeric(16,2) check (total >= 0),
      unique (milestone_id, ordinal)
    );

    create table campaign (
      id integer generated always as identity primary key,
      notice_id integer not null unique references notice,
      issuer_id integer not null references unit,
      state text not null check (state in ('issuing','open','closed','cancelled')),
      issued_at timestamptz not null,
      issued_by integer references account,
      audience_as_of date not null,
      audience_size integer not null check (audience_size > 0),
      policy jsonb not null,
      zone text not null,
      urgent boolean not null,
      paused_at timestamptz,
      looked_at timestamptz,
      next_moment_at timestamptz,
      ended_at timestamptz,
      result jsonb,
      version integer not null default 1
    );
    create index campaign_issuer on campaign (issuer_id);
    create index campaign_issued_by on campaign (issued_by);
    create index campaign_running on campaign (next_moment_at) where state in ('issuing','open');
  `.execute(db)
}
