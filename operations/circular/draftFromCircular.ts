import { loadUnitName } from '../../db/queries/campaignBoard.ts'
import { loadCircular, unitsNamed, type StoredCircular } from '../../db/queries/circulars.ts'
import { loadInstallation, loadWorkingTime } from '../../db/queries/workingTime.ts'
import { draftFromFiles, type CircularFile } from '../../domain/circular/files.ts'
import { matchRecipients, namedRecipients } from '../../domain/circular/match.ts'
import { noAnswers, toNoticeDraft, type CircularAnswers } from '../../domain/circular/toNotice.ts'
import { noticeDraftSchema, type NoticeDraft } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn } from '../../domain/time.ts'
import { addNoticeFile } from '../notice/noticeFiles.ts'
import { saveNotice } from '../notice/saveNotice.ts'
import type { AccountActor, Op } from '../perform.ts'

/** A circular or annex whose text has been read, with the file as it came; pasted text comes without one. */
export interface ReadFile extends CircularFile {
  bytes: Buffer | null
}

/**
 * Makes the draft of a notice from a circular and its annexes and keeps their files with it. Nothing is sent and nobody
 * is asked: the draft waits for its author as any other does.
 * @throws Problem not-allowed, and what addNoticeFile throws
 */
export async function draftFromCircular(
  op: Op<AccountActor>,
  files: ReadFile[],
): Promise<{ noticeId: number }> {
  const { zone } = await loadInstallation(op.tx)
  const { calendar } = await loadWorkingTime(op.tx)
  const {
    files: places,
    text,
    ...draft
  } = draftFromFiles(files, {
    zone,
    isWorking: (date) => calendar.isWorking(date),
  })
  const names = draft.recipients.map(({ name }) => name)
  const matches = matchRecipients(names, await unitsNamed(op.tx, namedRecipients(names)))
  const name = files.some(({ bytes }) => bytes !== null) ? (places[0]?.name ?? '') : ''
  const circular = { name, draft: { ...draft, text }, matches, answers: noAnswers, noticeVersion: 0 }
  const notice = await noticeFrom(op, circular)
  const { noticeId, version } = await saveNotice(op, { noticeId: null, version: null, draft: notice })
  await op.tx
    .insertInto('circular')
    .values({
      notice_id: noticeId,
      name: name.slice(0, 200),
      text,
      draft: JSON.stringify(draft),
      matches: JSON.stringify(matches),
      answers: JSON.stringify(noAnswers),
      notice_version: version,
    })
    .execute()
  for (const file of files)
    if (file.bytes !== null) await addNoticeFile(op, { noticeId, name: file.name, bytes: file.bytes })
  return { noticeId }
}

/**
 * Settles what a circular left open, and writes the draft anew from it.
 * @throws Problem not-allowed, not-found, notice-not-editable, invalid-input; changed-meanwhile where the draft has been
 *   changed since other than here, so that nothing written by hand is lost
 */
export async function settleCircular(
  op: Op<AccountActor>,
  input: { noticeId: number; answers: CircularAnswers },
): Promise<void> {
  const circular = await loadCircular(op.tx, input.noticeId)
  if (circular === null) throw new Problem('not-found')
  const draft = await noticeFrom(op, { ...circular, answers: input.answers })
  const saved = await saveNotice(op, { noticeId: input.noticeId, version: circular.noticeVersion, draft })
  await op.tx
    .updateTable('circular')
    .set({ answers: JSON.stringify(input.answers), notice_version: saved.version })
    .where('notice_id', '=', input.noticeId)
    .execute()
}

async function noticeFrom(op: Op<AccountActor>, circular: StoredCircular): Promise<NoticeDraft> {
  const { zone } = await loadInstallation(op.tx)
  const { draft, matches, answers, name } = circular
  const input = toNoticeDraft(draft, matches, answers, {
    title: name === '' ? firstLine(draft.text) : name.replace(/\.[^.]*$/, ''),
    issuerName: await loadUnitName(op.tx, op.actor.unitId),
    today: dateIn(zone, op.asOf),
    zone,
  })
  return noticeDraftSchema.parse(input)
}

function firstLine(text: string): string {
  return /\S.*/.exec(text)?.[0].trim().slice(0, 60) ?? '—'
}
