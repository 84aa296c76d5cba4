import { sql } from 'kysely'
import type { Instant } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'

export interface ReportTarget {
  id: number
  name: string
  measure: string
  /** What all units together are to reach. */
  total: number | null
  /** What this unit had accepted before, under the same name, in this campaign. */
  before: number
}

export interface FileSummary {
  id: number
  name: string
  size: number
  mediaType: string
}

/** What a unit has typed so far, or reported last. Numbers as typed, by target id. */
export interface ReportContent {
  text: string
  values: Record<string, string>
  savedAt: Instant | null
}

export async function loadTargets(tx: Tx, obligationId: number): Promise<ReportTarget[]> {
  return (await loadTargetsOf(tx, [obligationId])).get(obligationId) ?? []
}

/** The figures that several obligations ask for, in one question. */
export async function loadTargetsOf(
  tx: Tx,
  obligationIds: readonly number[],
): Promise<Map<number, ReportTarget[]>> {
  const { rows } = await sql<ReportTarget & { obligation: number }>`
    select o.id as obligation, t.id, t.name, t.measure, t.total,
      coalesce((select sum(v.value) from report_value v
        join report r on r.id = v.report_id and r.state = 'accepted' and r.obligation_id <> o.id
        join target u on u.id = v.target_id
        where r.campaign_id = o.campaign_id and r.unit_id = o.unit_id and u.name = t.name), 0) as before
    from obligation o join target t on t.milestone_id = o.milestone_id
    where o.id = any(${obligationIds}::bigint[]) order by t.ordinal`.execute(tx)
  const targets = new Map<number, ReportTarget[]>(obligationIds.map((id) => [id, []]))
  for (const { obligation, ...target } of rows) targets.get(obligation)?.push(target)
  return targets
}

/** Files that wait for the next submission. */
export async function loadWaitingFiles(tx: Tx, obligationId: number): Promise<FileSummary[]> {
  return tx
    .selectFrom('attachment')
    .select(['id', 'name', 'size', 'media_type as mediaType'])
    .where('obligation_id', '=', obligationId)
    .where('report_id', 'is', null)
    .orderBy('id')
    .execute()
}

export async function loadReportFiles(tx: Tx, reportIds: number[]): Promise<Map<number, FileSummary[]>> {
  const rows = await tx
    .selectFrom('attachment')
    .select(['id', 'name', 'size', 'media_type as mediaType', 'report_id'])
    .where('report_id', '=', sql<number>`any(${reportIds}::bigint[])`)
    .orderBy('id')
    .execute()
  const files = new Map<number, FileSummary[]>()
  for (const { report_id, ...file } of rows) {
    if (report_id !== null) files.set(report_id, [...(files.get(report_id) ?? []), file])
  }
  return files
}

/** The draft where there is one, else what was reported last, so that a correction starts from it. */
export async function loadContent(tx: Tx, obligationId: number): Promise<ReportContent> {
  const draft = await tx
    .selectFrom('report_draft')
    .select(['text', 'values', 'saved_at'])
    .where('obligation_id', '=', obligationId)
    .executeTakeFirst()
  if (draft !== undefined) return { text: draft.text, values: draft.values, savedAt: draft.saved_at }
  const last = await tx
    .selectFrom('report')
    .select(['id', 'text'])
    .where('obligation_id', '=', obligationId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last === undefined) return { text: '', values: {}, savedAt: null }
  const values = await loadReportValues(tx, [last.id])
  return {
    text: last.text,
    values: Object.fromEntries(
      (values.get(last.id) ?? []).map(({ targetId, value }) => [String(targetId), String(value)]),
    ),
    savedAt: null,
  }
}

export interface ReportValue {
  targetId: number
  name: string
  measure: string
  value: number
}

export async function loadReportValues(tx: Tx, reportIds: number[]): Promise<Map<number, ReportValue[]>> {
  const rows = await tx
    .selectFrom('report_value as v')
    .innerJoin('target as t', 't.id', 'v.target_id')
    .select(['v.report_id', 't.id as targetId', 't.name', 't.measure', 'v.value'])
    .where('v.report_id', '=', sql<number>`any(${reportIds}::bigint[])`)
    .orderBy('t.ordinal')
    .execute()
  const values = new Map<number, ReportValue[]>()
  for (const { report_id, ...value } of rows) values.set(report_id, [...(values.get(report_id) ?? []), value])
  return values
}
