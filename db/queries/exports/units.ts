import { sql } from 'kysely'
import type { UnitType } from '../../../domain/audience.ts'
import type { Duty } from '../../../domain/plan.ts'
import type { Instant, LocalDate } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'
import type { AcknowledgedVia, ReportChannel, ReportState } from '../../tables/obligation.ts'
import { latestName } from '../names.ts'
import { countedState, type CountedState } from '../stateCounts.ts'
import { wasInTime } from '../timeliness.ts'

/** A page of rows in the order of their ids: what comes in meanwhile shifts nothing. */
export interface ExportPage {
  campaignId: number
  asOf: Instant
  /** The last id of the page before. */
  after: number
  limit: number
}

/** Which unit a row is about, and which duty. */
export interface ExportedDuty {
  id: number
  code: string
  unit: string
  duty: Duty
  ordinal: number
  what: string
}

/** Of a unit `u`, an obligation `o` and its milestone `m`. */
export const dutyColumns = sql`u.code, ${latestName(sql`u.id`)} as unit, o.duty, coalesce(m.ordinal, 0) as ordinal,
  coalesce(m.what, '') as what`

export interface ExportedObligation extends ExportedDuty {
  parent: string | null
  type: UnitType
  state: CountedState | 'withdrawn' | 'missed'
  dueOn: LocalDate | null
  acknowledgedAt: Instant | null
  acknowledgedVia: AcknowledgedVia | null
  firstSubmittedAt: Instant | null
  inTime: boolean | null
  submittedAt: Instant | null
  acceptedAt: Instant | null
  receipt: string | null
}

export async function exportObligations(tx: Tx, page: ExportPage): Promise<ExportedObligation[]> {
  const { rows } = await sql<ExportedObligation>`
    with page as (
      select * from obligation where campaign_id = ${page.campaignId} and id > ${page.after} order by id limit ${page.limit})
    select o.id, ${dutyColumns}, ${latestName(sql`p.parent_id`)} as parent, p.type,
      case when o.state in ('withdrawn', 'missed') then o.state else ${countedState(page.asOf)} end as state,
      o.due_on as "dueOn", a.acknowledged_at as "acknowledgedAt", a.acknowledged_via as "acknowledgedVia",
      case when o.duty = 'report' then o.first_submitted_at end as "firstSubmittedAt", ${wasInTime} as "inTime",
      case when o.duty = 'report' then o.submitted_at end as "submittedAt",
      case when r.state = 'accepted' then r.reviewed_at end as "acceptedAt", r.receipt
    from page o join assignment a on a.id = o.assignment_id join unit u on u.id = o.unit_id
    join lateral (select x.parent_id, x.type from placement x where x.unit_id = o.unit_id
      order by lower(x.valid) desc limit 1) p on true
    left join milestone m on m.id = o.milestone_id
    left join lateral (select x.state, x.reviewed_at, x.receipt from report x where x.obligation_id = o.id
      order by x.version desc limit 1) r on true
    order by o.id`.execute(tx)
  return rows
}

export interface ExportedReport extends ExportedDuty {
  version: number
  latest: boolean
  state: ReportState
  channel: ReportChannel
  submitter: string
  submittedAt: Instant
  receipt: string
  text: string
  /** By the target's id. */
  values: Record<string, number>
  files: number
  reviewedAt: Instant | null
  reviewer: string | null
  reason: string | null
}

export async function exportReports(tx: Tx, page: ExportPage): Promise<ExportedReport[]> {
  const { rows } = await sql<ExportedReport>`
    with page as (
      select * from report where campaign_id = ${page.campaignId} and id > ${page.after} order by id limit ${page.limit})
    select r.id, ${dutyColumns}, r.version, r.state, r.channel, r.submitter_name as submitter,
      not exists (select from report x where x.obligation_id = r.obligation_id and x.version > r.version) as latest,
      r.submitted_at as "submittedAt", r.receipt, r.text,
      coalesce((select json_object_agg(v.target_id, v.value) from report_value v where v.report_id = r.id), '{}') as "values",
      (select count(*) from attachment f where f.report_id = r.id) as files, r.reviewed_at as "reviewedAt",
      (select name from account where id = r.reviewed_by) as reviewer, r.review_reason as reason
    from page r join obligation o on o.id = r.obligation_id join unit u on u.id = r.unit_id
    left join milestone m on m.id = o.milestone_id order by r.id`.execute(tx)
  return rows
}

export interface ExportedFile extends ExportedDuty {
  /** Of the report that it came with; null while it lies with a draft. */
  version: number | null
  name: string
  mediaType: string
  size: number
  sha256: string
  addedAt: Instant
}

export async function exportFiles(tx: Tx, page: ExportPage): Promise<ExportedFile[]> {
  const { rows } = await sql<ExportedFile>`
    select f.id, ${dutyColumns}, r.version, f.name, f.media_type as "mediaType", f.size, encode(f.sha256, 'hex') as sha256,
      f.added_at as "addedAt"
    from attachment f join obligation o on o.id = f.obligation_id and o.campaign_id = ${page.campaignId}
    join unit u on u.id = f.unit_id left join milestone m on m.id = o.milestone_id left join report r on r.id = f.report_id
    where f.id > ${page.after} order by f.id limit ${page.limit}`.execute(tx)
  return rows
}
