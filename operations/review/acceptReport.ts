import type { Op } from '../perform.ts'
import { record } from '../record.ts'
import { lockReport } from './lockReport.ts'

/**
 * The report is what was asked for; the obligation is done.
 * @throws Problem not-allowed, not-found, report-already-reviewed
 */
export async function acceptReport(op: Op, input: { reportId: number }): Promise<void> {
  const { report, obligation, next } = await lockReport(op, input.reportId, 'accept')
  await op.tx
    .updateTable('report')
    .set({ state: 'accepted', reviewed_at: op.asOf, reviewed_by: reviewer(op) })
    .where('id', '=', report.id)
    .execute()
  await op.tx
    .updateTable('obligation')
    .set((eb) => ({ state: next, version: eb('version', '+', 1) }))
    .where('id', '=', obligation.id)
    .execute()
  await record(op, {
    operation: 'accept-report',
    unitId: report.unit_id,
    campaignId: report.campaign_id,
    subject: 'report',
    subjectId: report.id,
  })
}

export function reviewer(op: Op): number | null {
  return op.actor.kind === 'account' ? op.actor.accountId : null
}
