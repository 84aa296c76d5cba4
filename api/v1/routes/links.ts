import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { listObligations } from '../../../db/queries/api/obligations.ts'
import { countedStates } from '../../../db/queries/stateCounts.ts'
import { Problem } from '../../../domain/problem.ts'
import { look, type LinkActor } from '../../../operations/perform.ts'
import { acknowledge } from '../../../operations/unit/acknowledge.ts'
import { openLink } from '../../../operations/unit/openLink.ts'
import { saveDraft } from '../../../operations/unit/saveDraft.ts'
import { submitReport } from '../../../operations/unit/submitReport.ts'
import { perLink } from '../../../web/routes/unitLimits.ts'
import { operate } from '../operate.ts'
import { parse, type ApiDependencies } from '../route.ts'
import { day, idempotencyHeaders, instant, refusals } from '../schemas.ts'
import { receiptAnswer, reportBody, valuesOf } from './reports.ts'

const tag = 'links'
const token = z.string().min(10).max(80)
export const tokenParams = z.strictObject({ token })
export const obligationParams = z.strictObject({ token, id: z.coerce.number().int().positive() })
const config = { access: 'link' as const, rateLimit: perLink(120) }

const owedAnswer = z
  .object({
    campaignId: z.number().int(),
    unitId: z.number().int(),
    obligations: z.array(
      z.object({
        id: z.number().int(),
        duty: z.enum(['acknowledge', 'report']),
        milestoneId: z.number().int().nullable(),
        state: z.enum(countedStates),
        dueOn: day.nullable(),
        submittedAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Owed' })

const draftBody = z.strictObject({
  text: z.string().max(20000),
  values: z.record(z.string().max(12), z.string().max(40)).default({}),
})

/** What a unit does with the link that it was mailed. Reading changes nothing. */
export function linkRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  readOwed(app, deps)
  answerNotice(app, deps)
}

/** @throws Problem link-invalid, link-expired, link-replaced, link-ended */
export async function visitor(deps: ApiDependencies, request: FastifyRequest): Promise<LinkActor> {
  const params = parse(z.object({ token }), request.params)
  const opened = await openLink(deps.db, deps.linkKey, params.token)
  switch (opened.kind) {
    case 'open':
      return opened.actor
    case 'unknown':
      throw new Problem('link-invalid')
    case 'expired':
    case 'replaced':
    case 'ended':
      throw new Problem(`link-${opened.kind}`, { telephone: opened.ask.telephone })
  }
}

function readOwed(app: FastifyInstance, deps: ApiDependencies): void {
  app.get('/links/:token', {
    config,
    schema: {
      summary: 'What the unit owes',
      tags: [tag],
      params: tokenParams,
      response: { 200: owedAnswer, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const { campaignId, unitId } = actor
      const rows = await look(deps.db, actor, ({ tx, asOf }) =>
        listObligations(tx, { campaignId, unitId, after: 0, limit: 100 }, asOf),
      )
      const obligations = rows.map(({ id, duty, milestoneId, state, dueOn, submittedAt }) => ({
        id,
        duty,
        milestoneId,
        state,
        dueOn,
        submittedAt: submittedAt?.toISOString() ?? null,
      }))
      return { campaignId, unitId, obligations }
    },
  })
}

function answerNotice(app: FastifyInstance, deps: ApiDependencies): void {
  const acknowledged = z.object({ acknowledgedAt: instant })
  app.post('/links/:token/acknowledge', {
    config,
    schema: {
      summary: 'Say that the notice has come',
      tags: [tag],
      params: tokenParams,
      headers: idempotencyHeaders,
      response: { 200: acknowledged, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const { campaignId, unitId } = actor
      return operate(deps.db, request, actor, acknowledged, async (op) => {
        const at = await acknowledge(op, { campaignId, unitId, via: 'link' })
        return { acknowledgedAt: at.toISOString() }
      })
    },
  })
  app.post('/links/:token/obligations/:id/report', {
    config,
    schema: {
      summary: 'Report',
      tags: [tag],
      params: obligationParams,
      headers: idempotencyHeaders,
      body: reportBody,
      response: { 200: receiptAnswer, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const { id } = parse(obligationParams, request.params)
      const { values, ...body } = parse(reportBody, request.body)
      return operate(deps.db, request, actor, receiptAnswer, async (op) => {
        const report = { obligationId: id, ...body, values: valuesOf(values), channel: 'link' as const }
        const receipt = await submitReport(op, report)
        return { ...receipt, submittedAt: receipt.submittedAt.toISOString() }
      })
    },
  })
  const saved = z.object({ savedAt: instant })
  app.post('/links/:token/obligations/:id/draft', {
    config,
    schema: {
      summary: 'Keep a report that is not finished',
      tags: [tag],
      params: obligationParams,
      headers: idempotencyHeaders,
      body: draftBody,
      response: { 200: saved, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const { id } = parse(obligationParams, request.params)
      const body = parse(draftBody, request.body)
      return operate(deps.db, request, actor, saved, async (op) => {
        const at = await saveDraft(op, { obligationId: id, ...body })
        return { savedAt: at.toISOString() }
      })
    },
  })
}
