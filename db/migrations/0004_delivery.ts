import { sql, type Kysely } from 'kysely'

/** Reminders, mails, the outbox, who may come in, and the record of what was done. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table reminder (
      id bigint generated always as identity primary key,
      obligation_id bigint not null references obligation,
      campaign_id integer not null references campaign,
      unit_id integer not null references unit,
      due_version integer not null,
      step text not null,
      nth integer not null,
      slot timestamptz not null,
      created_at timestamptz not null,
      unique (obligation_id, due_version, step, nth)
    );
    create index reminder_slot on reminder (slot, unit_id);
    create index reminder_unit on reminder (unit_id, slot);
    create index reminder_campaign on reminder (campaign_id, created_at);

    create table mail_slot (
      slot timestamptz primary key,
      composed_at timestamptz
    );
    create index mail_slot_waiting on mail_slot (slot) where composed_at is null;

    create table link (
      id bigint generated always as identity primary key,
      contact_id integer not null references contact,
      campaign_id integer not null references campaign,
      unit_id integer not null references unit,
      expires_at timestamptz,
      revoked_at timestamptz,
      unique (contact_id, campaign_id)
    );
    create index link_campaign on link (campaign_id);
    create index link_unit on link (unit_id);

    create table message (
      id bigint generated always as identity primary key,
      kind text not null check (kind in ('issue','reminder','receipt','returned','changed','urge','docket','link','sign_in')),
      unit_id integer not null references unit,
      contact_id integer references contact,
      account_id integer references account,
      campaign_id integer references campaign,
      obligation_id bigint references obligation,
      slot timestamptz not null,
      facts jsonb not null default '{}',
      state text not null default 'created'
        check (state in ('created','sending','sent','uncertain','temporary_failure','permanent_failure','cancelled')),
      send_at timestamptz not null,
      attempts integer not null default 0,
      claim_token uuid,
      lease_until timestamptz,
      address text,
      content jsonb,
      header_id text,
      error text,
      remedy text,
      finished_at timestamptz,
      created_at timestamptz not null,
      check (num_nonnulls(contact_id, account_id) = 1)
    );
    create unique index message_reminder_slot on message (contact_id, slot) where kind = 'reminder';
    create unique index message_docket_slot on message (account_id, slot) where kind = 'docket';
    create unique index message_issue on message (contact_id, campaign_id) where kind = 'issue';
    create index message_due on message (send_at, id) where state in ('created','temporary_failure','uncertain');
    create index message_sending on message (lease_until) where state = 'sending';
    create index message_campaign on message (campaign_id, kind, state);
    create index message_unit on message (unit_id);
    create index message_contact on message (contact_id);
    create index message_account on message (account_id);
    create index message_obligation on message (obligation_id);
    create index message_failed on message (id) where state in ('permanent_failure','uncertain');

    create table outbox (
      id bigint generated always as identity primary key,
      target text not null check (target in ('campaign','docket','delivery')),
      target_id integer not null,
      created_at timestamptz not null default now()
    );

    create table session (
      id bigint generated always as identity primary key,
      token_hash bytea not null unique,
      account_id integer not null references account,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    );
    create index session_account on session (account_id);

    create table sign_in_token (
      token_hash bytea primary key,
      account_id integer not null references account,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index sign_in_token_account on sign_in_token (account_id);

    create table idempotency_key (
      actor text not null,
      key text not null check (char_length(key) between 8 and 128),
      request_hash bytea not null,
      status integer,
      response jsonb,
      created_at timestamptz not null default now(),
      primary key (actor, key)
    );

    create table audit_entry (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      actor_kind text not null check (actor_kind in ('account','link','system')),
      actor_id integer,
      operation text not null,
      unit_id integer not null references unit,
      campaign_id integer references campaign,
      subject text not null,
      subject_id bigint,
      reason text,
      detail jsonb not null default '{}',
      request_id text
    );
    create index audit_entry_campaign on audit_entry (campaign_id, id);
    create index audit_entry_unit on audit_entry (unit_id, id);

    create function audit_is_append_only() returns trigger language plpgsql
      as $$ begin raise exception 'the audit trail is append-only'; end $$;
    create trigger audit_entry_append_only before update or delete on audit_entry
      for each row execute function audit_is_append_only();
  `.execute(db)
}
