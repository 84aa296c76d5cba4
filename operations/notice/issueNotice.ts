import { audienceAsOf } from '../../db/queries/audience.ts'
import { loadNotice, type Notice } from '../../db/queries/notices.ts'
import { draftProblems } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn } from '../../domain/time.ts'
import { requireRole, type Op } from '../perform.ts'
import { nudge, record } from '../record.ts'
import { issueProblems } from './previewNotice.ts'

/**
 * Marks a draft as looked over: complete, and ready to be issued. Changing it makes it a draft again.
 * @throws Problem not-allowed, not-found, notice-not-editable, invalid-input, changed-meanwhile
 */
export async function checkNotice(
  op: Op,
  input: { noticeId: number; version: number | null },
): Promise<void> {
  requireRole(op, 'coordinator', 'administrator')
  const notice = await lockNotice(op, input)
  const problems = draftProblems(notice)
  if (problems.length > 0) throw new Problem('invalid-input', {}, problems)
  await op.tx.updateTable('notice').set({ state: 'checked' }).where('id', '=', notice.id).execute()
  await record(op, {
    operation: 'check-notice',
    unitId: notice.issuerId,
    subject: 'notice',
    subjectId: notice.id,
  })
}

/**
 * Issues a checked notice: commits it and answers at once. Its workflow inserts the assignments; audience, policy and
 * chain stay as they are at this instant.
 * @returns the campaign
 * @throws Problem not-allowed, not-found, notice-not-checked, notice-not-editable, invalid-input, changed-meanwhile
 */
export async function issueNotice(
  op: Op,
  input: { noticeId: number; version: number | null },
): Promise<{ campaignId: number; units: number }> {
  requireRole(op, 'coordinator', 'administrator')
  const notice = await lockNotice(op, input)
  if (notice.state !== 'checked') throw new Problem('notice-not-checked')
  const today = dateIn(notice.zone, op.asOf)
  const unitIds = await audienceAsOf(op.tx, { issuerId: notice.issuerId, rules: notice.audience, day: today })
  const problems = [...draftProblems(notice), ...(await issueProblems(op, notice, unitIds, today))]
  if (problems.length > 0) throw new Problem('invalid-input', {}, problems)

  await op.tx.updateTable('notice').set({ state: 'issued' }).where('id', '=', notice.id).execute()
  const { id } = await op.tx
    .insertInto('campaign')
    .values({
      notice_id: notice.id,
      issuer_id: notice.issuerId,
      state: 'issuing',
      issued_at: op.asOf,
      issued_by: op.actor.accountId,
      audience_as_of: today,
      audience_size: unitIds.length,
      policy: JSON.stringify(notice.policy),
      zone: notice.zone,
      urgent: notice.urgent,
      next_moment_at: op.asOf,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await nudge(op.tx, 'campaign', id)
  await record(op, {
    operation: 'issue-notice',
    unitId: notice.issuerId,
    campaignId: id,
    subject: 'notice',
    subjectId: notice.id,
    detail: { units: unitIds.length },
  })
  return { campaignId: id, units: unitIds.length }
}

async function lockNotice(op: Op, input: { noticeId: number; version: number | null }): Promise<Notice> {
  const row = await op.tx
    .selectFrom('notice')
    .select(['state', 'version'])
    .where('id', '=', input.noticeId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  if (row.state === 'issued') throw new Problem('notice-not-editable')
  if (input.version !== null && input.version !== row.version) throw new Problem('changed-meanwhile')
  return loadNotice(op.tx, input.noticeId)
}
