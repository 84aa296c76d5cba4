import type { NoticeDraft } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import type { Db, Tx } from '../connection.ts'
import type { NoticeState } from '../tables/notice.ts'

/** A notice with its parts, as its author wrote it. */
export interface Notice extends NoticeDraft {
  id: number
  issuerId: number
  state: NoticeState
  version: number
  files: { id: number; name: string; size: number }[]
}

/** @throws Problem not-found */
export async function loadNotice(db: Db | Tx, noticeId: number): Promise<Notice> {
  const row = await db.selectFrom('notice').selectAll().where('id', '=', noticeId).executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  const items = await db
    .selectFrom('notice_item')
    .select(['group_title as groupTitle', 'title', 'text'])
    .where('notice_id', '=', noticeId)
    .orderBy('ordinal')
    .execute()
  return {
    id: row.id,
    issuerId: row.issuer_id,
    state: row.state,
    version: row.version,
    number: row.number,
    issuerName: row.issuer_name,
    signer: row.signer,
    issuedOn: row.issued_on,
    title: row.title,
    theme: row.theme,
    body: row.body,
    windowFrom: row.window_from,
    windowTo: row.window_to,
    acknowledgeDueOn: row.acknowledge_due_on,
    contactNames: row.contact_names,
    contactTelephone: row.contact_telephone,
    replyMailbox: row.reply_mailbox,
    address: row.address,
    urgent: row.urgent,
    zone: row.zone,
    policy: row.policy,
    audience: row.audience,
    items,
    milestones: await loadMilestones(db, noticeId),
    files: await db
      .selectFrom('attachment')
      .select(['id', 'name', 'size'])
      .where('notice_id', '=', noticeId)
      .orderBy('id')
      .execute(),
  }
}

async function loadMilestones(db: Db | Tx, noticeId: number): Promise<NoticeDraft['milestones']> {
  const milestones = await db
    .selectFrom('milestone')
    .selectAll()
    .where('notice_id', '=', noticeId)
    .orderBy('ordinal')
    .execute()
  const targets = await db
    .selectFrom('target as t')
    .innerJoin('milestone as m', 'm.id', 't.milestone_id')
    .select(['t.id', 't.milestone_id', 't.name', 't.measure', 't.total'])
    .where('m.notice_id', '=', noticeId)
    .orderBy('t.ordinal')
    .execute()
  return milestones.map((milestone) => ({
    what: milestone.what,
    instructions: milestone.instructions,
    kind: milestone.kind,
    dueOn: milestone.due_on,
    graceWorkingDays: milestone.grace_working_days,
    lockOn: milestone.lock_on,
    needsAttachment: milestone.needs_attachment,
    targets: targets
      .filter((target) => target.milestone_id === milestone.id)
      .map(({ id, name, measure, total }) => ({ id, name, measure, total })),
  }))
}
