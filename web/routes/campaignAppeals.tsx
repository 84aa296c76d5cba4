import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadOpenAppeals } from '../../db/queries/appeals.ts'
import { loadCampaignHead } from '../../db/queries/campaignHead.ts'
import type { Problem } from '../../domain/problem.ts'
import {
  answerAppeal,
  appealAnswerSchema,
  type AppealAnswer,
} from '../../operations/campaign/answerAppeal.ts'
import { perform } from '../../operations/perform.ts'
import { coordinating, watching } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, parse, parseAddress } from '../forms.ts'
import { AppealsPage } from '../pages/campaign/AppealsPage.tsx'

const params = z.object({ id: idField })
const appealParams = params.extend({ appealId: idField })
const SHOWN = 100

/** What units have said instead of reporting: read by whoever watches, answered by the coordinator. */
export function campaignAppealRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/campaigns/:id/appeals', { config: { access: watching } }, (request, reply) =>
    show(deps, request, reply),
  )
  app.post('/campaigns/:id/appeals/:appealId', { config: { access: coordinating } }, (request, reply) =>
    submit(
      reply,
      async () => {
        const { id } = parseAddress(params, request.params)
        const answer = answerOf(request)
        await perform(deps.db, requirePerson(request), (op) => answerAppeal(op, answer), request.id)
        return `/campaigns/${id}/appeals?done=1`
      },
      (refused) => show(deps, request, reply, refused),
    ),
  )
}

function answerOf(request: FastifyRequest): AppealAnswer {
  const { appealId } = parseAddress(appealParams, request.params)
  const { form } = request
  const answer = form.one('answer')
  const dueOn = answer === 'extended' ? { dueOn: form.one('dueOn') } : {}
  return parse(appealAnswerSchema, { answer, appealId, reason: form.one('reason'), ...dueOn })
}

function show(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const { id } = parseAddress(params, request.params)
  const { done } = parseAddress(z.object({ done: z.string().optional() }), request.query)
  const { role } = requirePerson(request)
  return desk(deps, request, reply, {
    load: async (op) => ({
      head: await loadCampaignHead(op.tx, id),
      appeals: await loadOpenAppeals(op.tx, id, SHOWN),
    }),
    draw: (view) => (
      <AppealsPage
        {...view}
        mayAnswer={role === 'coordinator' || role === 'administrator'}
        done={done !== undefined}
      />
    ),
    refused,
  })
}
