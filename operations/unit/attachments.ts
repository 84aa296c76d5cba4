import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { nextObligationState } from '../../domain/obligation.ts'
import { Problem } from '../../domain/problem.ts'
import type { Op } from '../perform.ts'
import { record } from '../record.ts'
import { lockObligation, openCampaign } from './openObligation.ts'
import type { PreparedFile } from './prepareFile.ts'

export const MAX_FILES = 9

export interface AddAttachment {
  obligationId: number
  file: PreparedFile
}

export interface AttachmentSummary {
  id: number
  name: string
  size: number
}

/**
 * Keeps a file for the report that is being written; it goes in with the next submission.
 * @throws Problem not-found, campaign-ended, obligation-ended, too-many-files
 */
export async function addAttachment(op: Op, input: AddAttachment): Promise<AttachmentSummary> {
  const { name, mediaType, bytes } = input.file
  const obligation = await lockObligation(op, input.obligationId)
  await openCampaign(op, obligation.campaign_id)
  if (nextObligationState(obligation.state, 'submit', obligation.duty) === null)
    throw new Problem('obligation-ended')
  const waiting = await waitingFiles(op, obligation.id)
  if (waiting >= MAX_FILES) throw new Problem('too-many-files', { max: MAX_FILES })
  const row = await op.tx
    .insertInto('attachment')
    .values({
      obligation_id: obligation.id,
      unit_id: obligation.unit_id,
      name,
      media_type: mediaType,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest(),
      content: bytes,
      added_at: op.asOf,
    })
    .returning(['id', 'name', 'size'])
    .executeTakeFirstOrThrow()
  await record(op, {
    operation: 'add-attachment',
    unitId: obligation.unit_id,
    campaignId: obligation.campaign_id,
    subject: 'attachment',
    subjectId: row.id,
  })
  return row
}

async function waitingFiles(op: Op, obligationId: number): Promise<number> {
  const { n } = await op.tx
    .selectFrom('attachment')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('obligation_id', '=', obligationId)
    .where('report_id', 'is', null)
    .executeTakeFirstOrThrow()
  return n
}

/**
 * What a link reaches: the campaign that it was made for, and no other of its unit; a colleague has been shown that one
 * alone.
 */
function reachedBy(op: Op) {
  const { actor } = op
  if (actor.kind !== 'link') return sql<boolean>`true`
  return sql<boolean>`(
    obligation_id in (select id from obligation where campaign_id = ${actor.campaignId})
    or notice_id in (select notice_id from campaign where id = ${actor.campaignId}))`
}

/** Takes back a file that has not been submitted yet. @throws Problem not-found */
export async function removeAttachment(op: Op, input: { attachmentId: number }): Promise<void> {
  const removed = await op.tx
    .deleteFrom('attachment')
    .where('id', '=', input.attachmentId)
    .where('report_id', 'is', null)
    .where('obligation_id', 'is not', null)
    .where(reachedBy(op))
    .returning(['unit_id'])
    .executeTakeFirst()
  if (removed === undefined) throw new Problem('not-found')
  await record(op, {
    operation: 'remove-attachment',
    unitId: removed.unit_id,
    subject: 'attachment',
    subjectId: input.attachmentId,
  })
}

/** @throws Problem not-found */
export async function loadAttachment(
  op: Op,
  attachmentId: number,
): Promise<{ name: string; mediaType: string; content: Buffer }> {
  const row = await op.tx
    .selectFrom('attachment')
    .select(['name', 'media_type', 'content'])
    .where('id', '=', attachmentId)
    .where(reachedBy(op))
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  return { name: row.name, mediaType: row.media_type, content: row.content }
}
