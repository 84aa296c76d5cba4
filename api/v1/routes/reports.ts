import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findReport, listReports, type ReportRow } from '../../../db/queries/api/reports.ts'
import { dateField } from '../../../domain/notice.ts'
import { singleLine } from '../../../domain/text.ts'
import { waiveObligation } from '../../../operations/obligation/waive.ts'
import { acceptReport } from '../../../operations/review/acceptReport.ts'
import { returnReport } from '../../../operations/review/returnReport.ts'
import { submitReport } from '../../../operations/unit/submitReport.ts'
import type { Op } from '../../../operations/perform.ts'
import { coordinating, watching } from '../../../web/access.ts'
import { decodeCursor, toPage } from '../paging.ts'
import { commands, noInput, noParams, reads, type ApiDependencies } from '../route.ts'
import { cursorQuery, done, type Id, idParams, instant, pageOf, reasonBody } from '../schemas.ts'

const tag = 'reports'
const state = z.enum(['submitted', 'superseded', 'returned', 'accepted'])

export const reportAnswer = z
  .object({
    id: z.number().int(),
    obligationId: z.number().int(),
    campaignId: z.number().int(),
    unitId: z.number().int(),
    unitName: z.string(),
    version: z.number().int(),
    state,
    text: z.string(),
    channel: z.enum(['link', 'telephone', 'paper', 'account']),
    submittedAt: instant,
    receipt: z.string(),
    reviewReason: z.string().nullable(),
    values: z.array(z.object({ targetId: z.number().int(), name: z.string(), value: z.number() })),
    attachments: z.array(z.object({ id: z.number().int(), name: z.string(), size: z.number().int() })),
  })
  .meta({ id: 'Report' })

/** What a unit reports: its words and its numbers. */
export const reportBody = z.strictObject({
  text: z.string().max(20000),
  values: z
    .array(z.strictObject({ targetId: z.number().int().positive(), value: z.number().min(0).max(1e12) }))
    .max(50)
    .default([]),
  submitterName: singleLine(1, 60),
})

export const receiptAnswer = z
  .object({ receipt: z.string(), submittedAt: instant, version: z.number().int() })
  .meta({ id: 'Receipt' })

export const valuesOf = (values: { targetId: number; value: number }[]): Map<number, number> =>
  new Map(values.map(({ targetId, value }) => [targetId, value]))

const answerOf = (row: ReportRow): z.output<typeof reportAnswer> => ({
  ...row,
  submittedAt: row.submittedAt.toISOString(),
})

const oneReport = {
  answer: reportAnswer,
  read: async ({ tx }: Op, { id }: Id) => answerOf(await findReport(tx, id)),
  hold: ({ tx }: Op, { id }: Id) =>
    tx.selectFrom('report').select('id').where('id', '=', id).forUpdate().execute(),
}

export function reportRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  readReports(app, deps)
  reviewReports(app, deps)
  recordForUnits(app, deps)
}

function readReports(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/reports', {
    summary: 'Reports in sight, oldest first',
    tag,
    access: watching,
    params: noParams,
    input: z.strictObject({
      ...cursorQuery,
      campaignId: z.coerce.number().int().positive().optional(),
      obligationId: z.coerce.number().int().positive().optional(),
      state: state.optional(),
    }),
    answer: pageOf(reportAnswer),
    async read({ tx }, _params, { cursor, limit, ...filter }) {
      const page = toPage(await listReports(tx, { ...filter, after: decodeCursor(cursor), limit }), limit)
      return { ...page, items: page.items.map(answerOf) }
    },
  })
  reads(app, deps, '/reports/:id', {
    summary: 'One version of a report',
    tag,
    access: watching,
    params: idParams,
    input: noInput,
    ...oneReport,
  })
}

function reviewReports(app: FastifyInstance, deps: ApiDependencies): void {
  commands(app, deps, 'POST', '/reports/:id/accept', {
    summary: 'Accept a report; the second of two reviewers is told',
    tag,
    access: coordinating,
    params: idParams,
    ifMatch: oneReport,
    input: noInput,
    answer: done,
    async run(op, { id }) {
      await acceptReport(op, { reportId: id })
      return { done: true as const }
    },
  })
  commands(app, deps, 'POST', '/reports/:id/return', {
    summary: 'Give a report back with a reason and a new date',
    tag,
    access: coordinating,
    params: idParams,
    ifMatch: oneReport,
    input: reasonBody.extend({ dueOn: dateField, asVoid: z.boolean().default(false) }),
    answer: done,
    async run(op, { id }, body) {
      await returnReport(op, { reportId: id, ...body })
      return { done: true as const }
    },
  })
}

function recordForUnits(app: FastifyInstance, deps: ApiDependencies): void {
  commands(app, deps, 'POST', '/obligations/:id/report', {
    summary: 'Record a report taken by telephone or from paper',
    tag,
    access: watching,
    params: idParams,
    input: reportBody.extend({ channel: z.enum(['telephone', 'paper', 'account']) }),
    answer: receiptAnswer,
    async run(op, { id }, { values, ...body }) {
      const receipt = await submitReport(op, { obligationId: id, ...body, values: valuesOf(values) })
      return { ...receipt, submittedAt: receipt.submittedAt.toISOString() }
    },
  })
  commands(app, deps, 'POST', '/obligations/:id/waive', {
    summary: 'Let one unit off',
    tag,
    access: coordinating,
    params: idParams,
    input: reasonBody,
    answer: done,
    async run(op, { id }, { reason }) {
      await waiveObligation(op, { obligationId: id, reason })
      return { done: true as const }
    },
  })
}
