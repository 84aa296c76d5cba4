import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listDocketItems } from '../../../db/queries/api/docketItems.ts'
import { dateField } from '../../../domain/notice.ts'
import { itemStates } from '../../../domain/docket.ts'
import { decideItems, decisionSchema } from '../../../operations/docket/decideItems.ts'
import { previewDecision } from '../../../operations/docket/previewDecision.ts'
import { setDeputy } from '../../../operations/docket/setDeputy.ts'
import { watching } from '../../../web/access.ts'
import { rehearseAs } from '../operate.ts'
import { decodeCursor, toPage } from '../paging.ts'
import { commands, noParams, parse, reads, type ApiDependencies } from '../route.ts'
import { cursorQuery, day, done, idempotencyHeaders, instant, pageOf, refusals } from '../schemas.ts'

const tag = 'dockets'

const itemAnswer = z
  .object({
    id: z.number().int(),
    docketId: z.number().int(),
    campaignId: z.number().int(),
    unitId: z.number().int(),
    unitName: z.string(),
    obligationId: z.number().int(),
    what: z.string().nullable(),
    state: z.enum(itemStates),
    level: z.number().int(),
    holderUnitId: z.number().int(),
    holderRole: z.enum(['supervisor', 'leader']),
    dueOn: day.nullable(),
    joinedAt: instant,
    waitEndsAt: instant.nullable(),
    acknowledgedAt: instant.nullable(),
  })
  .meta({ id: 'DocketItem' })

const outcome = z.object({ decided: z.number().int(), passedOver: z.number().int() })
const preview = outcome
  .extend({
    mails: z.number().int(),
    itemsBefore: z.number().int(),
    itemsAfter: z.number().int(),
    climbsOn: day.nullable(),
  })
  .meta({ id: 'DecisionPreview' })

export function docketRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/docket-items', {
    summary: 'Overdue items in sight, oldest first',
    tag,
    access: watching,
    params: noParams,
    input: z.strictObject({
      ...cursorQuery,
      campaignId: z.coerce.number().int().positive().optional(),
      state: z.enum(itemStates).optional(),
    }),
    answer: pageOf(itemAnswer),
    async read({ tx }, _params, { cursor, limit, ...filter }) {
      const page = toPage(await listDocketItems(tx, { ...filter, after: decodeCursor(cursor), limit }), limit)
      return {
        ...page,
        items: page.items.map((row) => ({
          ...row,
          joinedAt: row.joinedAt.toISOString(),
          waitEndsAt: row.waitEndsAt?.toISOString() ?? null,
          acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
        })),
      }
    },
  })
  commands(app, deps, 'POST', '/docket-items/decide', {
    summary: 'Decide one item or many',
    tag,
    access: watching,
    params: noParams,
    input: decisionSchema,
    answer: outcome,
    run: (op, _params, decision) => decideItems(op, decision),
  })
  app.post('/docket-items/preview', {
    config: { access: watching },
    schema: {
      summary: 'What a decision would do, without doing it',
      tags: [tag],
      headers: idempotencyHeaders,
      body: decisionSchema,
      response: { 200: preview, ...refusals },
    },
    handler: (request) => {
      const decision = parse(decisionSchema, request.body)
      return rehearseAs(deps.db, request, preview, (actor) => previewDecision(deps.db, actor, decision))
    },
  })
  commands(app, deps, 'PUT', '/deputy', {
    summary: 'Name a deputy for a period of absence, or end it with null',
    tag,
    access: watching,
    params: noParams,
    input: z.strictObject({
      deputy: z
        .strictObject({ deputyId: z.number().int().positive(), from: dateField, to: dateField })
        .nullable(),
    }),
    answer: done,
    async run(op, _params, { deputy }) {
      await setDeputy(op, deputy)
      return { done: true as const }
    },
  })
}
