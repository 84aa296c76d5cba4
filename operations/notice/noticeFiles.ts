import { createHash } from 'node:crypto'
import { Problem } from '../../domain/problem.ts'
import { requireRole, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { MAX_FILES, type AttachmentSummary } from '../unit/attachments.ts'
import { fileTypeOf } from '../unit/fileType.ts'
import { cleanName, MAX_FILE_BYTES, MEGABYTE } from '../unit/prepareFile.ts'

/**
 * Adds a file to a notice that is not issued yet (the circular itself, its annexes): everybody who gets the notice may
 * open it.
 * @throws Problem not-allowed, not-found, notice-not-editable, too-many-files, file-empty, file-too-large,
 *   file-type-refused, file-type-lies, file-has-macros, file-heic
 */
export async function addNoticeFile(
  op: Op,
  input: { noticeId: number; name: string; bytes: Buffer },
): Promise<AttachmentSummary> {
  requireRole(op, 'coordinator', 'administrator')
  const issuerId = await lockEditable(op, input.noticeId)
  if (input.bytes.length === 0) throw new Problem('file-empty')
  if (input.bytes.length > MAX_FILE_BYTES)
    throw new Problem('file-too-large', { max: MAX_FILE_BYTES / MEGABYTE })
  const files = await noticeFiles(op, input.noticeId)
  if (files.length >= MAX_FILES) throw new Problem('too-many-files', { max: MAX_FILES })
  const name = cleanName(input.name)
  const row = await op.tx
    .insertInto('attachment')
    .values({
      notice_id: input.noticeId,
      unit_id: issuerId,
      name,
      media_type: await fileTypeOf(input.bytes, name),
      size: input.bytes.length,
      sha256: createHash('sha256').update(input.bytes).digest(),
      content: input.bytes,
      added_at: op.asOf,
    })
    .returning(['id', 'name', 'size'])
    .executeTakeFirstOrThrow()
  await record(op, {
    operation: 'add-notice-file',
    unitId: issuerId,
    subject: 'notice',
    subjectId: input.noticeId,
  })
  return row
}

/** @throws Problem not-allowed, not-found, notice-not-editable */
export async function removeNoticeFile(
  op: Op,
  input: { noticeId: number; attachmentId: number },
): Promise<void> {
  requireRole(op, 'coordinator', 'administrator')
  const issuerId = await lockEditable(op, input.noticeId)
  const removed = await op.tx
    .deleteFrom('attachment')
    .where('id', '=', input.attachmentId)
    .where('notice_id', '=', input.noticeId)
    .returning('id')
    .executeTakeFirst()
  if (removed === undefined) throw new Problem('not-found')
  await record(op, {
    operation: 'remove-notice-file',
    unitId: issuerId,
    subject: 'notice',
    subjectId: input.noticeId,
  })
}

/** The files of a notice, in the order in which they were added. */
export function noticeFiles(op: Op, noticeId: number): Promise<AttachmentSummary[]> {
  return op.tx
    .selectFrom('attachment')
    .select(['id', 'name', 'size'])
    .where('notice_id', '=', noticeId)
    .orderBy('id')
    .execute()
}

async function lockEditable(op: Op, noticeId: number): Promise<number> {
  const notice = await op.tx
    .selectFrom('notice')
    .select(['state', 'issuer_id'])
    .where('id', '=', noticeId)
    .forUpdate()
    .executeTakeFirst()
  if (notice === undefined) throw new Problem('not-found')
  if (notice.state === 'issued') throw new Problem('notice-not-editable')
  return notice.issuer_id
}
