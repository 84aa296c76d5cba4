import { sql } from 'kysely'
import { latestDue, momentsOf, nextAfter, type Duty } from '../../domain/plan.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, type Instant, type LocalDate } from '../../domain/time.ts'
import type { ObligationState } from '../../domain/obligation.ts'
import type { Tx } from '../connection.ts'
import type { CampaignState } from '../tables/notice.ts'
import type { AcknowledgedVia, ReportState } from '../tables/obligation.ts'
import { latestName } from './names.ts'
import { loadWorkingTime, type WorkingTime } from './workingTime.ts'
import { daysOf, type Days } from './days.ts'
import { late } from './timeliness.ts'

/** One thing that a unit owes, as its own page tells it. */
export interface OwedObligation {
  id: number
  duty: Duty
  /** 1 for the first milestone; 0 for acknowledging. */
  ordinal: number
  what: string
  instructions: string
  state: ObligationState
  dueOn: LocalDate | null
  /** Grows whenever the due date moves. */
  dueVersion: number
  overdue: boolean
  days: Days
  needsAttachment: boolean
  lockOn: LocalDate | null
  lastReport: LastReport | null
  /** Where it stands, or will stand, among what a supervisor is to decide. */
  docket: { unitName: string; from: Instant; joined: boolean } | null
}

export interface LastReport {
  id: number
  version: number
  state: ReportState
  submittedAt: Instant
  submitterName: string
  receipt: string
  onTime: boolean
  reviewedAt: Instant | null
  reviewReason: string | null
}

export interface UnitVisit {
  campaign: { id: number; state: CampaignState; zone: string; issuedAt: Instant; endedAt: Instant | null }
  notice: {
    id: number
    number: string
    issuerName: string
    issuedOn: LocalDate
    title: string
    contactNames: string
    contactTelephone: string
  }
  unit: { id: number; name: string }
  acknowledgedAt: Instant | null
  acknowledgedVia: AcknowledgedVia | null
  obligations: OwedObligation[]
  today: LocalDate
  time: WorkingTime
}

/** Everything that a unit's own page shows of one campaign. @throws Problem not-found */
export async function loadUnitVisit(
  tx: Tx,
  input: { campaignId: number; unitId: number; asOf: Instant },
): Promise<UnitVisit> {
  const head = await loadHead(tx, input)
  const time = await loadWorkingTime(tx, head.zone)
  const today = dateIn(head.zone, input.asOf)
  const rows = await loadObligations(tx, input)
  const reports = await loadLastReports(tx, rows)
  return {
    campaign: {
      id: input.campaignId,
      state: head.state,
      zone: head.zone,
      issuedAt: head.issued_at,
      endedAt: head.ended_at,
    },
    notice: {
      id: head.notice_id,
      number: head.number,
      issuerName: head.issuer_name,
      issuedOn: head.issued_on,
      title: head.title,
      contactNames: head.contact_names,
      contactTelephone: head.contact_telephone,
    },
    unit: { id: input.unitId, name: head.unit_name },
    acknowledgedAt: head.acknowledged_at,
    acknowledgedVia: head.acknowledged_via,
    today,
    time,
    obligations: rows.map((row) => ({
      id: row.id,
      duty: row.duty,
      ordinal: row.ordinal ?? 0,
      what: row.what ?? '',
      instructions: row.instructions ?? '',
      state: row.state,
      dueOn: row.due_on,
      dueVersion: row.due_version,
      overdue: isOverdue(row, input.asOf),
      days: daysOf(time.calendar, today, row.due_on),
      needsAttachment: row.needs_attachment ?? false,
      lockOn: row.lock_on,
      lastReport: reports.get(row.id) ?? null,
      docket: docketOf(row, head, time, input.asOf),
    })),
  }
}

type Head = Awaited<ReturnType<typeof loadHead>>

async function loadHead(tx: Tx, input: { campaignId: number; unitId: number }) {
  const head = await tx
    .selectFrom('assignment as a')
    .innerJoin('campaign as c', 'c.id', 'a.campaign_id')
    .innerJoin('notice as n', 'n.id', 'c.notice_id')
    .select([
      'c.state',
      'c.zone',
      'c.policy',
      'c.issued_at',
      'c.ended_at',
      'c.paused_at',
      'c.notice_id',
      'n.number',
      'n.issuer_name',
      'n.issued_on',
      'n.title',
      'n.contact_names',
      'n.contact_telephone',
      'a.acknowledged_at',
      'a.acknowledged_via',
      latestName(sql`a.unit_id`).as('unit_name'),
    ])
    .where('a.campaign_id', '=', input.campaignId)
    .where('a.unit_id', '=', input.unitId)
    .executeTakeFirst()
  if (head === undefined) throw new Problem('not-found')
  return head
}

interface ObligationRow {
  id: number
  duty: Duty
  state: ObligationState
  due_on: LocalDate | null
  due_at: Date | null
  due_version: number
  ordinal: number | null
  what: string | null
  instructions: string | null
  needs_attachment: boolean | null
  lock_on: LocalDate | null
  armed_at: Date
  joined_at: Date | null
  holder_name: string | null
  parent_name: string | null
}

async function loadObligations(
  tx: Tx,
  input: { campaignId: number; unitId: number },
): Promise<ObligationRow[]> {
  const { rows } = await sql<ObligationRow>`
    select o.id, o.duty, o.state, o.due_on, o.due_at, o.due_version, m.ordinal, m.what, m.instructions, m.needs_attachment, m.lock_on,
      o.armed_at, i.joined_at, ${latestName(sql`i.holder_unit_id`)} as holder_name,
      ${latestName(sql`(select x.parent_id from placement x where x.unit_id = o.unit_id and upper_inf(x.valid))`)} as parent_name
    from obligation o
    left join milestone m on m.id = o.milestone_id
    left join docket_item i on i.obligation_id = o.id and i.state = 'undecided'
    where o.campaign_id = ${input.campaignId} and o.unit_id = ${input.unitId}
    order by m.ordinal nulls first`.execute(tx)
  return rows
}

function isOverdue(row: ObligationRow, asOf: Instant): boolean {
  const owed = row.state === 'expected' || row.state === 'returned' || row.state === 'missed'
  return owed && row.due_at !== null && row.due_at <= asOf
}

/** An overdue obligation stands in a docket, or will when its moment comes. */
function docketOf(
  row: ObligationRow,
  head: Head,
  time: WorkingTime,
  asOf: Instant,
): OwedObligation['docket'] {
  if (!isOverdue(row, asOf) || row.due_on === null || row.state === 'missed') return null
  if (row.joined_at !== null) return { unitName: row.holder_name ?? '', from: row.joined_at, joined: true }
  if (head.paused_at !== null) return null
  const moments = momentsOf({
    duty: row.duty,
    due: { kind: 'dated', dueOn: row.due_on },
    policy: head.policy,
    calendar: time.calendar,
    sending: time.sending,
  }).filter(({ kind }) => kind === 'escalation')
  const next = nextAfter(moments, asOf)
  if (next === null || latestDue(moments, ['escalation'], row.armed_at, asOf) !== null) return null
  return { unitName: row.parent_name ?? '', from: next.at, joined: false }
}

async function loadLastReports(tx: Tx, obligations: ObligationRow[]): Promise<Map<number, LastReport>> {
  const { rows } = await sql<LastReport & { obligation_id: number }>`
    select distinct on (r.obligation_id) r.obligation_id, r.id, r.version, r.state, r.submitted_at as "submittedAt",
      r.submitter_name as "submitterName", r.receipt, r.reviewed_at as "reviewedAt", r.review_reason as "reviewReason",
      not ${late} as "onTime"
    from report r join obligation o on o.id = r.obligation_id
    where r.obligation_id = any(${obligations.map(({ id }) => id)}::bigint[])
    order by r.obligation_id, r.version desc`.execute(tx)
  return new Map(rows.map(({ obligation_id, ...report }) => [obligation_id, report]))
}
