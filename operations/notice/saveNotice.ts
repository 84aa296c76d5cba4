import type { Insertable } from 'kysely'
import type { NoticeTable } from '../../db/tables/notice.ts'
import { draftProblems, type NoticeDraft } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { requireRole, type AccountActor, type Op } from '../perform.ts'
import { record } from '../record.ts'

export interface SaveNotice {
  /** null: a new draft. */
  noticeId: number | null
  /** The version that the author had before her; null for a new draft. */
  version: number | null
  draft: NoticeDraft
}

/**
 * Keeps a draft. A draft may be unfinished, but not contradict itself.
 * @throws Problem not-allowed, not-found, invalid-input, notice-not-editable, changed-meanwhile
 */
export async function saveNotice(op: Op, input: SaveNotice): Promise<{ noticeId: number; version: number }> {
  requireRole(op, 'coordinator', 'administrator')
  const complaints = draftProblems(input.draft).filter(({ code }) => code !== 'notice-needs-milestone')
  if (complaints.length > 0) throw new Problem('invalid-input', {}, complaints)
  const saved =
    input.noticeId === null
      ? await insertNotice(op, input.draft)
      : await updateNotice(op, input.noticeId, input)
  await replaceParts(op, saved.noticeId, input.draft)
  await record(op, {
    operation: input.noticeId === null ? 'create-notice' : 'save-notice',
    unitId: op.actor.unitId,
    subject: 'notice',
    subjectId: saved.noticeId,
  })
  return saved
}

type NoticeColumns = Omit<
  Insertable<NoticeTable>,
  'issuer_id' | 'created_by' | 'created_at' | 'updated_at' | 'version' | 'state'
>

function columnsOf(draft: NoticeDraft): NoticeColumns {
  return {
    number: draft.number,
    issuer_name: draft.issuerName,
    signer: draft.signer,
    issued_on: draft.issuedOn,
    title: draft.title,
    theme: draft.theme,
    body: draft.body,
    window_from: draft.windowFrom,
    window_to: draft.windowTo,
    acknowledge_due_on: draft.acknowledgeDueOn,
    contact_names: draft.contactNames,
    contact_telephone: draft.contactTelephone,
    reply_mailbox: draft.replyMailbox,
    address: draft.address,
    urgent: draft.urgent,
    zone: draft.zone,
    policy: JSON.stringify(draft.policy),
    audience: JSON.stringify(draft.audience),
  }
}

async function insertNotice(
  op: Op<AccountActor>,
  draft: NoticeDraft,
): Promise<{ noticeId: number; version: number }> {
  const row = await op.tx
    .insertInto('notice')
    .values({
      ...columnsOf(draft),
      issuer_id: op.actor.unitId,
      created_by: op.actor.accountId,
      created_at: op.asOf,
      updated_at: op.asOf,
    })
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()
  return { noticeId: row.id, version: row.version }
}

async function updateNotice(
  op: Op,
  noticeId: number,
  input: SaveNotice,
): Promise<{ noticeId: number; version: number }> {
  const current = await op.tx
    .selectFrom('notice')
    .select(['state', 'version'])
    .where('id', '=', noticeId)
    .forUpdate()
    .executeTakeFirst()
  if (current === undefined) throw new Problem('not-found')
  if (current.state === 'issued') throw new Problem('notice-not-editable')
  if (input.version !== null && input.version !== current.version) throw new Problem('changed-meanwhile')
  const version = current.version + 1
  await op.tx
    .updateTable('notice')
    .set({ ...columnsOf(input.draft), state: 'draft', version, updated_at: op.asOf })
    .where('id', '=', noticeId)
    .execute()
  return { noticeId, version }
}

/** Groups, milestones and targets of a draft have no history of their own: they are written anew. */
async function replaceParts(op: Op, noticeId: number, draft: NoticeDraft): Promise<void> {
  await op.tx.deleteFrom('notice_item').where('notice_id', '=', noticeId).execute()
  await op.tx.deleteFrom('milestone').where('notice_id', '=', noticeId).execute()
  if (draft.items.length > 0) {
    await op.tx
      .insertInto('notice_item')
      .values(
        draft.items.map((item, index) => ({
          notice_id: noticeId,
          ordinal: index + 1,
          group_title: item.groupTitle,
          title: item.title,
          text: item.text,
        })),
      )
      .execute()
  }
  for (const [index, milestone] of draft.milestones.entries()) {
    const { id } = await op.tx
      .insertInto('milestone')
      .values({
        notice_id: noticeId,
        ordinal: index + 1,
        what: milestone.what,
        instructions: milestone.instructions,
        kind: milestone.kind,
        due_on: milestone.dueOn,
        grace_working_days: milestone.graceWorkingDays,
        lock_on: milestone.lockOn,
        needs_attachment: milestone.needsAttachment,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (milestone.targets.length === 0) continue
    await op.tx
      .insertInto('target')
      .values(
        milestone.targets.map((target, place) => ({
          milestone_id: id,
          ordinal: place + 1,
          name: target.name,
          measure: target.measure,
          total: target.total,
        })),
      )
      .execute()
  }
}
