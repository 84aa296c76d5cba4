import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { loadNotice, type Notice } from '../../../db/queries/notices.ts'
import { noticeDraftSchema } from '../../../domain/notice.ts'
import { checkNotice, issueNotice } from '../../../operations/notice/issueNotice.ts'
import { previewNotice } from '../../../operations/notice/previewNotice.ts'
import { saveNotice } from '../../../operations/notice/saveNotice.ts'
import type { Op } from '../../../operations/perform.ts'
import { coordinating } from '../../../web/access.ts'
import { decodeCursor, toPage } from '../paging.ts'
import { commands, noInput, noParams, reads, type ApiDependencies } from '../route.ts'
import { cursorQuery, day, done, type Id, idParams, instant, pageOf } from '../schemas.ts'

const tag = 'notices'
const state = z.enum(['draft', 'checked', 'issued'])
const versionBody = z.strictObject({
  /** The version that was looked at; null skips the comparison. */
  version: z.number().int().nullable(),
})
const summaryAnswer = z
  .object({
    id: z.number().int(),
    number: z.string(),
    title: z.string(),
    state,
    issuedOn: day,
    version: z.number().int(),
  })
  .meta({ id: 'NoticeSummary' })
const noticeAnswer = z
  .object({
    id: z.number().int(),
    state,
    version: z.number().int(),
    draft: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Notice', description: 'draft: the same fields that are sent in' })
const complaint = z.object({
  field: z.string(),
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
const previewAnswer = z
  .object({
    audience: z.object({
      total: z.number().int(),
      byType: z.array(z.object({ type: z.string(), units: z.number().int() })),
      withoutAddress: z.number().int(),
    }),
    moments: z.array(
      z.object({
        at: instant,
        kind: z.enum(['issue', 'deadline', 'reminder', 'late', 'escalation']),
        step: z.string(),
        nth: z.number().int(),
        duty: z.enum(['acknowledge', 'report']),
        milestone: z.number().int().nullable(),
        level: z.number().int().nullable(),
      }),
    ),
    problems: z.array(complaint),
    warnings: z.array(complaint),
  })
  .meta({ id: 'NoticePreview' })

function draftOf({ id, issuerId, state: _state, version, ...draft }: Notice): Record<string, unknown> {
  return { ...draft, issuerId, noticeId: id, version }
}

const oneNotice = {
  answer: noticeAnswer,
  async read({ tx }: Op, { id }: Id) {
    const notice = await loadNotice(tx, id)
    return { id, state: notice.state, version: notice.version, draft: draftOf(notice) }
  },
  hold: ({ tx }: Op, { id }: Id) =>
    tx.selectFrom('notice').select('id').where('id', '=', id).forUpdate().execute(),
}

export function noticeRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  readNotices(app, deps)
  writeNotices(app, deps)
}

function readNotices(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/notices', {
    summary: 'Drafts and issued notices, oldest first',
    tag,
    access: coordinating,
    params: noParams,
    input: z.strictObject({ ...cursorQuery, state: state.optional() }),
    answer: pageOf(summaryAnswer),
    async read({ tx }, _params, { cursor, limit, state: wanted }) {
      const rows = await tx
        .selectFrom('notice')
        .select(['id', 'number', 'title', 'state', 'issued_on as issuedOn', 'version'])
        .where('id', '>', decodeCursor(cursor))
        .$if(wanted !== undefined, (query) => query.where('state', '=', wanted ?? 'draft'))
        .orderBy('id')
        .limit(limit + 1)
        .execute()
      return toPage(rows, limit)
    },
  })
  reads(app, deps, '/notices/:id', {
    summary: 'One notice with all its parts',
    tag,
    access: coordinating,
    params: idParams,
    input: noInput,
    answer: oneNotice.answer,
    read: oneNotice.read,
  })
  reads(app, deps, '/notices/:id/preview', {
    summary: 'Exactly who would get it, and when each mail and escalation would go',
    tag,
    access: coordinating,
    params: idParams,
    input: noInput,
    answer: previewAnswer,
    async read(op, { id }) {
      const { audience, moments, problems, warnings } = await previewNotice(op, id)
      const planned = moments.map((moment) => ({ ...moment, at: moment.at.toISOString() }))
      return { audience, moments: planned, problems, warnings }
    },
  })
}

function writeNotices(app: FastifyInstance, deps: ApiDependencies): void {
  const saved = z.object({ noticeId: z.number().int(), version: z.number().int() })
  commands(app, deps, 'POST', '/notices', {
    summary: 'Keep a new draft',
    tag,
    access: coordinating,
    params: noParams,
    input: noticeDraftSchema,
    answer: saved,
    run: (op, _params, draft) => saveNotice(op, { noticeId: null, version: null, draft }),
  })
  commands(app, deps, 'PUT', '/notices/:id', {
    summary: 'Change a draft that is not issued yet',
    tag,
    access: coordinating,
    params: idParams,
    ifMatch: oneNotice,
    input: versionBody.extend({ draft: noticeDraftSchema }),
    answer: saved,
    run: (op, { id }, { version, draft }) => saveNotice(op, { noticeId: id, version, draft }),
  })
  commands(app, deps, 'POST', '/notices/:id/check', {
    summary: 'Mark a draft as looked over',
    tag,
    access: coordinating,
    params: idParams,
    ifMatch: oneNotice,
    input: versionBody,
    answer: done,
    async run(op, { id }, { version }) {
      await checkNotice(op, { noticeId: id, version })
      return { done: true as const }
    },
  })
  commands(app, deps, 'POST', '/notices/:id/issue', {
    summary: 'Issue a checked notice; its units get it in the background',
    tag,
    access: coordinating,
    params: idParams,
    ifMatch: oneNotice,
    input: versionBody,
    answer: z.object({ campaignId: z.number().int(), units: z.number().int() }),
    run: (op, { id }, { version }) => issueNotice(op, { noticeId: id, version }),
  })
}
