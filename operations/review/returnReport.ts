import { Problem } from '../../domain/problem.ts'
import { dateIn, endOfDue, type LocalDate } from '../../domain/time.ts'
import { requireReason, type Op } from '../perform.ts'
import { nudgeIfSooner } from '../obligation/nudgeIfSooner.ts'
import { nudgeDelivery, record } from '../record.ts'
import { openCampaign } from '../unit/openObligation.ts'
import { messageContacts } from '../unit/messageContacts.ts'
import { reviewer } from './acceptReport.ts'
import { lockReport } from './lockReport.ts'

export interface ReturnReport {
  reportId: number
  reason: string
  /** The new date by which to report again, inclusive. */
  dueOn: LocalDate
  /** True when what came was no report at all: then the first submission that counts is the next one. */
  asVoid?: boolean
}

/**
 * The report goes back with a reason and a new date. Its reminders and its escalation are armed anew;
 * whether it was on time stays as it was, unless it is returned as void.
 * @throws Problem not-allowed, not-found, report-already-reviewed, reason-needed, due-in-past, campaign-ended
 */
export async function returnReport(op: Op, input: ReturnReport): Promise<void> {
  const reason = requireReason(input.reason)
  const { report, obligation, next } = await lockReport(op, input.reportId, 'return')
  const campaign = await openCampaign(op, report.campaign_id)
  if (input.dueOn < dateIn(campaign.zone, op.asOf)) {
    throw new Problem('due-in-past', { date: input.dueOn }, [{ field: 'dueOn', code: 'due-in-past' }])
  }
  await op.tx
    .updateTable('report')
    .set({ state: 'returned', reviewed_at: op.asOf, reviewed_by: reviewer(op), review_reason: reason })
    .where('id', '=', report.id)
    .execute()
  await op.tx
    .updateTable('obligation')
    .set((eb) => ({
      state: next,
      due_on: input.dueOn,
      due_at: endOfDue(input.dueOn, campaign.zone),
      armed_at: op.asOf,
      due_version: eb('due_version', '+', 1),
      version: eb('version', '+', 1),
      ...(input.asVoid === true ? { first_submitted_at: null } : {}),
    }))
    .where('id', '=', obligation.id)
    .execute()
  await messageContacts(op, {
    kind: 'returned',
    obligationIds: [obligation.id],
    facts: { reason, dueOn: input.dueOn },
    sendAt: op.asOf,
  })
  await nudgeIfSooner(op, campaign, [obligation.id])
  await nudgeDelivery(op.tx)
  await record(op, {
    operation: 'return-report',
    unitId: report.unit_id,
    campaignId: report.campaign_id,
    subject: 'report',
    subjectId: report.id,
    reason,
    detail: { dueOn: input.dueOn, asVoid: input.asVoid ?? false },
  })
}
