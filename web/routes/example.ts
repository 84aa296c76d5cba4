import type { FastifyInstance } from 'fastify'
import { loadExample } from '../../operations/examples/loadExample.ts'
import { perform } from '../../operations/perform.ts'
import { administrating } from '../access.ts'
import { requirePerson } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'

/** The example federation with its four drafts, for a first look around. */
export function exampleRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.post('/example', { config: { access: administrating } }, async (request, reply) => {
    await perform(
      deps.db,
      requirePerson(request),
      (op) => loadExample(op, { units: deps.exampleUnits, seed: 1 }),
      request.id,
    )
    return reply.redirect('/?show=drafts', 303)
  })
}
