import { sql } from 'kysely'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { MessageKind } from '../tables/delivery.ts'
import type { AppealKind, AppealOutcome, DecisionKind } from '../tables/obligation.ts'
import { aboutItem } from './appeals.ts'
import { latestName } from './names.ts'

/** One thing that happened to what a unit owes. */
export type TimelineEvent =
  | { kind: 'given' | 'acknowledged'; at: Instant }
  | { kind: 'mail'; at: Instant; mail: MessageKind }
  | { kind: 'submitted'; at: Instant; version: number }
  | { kind: 'returned'; at: Instant; reason: string }
  | { kind: 'joined'; at: Instant }
  | { kind: 'appealed'; at: Instant; appeal: AppealKind; reason: string; person: string | null }
  | { kind: 'answered'; at: Instant; answer: AppealOutcome; reason: string; person: string | null }
  | { kind: 'climbed'; at: Instant; level: number; holder: string }
  | {
      kind: 'decision'
      at: Instant
      decision: DecisionKind
      reason: string
      person: string | null
      extendedTo: LocalDate | null
    }

interface Row {
  kind: TimelineEvent['kind']
  at: Instant
  what: string | null
  text: string | null
  person: string | null
  n: number | null
  day: LocalDate | null
  mail: MessageKind | null
  decision: DecisionKind | null
  appeal: AppealKind | null
  answer: AppealOutcome | null
}

const MOST = 60

/** What happened to the obligation of a docket item, the latest first; as much of it as the asker may see. */
export async function loadTimeline(tx: Tx, itemId: number): Promise<TimelineEvent[]> {
  const { rows } = await sql<Row>`
    with item as (
      select i.*, o.assignment_id from docket_item i join obligation o on o.id = i.obligation_id where i.id = ${itemId}),
    mails as (
      select m.kind, min(m.finished_at) as at from message m, item i
      where m.unit_id = i.unit_id and m.contact_id is not null and m.state = 'sent'
        and (m.obligation_id = i.obligation_id or (m.kind = 'issue' and m.campaign_id = i.campaign_id)
          or (m.kind = 'reminder' and exists (
            select from reminder r where r.obligation_id = i.obligation_id and r.slot = m.slot)))
      group by m.kind, m.slot),
    appeals as (select x.* from appeal x, item i where ${aboutItem}),
    events as (
      select 'given' as kind, a.added_at as at, null::text as text, null::text as person, null::integer as n,
        null::date as day, null::text as mail, null::text as decision, null::text as appeal, null::text as answer
      from assignment a, item i where a.id = i.assignment_id
      union all select 'acknowledged', a.acknowledged_at, null, null, null, null, null, null, null, null
      from assignment a, item i where a.id = i.assignment_id and a.acknowledged_at is not null
      union all select 'mail', at, null, null, null, null, kind, null, null, null from mails
      union all select 'submitted', r.submitted_at, null, null, r.version, null, null, null, null, null
      from report r, item i where r.obligation_id = i.obligation_id
      union all select 'returned', r.reviewed_at, r.review_reason, null, null, null, null, null, null, null
      from report r, item i where r.obligation_id = i.obligation_id and r.state = 'returned'
      union all select 'joined', i.joined_at, null, null, null, null, null, null, null, null from item i
      union all select 'climbed', i.level_since, null, ${latestName(sql`i.holder_unit_id`)}, i.level, null, null, null, null, null
      from item i where i.level > 1
      union all select 'decision', d.at, d.reason, (select name from account where id = d.account_id), null,
        d.extended_to, null, d.kind, null, null
      from decision d join docket_item x on x.id = d.docket_item_id join item i on i.obligation_id = x.obligation_id
      union all select 'appealed', x.made_at, x.reason, (select name from contact where id = x.contact_id), null, null, null, null,
        x.kind, null
      from appeals x
      union all select 'answered', x.answered_at, x.answer_reason, (select name from account where id = x.answered_by), null, null,
        null, null, null, x.answer
      from appeals x where x.answered_at is not null)
    select kind, at, text, person, n, day::text as day, mail, decision, appeal, answer from events order by at desc limit ${MOST}`.execute(
    tx,
  )
  return rows.flatMap((row) => eventOf(row) ?? [])
}

function eventOf(row: Row): TimelineEvent | null {
  const { kind, at, text, person, n, day, mail, decision, appeal, answer } = row
  switch (kind) {
    case 'given':
    case 'acknowledged':
    case 'joined':
      return { kind, at }
    case 'mail':
      return mail === null ? null : { kind, at, mail }
    case 'submitted':
      return { kind, at, version: n ?? 1 }
    case 'returned':
      return { kind, at, reason: text ?? '' }
    case 'climbed':
      return { kind, at, level: n ?? 1, holder: person ?? '' }
    case 'appealed':
      return appeal === null ? null : { kind, at, appeal, reason: text ?? '', person }
    case 'answered':
      return answer === null ? null : { kind, at, answer, reason: text ?? '', person }
    case 'decision':
      return decision === null ? null : { kind, at, decision, reason: text ?? '', person, extendedTo: day }
  }
}
