import type { Selectable } from 'kysely'
import type { ReportTable } from '../../db/tables/obligation.ts'
import { nextObligationState, type ObligationAction, type ObligationState } from '../../domain/obligation.ts'
import { Problem } from '../../domain/problem.ts'
import { requireRole, type Op } from '../perform.ts'
import { requireIssuer } from '../campaign/requireIssuer.ts'
import { holdSweeps, lockObligation, type Obligation } from '../unit/openObligation.ts'

export interface UnderReview {
  report: Selectable<ReportTable>
  obligation: Obligation
  next: ObligationState
}

/**
 * Locks the report that a reviewer has before her, and its obligation.
 * @throws Problem not-allowed, not-found; report-already-reviewed when somebody was faster or a newer version came in
 */
export async function lockReport(op: Op, reportId: number, action: ObligationAction): Promise<UnderReview> {
  requireRole(op, 'coordinator', 'administrator')
  const found = await op.tx
    .selectFrom('report')
    .select(['obligation_id', 'campaign_id'])
    .where('id', '=', reportId)
    .executeTakeFirst()
  if (found === undefined) throw new Problem('not-found')
  await requireIssuer(op, [found.campaign_id])
  if (action === 'return') await holdSweeps(op, [found.campaign_id])
  const obligation = await lockObligation(op, found.obligation_id)
  const report = await op.tx
    .selectFrom('report')
    .selectAll()
    .where('id', '=', reportId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const next = nextObligationState(obligation.state, action)
  if (report.state !== 'submitted' || next === null) throw new Problem('report-already-reviewed')
  return { report, obligation, next }
}
