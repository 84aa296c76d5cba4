import { sql } from 'kysely'
import type { Duty } from '../../domain/plan.ts'
import type { ObligationState } from '../../domain/obligation.ts'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { MailFacts } from '../../domain/why.ts'
import type { Tx } from '../connection.ts'
import type { ReportChannel, ReportState } from '../tables/obligation.ts'
import { ofCampaign } from './mails.ts'
import { loadReportFiles, loadReportValues, type FileSummary, type ReportValue } from './reportForm.ts'
import { countedState, type CountedState } from './stateCounts.ts'
import { wasInTime } from './timeliness.ts'
import { mailFactColumns } from './why/mails.ts'

export interface RecordObligation {
  id: number
  duty: Duty
  ordinal: number
  what: string
  raw: ObligationState
  state: CountedState
  dueOn: LocalDate | null
  firstSubmittedAt: Instant | null
  onTime: boolean | null
  needsAttachment: boolean
}

export async function loadRecordObligations(
  tx: Tx,
  input: { campaignId: number; unitId: number; asOf: Instant },
): Promise<RecordObligation[]> {
  const { rows } = await sql<RecordObligation>`
    select o.id, o.duty, coalesce(m.ordinal, 0) as ordinal, coalesce(m.what, '') as what, o.state as raw,
      ${countedState(input.asOf)} as state, o.due_on as "dueOn", o.first_submitted_at as "firstSubmittedAt",
      ${wasInTime} as "onTime",
      coalesce(m.needs_attachment, false) as "needsAttachment"
    from obligation o join assignment a on a.id = o.assignment_id left join milestone m on m.id = o.milestone_id
    where o.campaign_id = ${input.campaignId} and o.unit_id = ${input.unitId}
    order by m.ordinal nulls first`.execute(tx)
  return rows
}

export interface RecordReport {
  id: number
  obligationId: number
  version: number
  state: ReportState
  text: string
  channel: ReportChannel
  submitterName: string
  submittedAt: Instant
  receipt: string
  reviewedAt: Instant | null
  reviewerName: string | null
  reviewReason: string | null
  values: ReportValue[]
  files: FileSummary[]
}

/** All versions of all reports, the newest first. */
export async function loadRecordReports(
  tx: Tx,
  input: { campaignId: number; unitId: number },
): Promise<RecordReport[]> {
  const { rows } = await sql<Omit<RecordReport, 'values' | 'files'>>`
    select r.id, r.obligation_id as "obligationId", r.version, r.state, r.text, r.channel,
      r.submitter_name as "submitterName", r.submitted_at as "submittedAt", r.receipt, r.reviewed_at as "reviewedAt",
      (select name from account where id = r.reviewed_by) as "reviewerName", r.review_reason as "reviewReason"
    from report r where r.campaign_id = ${input.campaignId} and r.unit_id = ${input.unitId}
    order by r.submitted_at desc`.execute(tx)
  const ids = rows.map(({ id }) => id)
  const values = await loadReportValues(tx, ids)
  const files = await loadReportFiles(tx, ids)
  return rows.map((row) => ({ ...row, values: values.get(row.id) ?? [], files: files.get(row.id) ?? [] }))
}

export interface RecordMail extends Omit<MailFacts, 'things'> {
  id: number
  address: string | null
  at: Instant
  remedy: string | null
}

const MOST_MAILS = 100

/** What was mailed to a unit about a campaign. A reminder of several campaigns belongs to each of them. */
export async function loadRecordMails(
  tx: Tx,
  input: { campaignId: number; unitId: number },
): Promise<RecordMail[]> {
  const { rows } = await sql<RecordMail>`
    select m.id, m.kind, m.state, m.address, coalesce(m.finished_at, m.send_at) as at, m.remedy, ${mailFactColumns}
    from message m where m.unit_id = ${input.unitId} and m.contact_id is not null and ${ofCampaign(input.campaignId)}
    order by m.id desc limit ${MOST_MAILS}`.execute(tx)
  return rows
}

export interface RecordContact {
  id: number
  name: string
  email: string | null
  telephone: string | null
  language: 'zh-CN' | 'en'
  undeliverableRemedy: string | null
}

export async function loadContacts(tx: Tx, unitId: number): Promise<RecordContact[]> {
  return tx
    .selectFrom('contact')
    .select(['id', 'name', 'email', 'telephone', 'language', 'undeliverable_remedy as undeliverableRemedy'])
    .where('unit_id', '=', unitId)
    .where(sql<boolean>`upper_inf(valid)`)
    .orderBy('id')
    .execute()
}

export interface RecordEntry {
  at: Instant
  operation: string
  subjectId: number | null
  actorKind: 'account' | 'link' | 'system'
  actorName: string | null
  reason: string | null
}

const MOST_ENTRIES = 50

/** Who did what, newest first. */
export async function loadEntries(
  tx: Tx,
  input: { campaignId: number; unitId: number },
): Promise<RecordEntry[]> {
  const { rows } = await sql<RecordEntry>`
    select e.at, e.operation, e.subject_id as "subjectId", e.actor_kind as "actorKind", e.reason,
      case e.actor_kind when 'account' then (select name from account where id = e.actor_id)
        when 'link' then (select name from contact where id = e.actor_id) end as "actorName"
    from audit_entry e
    where e.unit_id = ${input.unitId} and (e.campaign_id = ${input.campaignId} or e.campaign_id is null)
    order by e.id desc limit ${MOST_ENTRIES}`.execute(tx)
  return rows
}
