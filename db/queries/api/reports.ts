import { sql } from 'kysely'
import { Problem } from '../../../domain/problem.ts'
import type { Tx } from '../../connection.ts'
import type { ReportChannel, ReportState } from '../../tables/obligation.ts'

export interface ReportRow {
  id: number
  obligationId: number
  campaignId: number
  unitId: number
  unitName: string
  version: number
  state: ReportState
  text: string
  channel: ReportChannel
  submittedAt: Date
  receipt: string
  reviewReason: string | null
  values: { targetId: number; name: string; value: number }[]
  attachments: { id: number; name: string; size: number }[]
}

export interface ReportFilter {
  campaignId?: number | undefined
  obligationId?: number | undefined
  state?: ReportState | undefined
  after: number
  limit: number
}

/** Reports with their numbers and the names of their files, oldest first, one more than asked for. */
export async function listReports(tx: Tx, filter: ReportFilter): Promise<ReportRow[]> {
  return select(
    tx,
    sql`r.id > ${filter.after}
      and (${filter.campaignId ?? null}::integer is null or r.campaign_id = ${filter.campaignId ?? null})
      and (${filter.obligationId ?? null}::bigint is null or r.obligation_id = ${filter.obligationId ?? null})
      and (${filter.state ?? null}::text is null or r.state = ${filter.state ?? null})`,
    filter.limit + 1,
  )
}

/** @throws Problem not-found */
export async function findReport(tx: Tx, reportId: number): Promise<ReportRow> {
  const [row] = await select(tx, sql`r.id = ${reportId}`, 1)
  if (row === undefined) throw new Problem('not-found')
  return row
}

async function select(tx: Tx, condition: ReturnType<typeof sql>, limit: number): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select r.id, r.obligation_id as "obligationId", r.campaign_id as "campaignId", r.unit_id as "unitId", r.version,
      r.state, r.text, r.channel, r.submitted_at as "submittedAt", r.receipt, r.review_reason as "reviewReason",
      (select p.name from placement p where p.unit_id = r.unit_id order by lower(p.valid) desc limit 1) as "unitName",
      coalesce((select jsonb_agg(jsonb_build_object('targetId', t.id, 'name', t.name, 'value', v.value) order by t.ordinal)
        from report_value v join target t on t.id = v.target_id where v.report_id = r.id), '[]') as values,
      coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'size', a.size) order by a.id)
        from attachment a where a.report_id = r.id), '[]') as attachments
    from report r where ${condition} order by r.id limit ${limit}`.execute(tx)
  return rows
}
