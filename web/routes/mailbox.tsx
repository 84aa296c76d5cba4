import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../domain/problem.ts'
import type { OpenedMail } from '../../mail/mailbox/store.ts'
import { publicPage } from '../answer.tsx'
import type { Mailbox, WebDependencies } from '../deps.ts'
import { idField, pageField, parseAddress } from '../forms.ts'
import { sendMailHtml } from '../mailFrame.ts'
import { MailboxPage, MailPageView } from '../pages/mailbox/MailboxPages.tsx'
import { isThisMachine } from '../thisMachine.ts'

const listQuery = z.object({ to: z.string().trim().max(254).default(''), page: pageField.default(1) })
const mailParams = z.object({ id: idField })
const open = {
  config: { access: 'public' as const },
  onRequest: (request: FastifyRequest) =>
    isThisMachine(request) ? Promise.resolve() : Promise.reject(new Problem('not-found')),
}

/**
 * The mailbox of one machine, for trying out. Whoever reads it reads everybody's mail, sign-in links among them, so it
 * opens on that machine only, and not through a proxy.
 */
export function mailboxRoutes(app: FastifyInstance, deps: WebDependencies, mailbox: Mailbox): void {
  app.get('/mailbox', open, (request, reply) => {
    const { to, page } = parseAddress(listQuery, request.query)
    const mails = mailbox.list({ page, ...(to === '' ? {} : { to }) })
    return publicPage(deps, request, reply, <MailboxPage mails={mails} to={to} />)
  })
  app.get('/mailbox/:id', open, async (request, reply) => {
    const mail = await find(mailbox, request.params)
    const { text } = parseAddress(z.object({ text: z.string().optional() }), request.query)
    return publicPage(deps, request, reply, <MailPageView mail={mail} showText={text !== undefined} />)
  })
  app.get('/mailbox/:id/html', open, async (request, reply) => {
    const mail = await find(mailbox, request.params)
    return sendMailHtml(reply, mail.html)
  })
}

async function find(mailbox: Mailbox, params: unknown): Promise<OpenedMail> {
  const { id } = parseAddress(mailParams, params)
  const mail = await mailbox.get(id)
  if (mail === null) throw new Problem('not-found')
  return mail
}
