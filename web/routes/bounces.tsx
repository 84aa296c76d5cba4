import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { listBounces } from '../../db/queries/bounces.ts'
import { loadCondition } from '../../db/queries/condition.ts'
import type { Problem } from '../../domain/problem.ts'
import { settleBounce } from '../../operations/campaign/settleBounce.ts'
import { perform } from '../../operations/perform.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, pageField, parseAddress } from '../forms.ts'
import { queryOf } from '../pages/campaign/addresses.ts'
import { BouncesPage, bouncesPageSize } from '../pages/bounces/BouncesPage.tsx'

const guarded = { config: { access: coordinating } }
const pageQuery = z.object({ page: pageField.default(1) })

/** The mails that came back to the mailbox. */
export function bounceRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/bounces', guarded, (request, reply) => show(deps, request, reply))
  app.post('/bounces/:id/settle', guarded, (request, reply) =>
    submit(
      reply,
      async () => {
        const { id } = parseAddress(z.object({ id: idField }), request.params)
        const { page } = parseAddress(pageQuery, request.query)
        await perform(deps.db, requirePerson(request), (op) => settleBounce(op, { bounceId: id }), request.id)
        return `/bounces${queryOf({ page })}`
      },
      (refused) => show(deps, request, reply, refused),
    ),
  )
}

function show(deps: WebDependencies, request: FastifyRequest, reply: FastifyReply, refused?: Problem) {
  return desk(deps, request, reply, {
    load: async ({ tx }) => {
      const { page } = parseAddress(pageQuery, request.query)
      const found = await listBounces(tx, { limit: bouncesPageSize, offset: (page - 1) * bouncesPageSize })
      const { silentSeconds } = await loadCondition(tx)
      return { ...found, page, silentSeconds: silentSeconds['imap'] ?? null }
    },
    draw: (view) => <BouncesPage {...view} />,
    refused,
  })
}
