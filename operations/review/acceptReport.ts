import type { Op } from '../perform.ts'
import { nudge, record } from '../record.ts'
import { lockReport } from './lockReport.ts'

/**
 * The report is what was asked for; the obligation is done. Where the campaign has closed meanwhile, its results are
 * compiled anew.
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
  if (await hasEnded(op, report.campaign_id)) await nudge(op.tx, 'campaign', report.campaign_id)
  await record(op, {
    operation: 'accept-report',
    unitId: report.unit_id,
    campaignId: report.campaign_id,
    subject: 'report',
    subjectId: report.id,
  })
}

async function hasEnded(op: Op, campaignId: number): Promise<boolean> {
  const campaign = await op.tx
    .selectFrom('campaign')
    .select('ended_at')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow()
  return campaign.ended_at !== null
}

export function reviewer(op: Op): number | null {
  return op.actor.kind === 'account' ? op.actor.accountId : null
}
