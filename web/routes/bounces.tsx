import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listBounces } from '../../db/queries/bounces.ts'
import { loadCondition } from '../../db/queries/condition.ts'
import { coordinating } from '../access.ts'
import { desk } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { pageField, parseAddress } from '../forms.ts'
import { BouncesPage, bouncesPageSize } from '../pages/bounces/BouncesPage.tsx'

/** The mails that came back to the mailbox. */
export function bounceRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/bounces', { config: { access: coordinating } }, (request, reply) =>
    desk(deps, request, reply, {
      load: async ({ tx }) => {
        const { page } = parseAddress(z.object({ page: pageField.default(1) }), request.query)
        const found = await listBounces(tx, { limit: bouncesPageSize, offset: (page - 1) * bouncesPageSize })
        const { silentSeconds } = await loadCondition(tx)
        return { ...found, page, silentSeconds: silentSeconds['imap'] ?? null }
      },
      draw: (view) => <BouncesPage {...view} />,
    }),
  )
}
