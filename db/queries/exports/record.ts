import { sql } from 'kysely'
import type { ItemState } from '../../../domain/docket.ts'
import type { Instant, LocalDate } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'
import type { MessageKind, MessageState } from '../../tables/delivery.ts'
import type { DecisionKind } from '../../tables/obligation.ts'
import { ofCampaign } from '../mails.ts'
import { latestName } from '../names.ts'
import { dutyColumns, type ExportedDuty, type ExportPage } from './units.ts'

export interface ExportedMail {
  id: number
  code: string
  unit: string
  kind: MessageKind
  state: MessageState
  person: string | null
  address: string | null
  createdAt: Instant
  sendAt: Instant
  finishedAt: Instant | null
  attempts: number
  error: string | null
  remedy: string | null
}

export async function exportMails(tx: Tx, page: ExportPage): Promise<ExportedMail[]> {
  const { rows } = await sql<ExportedMail>`
    with page as (
      select * from message m where m.id > ${page.after} and ${ofCampaign(page.campaignId)} order by m.id limit ${page.limit})
    select m.id, u.code, ${latestName(sql`u.id`)} as unit, m.kind, m.state, coalesce(c.name, a.name) as person,
      coalesce(m.address, c.email, a.email) as address, m.created_at as "createdAt", m.send_at as "sendAt",
      m.finished_at as "finishedAt", m.attempts, m.error, m.remedy
    from page m join unit u on u.id = m.unit_id left join contact c on c.id = m.contact_id
    left join account a on a.id = m.account_id order by m.id`.execute(tx)
  return rows
}

export interface ExportedReminder extends ExportedDuty {
  step: string
  nth: number
  dueVersion: number
  slot: Instant
  createdAt: Instant
}

export async function exportReminders(tx: Tx, page: ExportPage): Promise<ExportedReminder[]> {
  const { rows } = await sql<ExportedReminder>`
    with page as (
      select * from reminder where campaign_id = ${page.campaignId} and id > ${page.after} order by id limit ${page.limit})
    select r.id, ${dutyColumns}, r.step, r.nth, r.due_version as "dueVersion", r.slot, r.created_at as "createdAt"
    from page r join obligation o on o.id = r.obligation_id join unit u on u.id = r.unit_id
    left join milestone m on m.id = o.milestone_id order by r.id`.execute(tx)
  return rows
}

export interface ExportedItem extends ExportedDuty {
  supervising: string
  round: number
  state: ItemState
  level: number
  holder: string
  joinedAt: Instant
  levelSince: Instant
  waitEndsAt: Instant | null
  seenAt: Instant | null
  snoozedUntil: Instant | null
  endedAt: Instant | null
}

export async function exportItems(tx: Tx, page: ExportPage): Promise<ExportedItem[]> {
  const { rows } = await sql<ExportedItem>`
    with page as (
      select * from docket_item where campaign_id = ${page.campaignId} and id > ${page.after} order by id limit ${page.limit})
    select i.id, ${dutyColumns}, ${latestName(sql`d.unit_id`)} as supervising, i.round, i.state, i.level,
      ${latestName(sql`i.holder_unit_id`)} as holder, i.joined_at as "joinedAt", i.level_since as "levelSince",
      i.wait_ends_at as "waitEndsAt", i.acknowledged_at as "seenAt", i.snoozed_until as "snoozedUntil", i.ended_at as "endedAt"
    from page i join obligation o on o.id = i.obligation_id join unit u on u.id = i.unit_id
    left join docket d on d.id = i.docket_id left join milestone m on m.id = o.milestone_id order by i.id`.execute(
    tx,
  )
  return rows
}

export interface ExportedDecision extends ExportedDuty {
  itemId: number
  at: Instant
  kind: DecisionKind
  person: string | null
  extendedTo: LocalDate | null
  reason: string
}

export async function exportDecisions(tx: Tx, page: ExportPage): Promise<ExportedDecision[]> {
  const { rows } = await sql<ExportedDecision>`
    select d.id, ${dutyColumns}, i.id as "itemId", d.at, d.kind, (select name from account where id = d.account_id) as person,
      d.extended_to as "extendedTo", d.reason
    from decision d join docket_item i on i.id = d.docket_item_id and i.campaign_id = ${page.campaignId}
    join obligation o on o.id = i.obligation_id join unit u on u.id = i.unit_id left join milestone m on m.id = o.milestone_id
    where d.id > ${page.after} order by d.id limit ${page.limit}`.execute(tx)
  return rows
}

export interface ExportedEntry {
  id: number
  at: Instant
  actorKind: 'account' | 'link' | 'system'
  actor: string | null
  operation: string
  code: string
  unit: string
  subject: string
  subjectId: number | null
  reason: string | null
  /** JSON. */
  detail: string
}

export async function exportEntries(tx: Tx, page: ExportPage): Promise<ExportedEntry[]> {
  const { rows } = await sql<ExportedEntry>`
    with page as (
      select * from audit_entry where campaign_id = ${page.campaignId} and id > ${page.after} order by id limit ${page.limit})
    select e.id, e.at, e.actor_kind as "actorKind", e.operation, u.code, ${latestName(sql`u.id`)} as unit, e.subject,
      e.subject_id as "subjectId", e.reason, e.detail::text as detail,
      case e.actor_kind when 'account' then (select name from account where id = e.actor_id)
        when 'link' then (select name from contact where id = e.actor_id) end as actor
    from page e join unit u on u.id = e.unit_id order by e.id`.execute(tx)
  return rows
}
