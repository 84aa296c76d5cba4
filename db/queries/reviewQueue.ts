import { sql } from 'kysely'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { ReportChannel, ReportState } from '../tables/obligation.ts'
import { latestName } from './names.ts'
import { loadReportFiles, type FileSummary } from './reportForm.ts'
import { late } from './timeliness.ts'

export interface QueueLine {
  reportId: number
  unitName: string
  ordinal: number
  number: string
  submittedAt: Instant
  late: boolean
  version: number
}

/** What waits for review, the oldest first. @param campaignId null: of all campaigns in sight */
export async function loadQueue(
  tx: Tx,
  campaignId: number | null,
  page: { limit: number; offset: number },
): Promise<{ lines: QueueLine[]; total: number }> {
  const { rows } = await sql<QueueLine & { total: number }>`
    with waiting as (
      select r.id, r.obligation_id, r.unit_id, r.campaign_id, r.submitted_at, r.version, count(*) over () as total
      from report r where r.state = 'submitted' and (${campaignId}::integer is null or r.campaign_id = ${campaignId})
      order by r.submitted_at, r.id limit ${page.limit} offset ${page.offset})
    select w.id as "reportId", ${latestName(sql`w.unit_id`)} as "unitName", m.ordinal, n.number,
      w.submitted_at as "submittedAt", w.version, w.total,
      ${late} as late
    from waiting w join obligation o on o.id = w.obligation_id join milestone m on m.id = o.milestone_id
    join campaign c on c.id = w.campaign_id join notice n on n.id = c.notice_id
    order by w.submitted_at, w.id`.execute(tx)
  return { lines: rows.map(({ total: _total, ...line }) => line), total: rows[0]?.total ?? 0 }
}

/** What stands before and after a report in the queue, whether or not it still waits itself. */
export interface Neighbours {
  previous: number | null
  next: number | null
  /** How many wait before it. */
  before: number
}

/** @param campaignId null: of all campaigns in sight */
export async function loadNeighbours(
  tx: Tx,
  campaignId: number | null,
  reportId: number,
): Promise<Neighbours> {
  const { rows } = await sql<Neighbours>`
    with here as (select submitted_at, id from report where id = ${reportId}),
    waiting as (
      select r.submitted_at, r.id from report r
      where r.state = 'submitted' and (${campaignId}::integer is null or r.campaign_id = ${campaignId}))
    select
      (select w.id from waiting w, here h where (w.submitted_at, w.id) < (h.submitted_at, h.id)
        order by w.submitted_at desc, w.id desc limit 1) as previous,
      (select w.id from waiting w, here h where (w.submitted_at, w.id) > (h.submitted_at, h.id)
        order by w.submitted_at, w.id limit 1) as next,
      (select count(*) from waiting w, here h where (w.submitted_at, w.id) < (h.submitted_at, h.id)) as before`.execute(
    tx,
  )
  return rows[0] ?? { previous: null, next: null, before: 0 }
}

export interface ReviewedReport {
  id: number
  obligationId: number
  campaignId: number
  unitId: number
  unitName: string
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
  late: boolean
  dueOn: LocalDate | null
  ordinal: number
  what: string
  instructions: string
  needsAttachment: boolean
  title: string
  number: string
  zone: string
  body: string
}

export async function loadReviewed(tx: Tx, reportId: number): Promise<ReviewedReport | null> {
  const { rows } = await sql<ReviewedReport>`
    select r.id, r.obligation_id as "obligationId", r.campaign_id as "campaignId", r.unit_id as "unitId",
      ${latestName(sql`r.unit_id`)} as "unitName", r.version, r.state, r.text, r.channel,
      r.submitter_name as "submitterName", r.submitted_at as "submittedAt", r.receipt, r.reviewed_at as "reviewedAt",
      (select name from account where id = r.reviewed_by) as "reviewerName", r.review_reason as "reviewReason",
      ${late} as late, o.due_on as "dueOn", m.ordinal, m.what,
      m.instructions, m.needs_attachment as "needsAttachment", n.title, n.number, c.zone, n.body
    from report r join obligation o on o.id = r.obligation_id join milestone m on m.id = o.milestone_id
    join campaign c on c.id = r.campaign_id join notice n on n.id = c.notice_id
    where r.id = ${reportId}`.execute(tx)
  return rows[0] ?? null
}

export interface ReviewedValue {
  name: string
  measure: string
  value: number
  /** What the same unit had accepted before under this name. */
  before: number
  total: number | null
  /** Of the same figure in the reports of units of the same type; null where there are too few to say. */
  median: number | null
}

/** Below so many reports a median says nothing. */
const ENOUGH = 5

export async function loadReviewedValues(tx: Tx, report: ReviewedReport): Promise<ReviewedValue[]> {
  const { rows } = await sql<ReviewedValue>`
    with peers as (
      select v.target_id, percentile_cont(0.5) within group (order by v.value) as median, count(*) as n
      from report_value v join report r on r.id = v.report_id and r.state in ('submitted', 'accepted')
      join placement p on p.unit_id = r.unit_id and upper_inf(p.valid)
      where v.target_id in (select target_id from report_value where report_id = ${report.id})
        and p.type = (select type from placement where unit_id = ${report.unitId} and upper_inf(valid))
      group by 1)
    select t.name, t.measure, v.value, t.total, case when k.n >= ${ENOUGH} then k.median end as median,
      coalesce((select sum(b.value) from report_value b join report br on br.id = b.report_id and br.state = 'accepted'
        join target bt on bt.id = b.target_id
        where br.campaign_id = ${report.campaignId} and br.unit_id = ${report.unitId} and bt.name = t.name
          and br.obligation_id <> ${report.obligationId}), 0) as before
    from report_value v join target t on t.id = v.target_id left join peers k on k.target_id = v.target_id
    where v.report_id = ${report.id} order by t.ordinal`.execute(tx)
  return rows
}

export interface EarlierVersion {
  id: number
  version: number
  state: ReportState
  submittedAt: Instant
  reviewReason: string | null
}

export async function loadVersions(tx: Tx, obligationId: number): Promise<EarlierVersion[]> {
  return tx
    .selectFrom('report')
    .select(['id', 'version', 'state', 'submitted_at as submittedAt', 'review_reason as reviewReason'])
    .where('obligation_id', '=', obligationId)
    .orderBy('version', 'desc')
    .execute()
}

export async function loadReviewFiles(tx: Tx, reportId: number): Promise<FileSummary[]> {
  return (await loadReportFiles(tx, [reportId])).get(reportId) ?? []
}
