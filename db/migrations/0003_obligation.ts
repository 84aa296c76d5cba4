import { sql, type Kysely } from 'kysely'

/** What each unit owes, what it has reported, and the dockets of what is overdue. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table assignment (
      id bigint generated always as identity primary key,
      campaign_id integer not null references campaign,
      unit_id integer not null references unit,
      state text not null default 'active' check (state in ('active','withdrawn')),
      added_at timestamptz not null,
      acknowledged_at timestamptz,
      acknowledged_via text check (acknowledged_via in ('link','telephone','paper','account','report')),
      unique (campaign_id, unit_id)
    );
    create index assignment_unit on assignment (unit_id);

    create table obligation (
      id bigint generated always as identity primary key,
      assignment_id bigint not null references assignment,
      campaign_id integer not null references campaign,
      unit_id integer not null references unit,
      duty text not null check (duty in ('acknowledge','report')),
      milestone_id integer references milestone,
      state text not null default 'expected'
        check (state in ('expected','submitted','returned','accepted','waived','withdrawn','missed')),
      due_on date,
      due_at timestamptz,
      judged_due_at timestamptz,
      armed_at timestamptz not null,
      due_version integer not null default 1,
      swept_version integer not null default 0,
      first_submitted_at timestamptz,
      submitted_at timestamptz,
      version integer not null default 1,
      check ((duty = 'report') = (milestone_id is not null)),
      check ((due_on is null) = (due_at is null)),
      unique nulls not distinct (assignment_id, milestone_id)
    );
    create index obligation_unit on obligation (unit_id);
    create index obligation_milestone on obligation (milestone_id);
    create index obligation_campaign on obligation (campaign_id, milestone_id, state);
    create index obligation_group on obligation (campaign_id, coalesce(milestone_id, 0), coalesce(due_on, 'infinity'))
      where state in ('expected','returned');
    create index obligation_changed on obligation (campaign_id) where swept_version <> due_version;

    create table sweep_marker (
      campaign_id integer not null references campaign,
      duty text not null,
      milestone_id integer references milestone,
      due_on date,
      step text not null,
      nth integer not null,
      swept_at timestamptz not null,
      created integer not null,
      unique nulls not distinct (campaign_id, duty, milestone_id, due_on, step, nth)
    );
    create index sweep_marker_milestone on sweep_marker (milestone_id);

    create table report (
      id bigint generated always as identity primary key,
      obligation_id bigint not null references obligation,
      campaign_id integer not null references campaign,
      unit_id integer not null references unit,
      version integer not null,
      state text not null default 'submitted' check (state in ('submitted','superseded','returned','accepted')),
      text text not null check (char_length(text) <= 20000),
      channel text not null check (channel in ('link','telephone','paper','account')),
      submitter_name text not null check (char_length(submitter_name) <= 60),
      submitted_by integer references account,
      submitted_at timestamptz not null,
      receipt text not null,
      reviewed_at timestamptz,
      reviewed_by integer references account,
      review_reason text check (char_length(review_reason) <= 2000),
      unique (obligation_id, version)
    );
    create index report_queue on report (campaign_id, submitted_at, id) where state = 'submitted';
    create index report_campaign on report (campaign_id);
    create index report_unit on report (unit_id);
    create index report_submitted_by on report (submitted_by);
    create index report_reviewed_by on report (reviewed_by);

    create table report_value (
      report_id bigint not null references report,
      target_id integer not null references target,
      unit_id integer not null references unit,
      value numeric(16,2) not null check (value >= 0),
      primary key (report_id, target_id)
    );
    create index report_value_target on report_value (target_id);
    create index report_value_unit on report_value (unit_id);

    create table report_draft (
      obligation_id bigint primary key references obligation,
      unit_id integer not null references unit,
      text text not null check (char_length(text) <= 20000),
      "values" jsonb not null,
      saved_at timestamptz not null
    );
    create index report_draft_unit on report_draft (unit_id);

    create table attachment (
      id bigint generated always as identity primary key,
      notice_id integer references notice on delete cascade,
      obligation_id bigint references obligation,
      report_id bigint references report,
      unit_id integer not null references unit,
      name text not null check (char_length(name) between 1 and 200),
      media_type text not null,
      size integer not null check (size > 0),
      sha256 bytea not null,
      content bytea not null,
      added_at timestamptz not null,
      check (num_nonnulls(notice_id, obligation_id) = 1)
    );
    create index attachment_notice on attachment (notice_id);
    create index attachment_obligation on attachment (obligation_id);
    create index attachment_report on attachment (report_id);
    create index attachment_unit on attachment (unit_id);

    create table docket (
      id integer generated always as identity primary key,
      campaign_id integer not null references campaign,
      unit_id integer not null references unit,
      opened_at timestamptz not null,
      next_moment_at timestamptz,
      closed_at timestamptz,
      unique (campaign_id, unit_id)
    );
    create index docket_unit on docket (unit_id);
    create index docket_running on docket (id) where closed_at is null;

    create table docket_item (
      id bigint generated always as identity primary key,
      docket_id integer not null references docket,
      campaign_id integer not null references campaign,
      obligation_id bigint not null references obligation,
      unit_id integer not null references unit,
      round integer not null,
      state text not null default 'undecided' check (state in ('undecided','extended','waived','settled')),
      chain jsonb not null,
      level integer not null default 1,
      holder_unit_id integer not null references unit,
      holder_role text not null check (holder_role in ('supervisor','leader')),
      joined_at timestamptz not null,
      level_since timestamptz not null,
      wait_from timestamptz not null,
      wait_minutes integer not null,
      wait_ends_at timestamptz,
      acknowledged_at timestamptz,
      acknowledged_by integer references account,
      acknowledgement_ends_at timestamptz,
      snoozed_until timestamptz,
      notify_slot timestamptz,
      ended_at timestamptz,
      version integer not null default 1,
      unique (obligation_id, round)
    );
    create unique index docket_item_undecided on docket_item (obligation_id) where state = 'undecided';
    create index docket_item_docket on docket_item (docket_id, state);
    create index docket_item_campaign on docket_item (campaign_id);
    create index docket_item_unit on docket_item (unit_id);
    create index docket_item_holder on docket_item (holder_unit_id, holder_role) where state = 'undecided';
    create index docket_item_holder_unit on docket_item (holder_unit_id);
    create index docket_item_acknowledged_by on docket_item (acknowledged_by);
    create index docket_item_notify on docket_item (notify_slot) where state = 'undecided';

    create table decision (
      id bigint generated always as identity primary key,
      docket_item_id bigint not null references docket_item,
      unit_id integer not null references unit,
      account_id integer references account,
      kind text not null check (kind in ('acknowledge','extend','waive','urge','hand_over','snooze')),
      reason text not null check (char_length(reason) <= 2000),
      extended_to date,
      at timestamptz not null
    );
    create index decision_item on decision (docket_item_id);
    create index decision_unit on decision (unit_id);
    create index decision_account on decision (account_id, at);
  `.execute(db)
}
