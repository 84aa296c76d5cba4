import type { RecordObligation } from '../../../db/queries/unitRecord.ts'
import type { StateFacts } from '../../../domain/whyState.ts'
import type { RecordView } from './recordView.ts'

/** What the record of a unit has about one of its obligations. */
export function stateFacts(view: RecordView, obligation: RecordObligation): StateFacts {
  const { head, reports, acknowledgedAt } = view
  const [report] = reports
    .filter(({ obligationId }) => obligationId === obligation.id)
    .sort((one, other) => other.version - one.version)
  return {
    duty: obligation.duty,
    state: obligation.raw,
    dueOn: obligation.dueOn,
    past: obligation.state === 'overdue',
    issuedAt: head.issuedAt,
    endedAt: head.endedAt,
    acknowledgedAt,
    report:
      report === undefined
        ? null
        : {
            at: report.submittedAt,
            who: report.submitterName,
            version: report.version,
            reviewedAt: report.reviewedAt,
            reviewer: report.reviewerName,
            reason: report.reviewReason,
          },
    waived: waivedBy(view, obligation),
  }
}

/** By a supervisor's decision, by a coordinator for this unit, or for many at once: then the mail about it knows. */
function waivedBy({ items, entries, mails, mailWhys }: RecordView, { id, ordinal }: RecordObligation) {
  const decision = items
    .filter(({ obligationId }) => obligationId === id)
    .flatMap(({ decisions }) => decisions)
    .find(({ kind }) => kind === 'waive')
  if (decision !== undefined) return decision
  const entry = entries.find(({ operation, subjectId }) => operation === 'waive' && subjectId === id)
  if (entry !== undefined) return { at: entry.at, who: entry.actorName, reason: entry.reason ?? '' }
  const mail = mails.find(
    ({ id: mailId, facts }) =>
      facts.change === 'waived' && mailWhys.about.get(mailId)?.some((thing) => thing.ordinal === ordinal),
  )
  return mail === undefined ? null : { at: mail.createdAt, who: null, reason: mail.facts.reason ?? '' }
}
