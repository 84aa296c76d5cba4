import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { loadColleagues } from '../../../db/queries/colleagues.ts'
import { loadUnitNotices } from '../../../db/queries/unitNotices.ts'
import { look } from '../../../operations/perform.ts'
import { addAttachment } from '../../../operations/unit/attachments.ts'
import { appeal, appealSchema } from '../../../operations/unit/appeal.ts'
import {
  colleagueSchema,
  forwardToColleague,
  takeBackFromColleague,
} from '../../../operations/unit/forward.ts'
import { MAX_FILE_BYTES, prepareFile } from '../../../operations/unit/prepareFile.ts'
import { perLink } from '../../../web/routes/unitLimits.ts'
import { operate } from '../operate.ts'
import { parse, type ApiDependencies } from '../route.ts'
import { day, done, idempotencyHeaders, refusals } from '../schemas.ts'
import { obligationParams, tokenParams, visitor } from './links.ts'

const tag = 'links'
const config = { access: 'link' as const, rateLimit: perLink(60) }

const fileBody = z.strictObject({ name: z.string().min(1).max(200), content: z.base64() })
const fileAnswer = z
  .object({ id: z.number().int(), name: z.string(), size: z.number().int() })
  .meta({ id: 'KeptFile' })
const colleagueAnswer = z.object({ contactId: z.number().int() })
const colleagueParams = tokenParams.extend({ contactId: z.coerce.number().int().positive() })
const noticeAnswer = z
  .object({
    campaignId: z.number().int(),
    state: z.enum(['issuing', 'open', 'closed', 'cancelled']),
    title: z.string(),
    number: z.string(),
    issuerName: z.string(),
    acknowledged: z.boolean(),
    withdrawn: z.boolean(),
    open: z.number().int(),
    nextDueOn: day.nullable(),
  })
  .meta({ id: 'UnitNotice' })

/** What a unit may do with its link besides acknowledging and reporting. */
export function linkAsideRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  keepFile(app, deps)
  handOn(app, deps)
  speak(app, deps)
}

function keepFile(app: FastifyInstance, deps: ApiDependencies): void {
  app.post('/links/:token/obligations/:id/files', {
    config,
    // A third more than the bytes, and the name.
    bodyLimit: Math.ceil((MAX_FILE_BYTES * 4) / 3) + 4096,
    schema: {
      summary: 'Keep a photo or file for the report; photos are made small and lose their location',
      tags: [tag],
      params: obligationParams,
      headers: idempotencyHeaders,
      body: fileBody,
      response: { 200: fileAnswer, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const { id } = parse(obligationParams, request.params)
      const { name, content } = parse(fileBody, request.body)
      const file = await prepareFile({ name, bytes: Buffer.from(content, 'base64') })
      return operate(deps.db, request, actor, fileAnswer, (op) =>
        addAttachment(op, { obligationId: id, file }),
      )
    },
  })
}

function handOn(app: FastifyInstance, deps: ApiDependencies): void {
  const colleagues = z.object({
    items: z.array(z.object({ id: z.number().int(), name: z.string(), email: z.string().nullable() })),
  })
  app.get('/links/:token/colleagues', {
    config,
    schema: {
      summary: 'To whom the notice has been handed on',
      tags: [tag],
      params: tokenParams,
      response: { 200: colleagues, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const rows = await look(deps.db, actor, ({ tx }) => loadColleagues(tx, actor))
      return { items: rows.map(({ id, name, email }) => ({ id, name, email })) }
    },
  })
  app.post('/links/:token/colleagues', {
    config,
    schema: {
      summary: 'Hand the notice on to a colleague, who gets a link of her own by mail',
      tags: [tag],
      params: tokenParams,
      headers: idempotencyHeaders,
      body: colleagueSchema,
      response: { 200: colleagueAnswer, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const colleague = parse(colleagueSchema, request.body)
      return operate(deps.db, request, actor, colleagueAnswer, async (op) => ({
        contactId: await forwardToColleague(op, colleague),
      }))
    },
  })
  app.post('/links/:token/colleagues/:contactId/end', {
    config,
    schema: {
      summary: 'Take the notice back from a colleague; her link opens nothing any more',
      tags: [tag],
      params: colleagueParams,
      headers: idempotencyHeaders,
      response: { 200: done, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const { contactId } = parse(colleagueParams, request.params)
      return operate(deps.db, request, actor, done, async (op) => {
        await takeBackFromColleague(op, { contactId })
        return { done: true as const }
      })
    },
  })
}

function speak(app: FastifyInstance, deps: ApiDependencies): void {
  app.post('/links/:token/appeals', {
    config,
    schema: {
      summary: 'Say that the unit cannot make it, or that the notice is not for it',
      tags: [tag],
      params: tokenParams,
      headers: idempotencyHeaders,
      body: appealSchema,
      response: { 200: done, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const said = parse(appealSchema, request.body)
      return operate(deps.db, request, actor, done, async (op) => {
        await appeal(op, said)
        return { done: true as const }
      })
    },
  })
  const notices = z.object({ items: z.array(noticeAnswer) })
  app.get('/links/:token/notices', {
    config,
    schema: {
      summary: 'All notices of this contact, the most pressing first, at most 200',
      tags: [tag],
      params: tokenParams,
      response: { 200: notices, ...refusals },
    },
    async handler(request) {
      const actor = await visitor(deps, request)
      const { contactId } = actor
      const { rows } = await look(deps.db, actor, ({ tx }) =>
        loadUnitNotices(tx, { contactId, limit: 200, offset: 0 }),
      )
      return { items: rows }
    },
  })
}
