import type { FastifyInstance } from 'fastify'
import { releaseMail } from '../../operations/access/releaseMail.ts'
import { perform } from '../../operations/perform.ts'
import { administrating } from '../access.ts'
import { requirePerson } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'

/** Lets mails go again after a restore; pressed twice, the second finds it done. */
export function mailHoldRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.post('/mail-hold/release', { config: { access: administrating } }, async (request, reply) => {
    const sendWaiting = request.form.one('waiting') === 'send'
    await perform(deps.db, requirePerson(request), (op) => releaseMail(op, { sendWaiting }), request.id)
    return reply.redirect('/', 303)
  })
}
