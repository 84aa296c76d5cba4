import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isColleague, loadColleagues } from '../../db/queries/colleagues.ts'
import { loadUnitNotices } from '../../db/queries/unitNotices.ts'
import { Problem } from '../../domain/problem.ts'
import { linkToken } from '../../mail/links.ts'
import { perform, type LinkActor, type Op } from '../../operations/perform.ts'
import { appeal, appealSchema, type Appeal } from '../../operations/unit/appeal.ts'
import { colleagueSchema, forwardToColleague, takeBackFromColleague } from '../../operations/unit/forward.ts'
import { requireLink, submit, unitPage } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, pageField, parse, parseAddress, type Form } from '../forms.ts'
import { AppealPage } from '../pages/unit/AppealPage.tsx'
import { ForwardPage } from '../pages/unit/ForwardPage.tsx'
import { NoticesPage } from '../pages/unit/NoticesPage.tsx'
import { perLink } from './unitLimits.ts'
import { visitOf } from './unit.tsx'

const link = { config: { access: 'link' as const } }
const few = { config: { access: 'link' as const, rateLimit: perLink(20) } }
const tokenParams = z.object({ token: z.string().max(80) })

/** What a unit may do besides acknowledging and reporting: look at its other notices, hand on, say that it cannot. */
export function unitAsideRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/u/:token/notices', link, (request, reply) => {
    const { token } = parseAddress(tokenParams, request.params)
    const { page } = parseAddress(z.object({ page: pageField.default(1) }), request.query)
    return unitPage(deps, request, reply, token, {
      load: async (op) => ({
        unitName: (await visitOf(op)).unit.name,
        ...(await loadUnitNotices(op.tx, {
          contactId: op.actor.contactId,
          limit: PAGE_SIZE,
          offset: (page - 1) * PAGE_SIZE,
        })),
      }),
      draw: (view) => (
        <NoticesPage
          {...view}
          page={page}
          base={`/u/${token}`}
          addressOf={(row) => `/u/${linkToken(deps.linkKey, row)}`}
        />
      ),
    })
  })
  forwardRoutes(app, deps)
  appealRoutes(app, deps)
}

function forwardRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/u/:token/forward', link, (request, reply) => showForward(deps, request, reply))
  const change = (path: string, run: (op: Op<LinkActor>, request: FastifyRequest) => Promise<unknown>) => {
    app.post(`/u/:token/forward${path}`, few, (request, reply) =>
      submit(
        reply,
        async () => {
          const { token } = parseAddress(tokenParams, request.params)
          const actor = await requireLink(deps, token)
          await perform(deps.db, actor, (op) => run(op, request), request.id)
          return `/u/${token}/forward`
        },
        (refused) => showForward(deps, request, reply, refused),
      ),
    )
  }
  change('', (op, { form }) =>
    forwardToColleague(
      op,
      parse(colleagueSchema, { name: form.one('name'), email: form.one('email').trim() }),
    ),
  )
  change('/:contactId/end', (op, request) =>
    takeBackFromColleague(op, parseAddress(z.object({ contactId: idField }), request.params)),
  )
}

function showForward(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const { token } = parseAddress(tokenParams, request.params)
  return unitPage(deps, request, reply, token, {
    load: async (op) => ({
      visit: await visitOf(op),
      colleagues: await loadColleagues(op.tx, op.actor),
      mayForward: !(await isColleague(op.tx, op.actor.contactId)),
    }),
    draw: (view) => <ForwardPage {...view} base={`/u/${token}`} />,
    refused,
  })
}

const aboutSchema = z.object({ about: z.union([z.literal('not_ours'), idField]) })

function appealRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/u/:token/appeal/:about', link, (request, reply) => showAppeal(deps, request, reply))
  app.post('/u/:token/appeal/:about', few, (request, reply) =>
    submit(
      reply,
      async () => {
        const { token } = parseAddress(tokenParams, request.params)
        const actor = await requireLink(deps, token)
        const said = appealOf(request, request.form)
        await perform(deps.db, actor, (op) => appeal(op, said), request.id)
        return `/u/${token}#said`
      },
      (refused) => showAppeal(deps, request, reply, refused),
    ),
  )
}

function appealOf(request: FastifyRequest, form: Form): Appeal {
  const { about } = parseAddress(aboutSchema, request.params)
  const reason = form.one('reason')
  return parse(
    appealSchema,
    about === 'not_ours' ? { kind: about, reason } : { kind: 'cannot', reason, obligationId: about },
  )
}

function showAppeal(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const { token, about } = parseAddress(tokenParams.extend(aboutSchema.shape), request.params)
  return unitPage(deps, request, reply, token, {
    load: async (op) => {
      const visit = await visitOf(op)
      const obligation = visit.obligations.find(({ id, duty }) => id === about && duty === 'report')
      if (about !== 'not_ours' && obligation === undefined) throw new Problem('not-found')
      return { visit, obligation: obligation ?? null }
    },
    draw: (view) => <AppealPage {...view} base={`/u/${token}`} />,
    refused,
  })
}
