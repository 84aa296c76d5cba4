import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../domain/problem.ts'
import {
  endSession,
  requestSignIn,
  setPassword,
  signInWithPassword,
  useSignInToken,
} from '../../operations/access/signIn.ts'
import { loadAccount } from '../../db/queries/account.ts'
import { dateField } from '../../domain/notice.ts'
import { setDeputy, type SetDeputy } from '../../operations/docket/setDeputy.ts'
import { perform } from '../../operations/perform.ts'
import { watching } from '../access.ts'
import { desk, publicPage, requirePerson, submit } from '../answer.tsx'
import { sessionCookie, sessionCookieName } from '../cookies.ts'
import type { WebDependencies } from '../deps.ts'
import { parse, parseAddress, type Form } from '../forms.ts'
import { AccountPage } from '../pages/access/AccountPage.tsx'
import { SignInPage, UseTokenPage } from '../pages/access/SignInPage.tsx'

const open = { config: { access: 'public' as const } }
const few = { config: { access: 'public' as const, rateLimit: { max: 10, timeWindow: '1 minute' } } }
const MAX_PATH = 2000
const signInQuery = z.object({
  next: z.string().max(MAX_PATH).default('/'),
  sent: z.string().optional(),
  password: z.string().optional(),
})
const tokenParams = z.object({ token: z.string().min(10).max(100) })
const emailSchema = z.object({ email: z.string().trim().min(3).max(254) })
const passwordSchema = emailSchema.extend({ password: z.string().min(1).max(200) })

export function accessRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/sign-in', open, (request, reply) => {
    const { next, sent, password } = parseAddress(signInQuery, request.query)
    if (request.person !== null) return reply.redirect(ownPath(next), 303)
    const page = <SignInPage next={next} sent={sent !== undefined} withPassword={password !== undefined} />
    return publicPage(deps, request, reply, page)
  })
  app.post('/sign-in', few, (request, reply) =>
    submit(
      reply,
      async () => {
        const { email } = parse(emailSchema, { email: request.form.one('email') })
        await requestSignIn(deps.db, email, ownPath(request.form.one('next').slice(0, MAX_PATH)))
        return '/sign-in?sent=1'
      },
      async (refused) =>
        publicPage(deps, request, reply, <SignInPage next="/" sent={false} withPassword={false} />, {
          refused,
        }),
    ),
  )
  app.post('/sign-in/password', few, (request, reply) => {
    const next = request.form.one('next')
    return submit(
      reply,
      async () => {
        const { form } = request
        const wanted = parse(passwordSchema, { email: form.one('email'), password: form.one('password') })
        return begin(deps, reply, await signInWithPassword(deps.db, wanted), next)
      },
      async (refused) =>
        publicPage(deps, request, reply, <SignInPage next={next} sent={false} withPassword />, { refused }),
    )
  })
  tokenRoutes(app, deps)
  accountRoutes(app, deps)
}

function tokenRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/sign-in/:token', open, (request, reply) => {
    const { token } = parseAddress(tokenParams, request.params)
    const { next } = parseAddress(signInQuery, request.query)
    return publicPage(deps, request, reply, <UseTokenPage action={`/sign-in/${token}`} next={next} />)
  })
  app.post('/sign-in/:token', few, (request, reply) =>
    submit(
      reply,
      async () => {
        const { token } = parseAddress(tokenParams, request.params)
        return begin(deps, reply, await useSignInToken(deps.db, token), request.form.one('next'))
      },
      async (refused) =>
        publicPage(deps, request, reply, <SignInPage next="/" sent={false} withPassword={false} />, {
          refused,
        }),
    ),
  )
}

/** @throws Problem sign-in-failed */
function begin(deps: WebDependencies, reply: FastifyReply, session: string | null, next: string): string {
  if (session === null) throw new Problem('sign-in-failed')
  reply.setCookie(sessionCookieName(deps), session, sessionCookie(deps))
  return ownPath(next)
}

/** Where to go on: a path of this installation and nothing else, as a browser reads it. */
function ownPath(next: string): string {
  const own = 'http://duban.invalid'
  if (!next.startsWith('/') || !URL.canParse(next, own)) return '/'
  const { origin, pathname, search, hash } = new URL(next, own)
  return origin === own && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/'
}

function accountRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.post('/sign-out', { config: { access: watching } }, (request, reply) =>
    submit(
      reply,
      async () => {
        if (request.sessionToken !== null) await endSession(deps.db, request.sessionToken)
        reply.clearCookie(sessionCookieName(deps), sessionCookie(deps))
        return '/sign-in'
      },
      (refused) => Promise.reject(refused),
    ),
  )
  const show = (request: Parameters<typeof desk>[1], reply: FastifyReply, refused?: Problem) =>
    desk(deps, request, reply, {
      load: async (op) => {
        const { done } = parseAddress(z.object({ done: z.string().optional() }), request.query)
        return { ...(await loadAccount(op.tx, op.actor.accountId)), done: done !== undefined }
      },
      draw: (view) => <AccountPage {...view} />,
      refused,
    })
  app.get('/account', { config: { access: watching } }, (request, reply) => show(request, reply))
  app.post('/account/deputy', { config: { access: watching } }, (request, reply) =>
    submit(
      reply,
      async () => {
        const deputy = deputyOf(request.form)
        await perform(deps.db, requirePerson(request), (op) => setDeputy(op, deputy), request.id)
        return '/account?done=1'
      },
      (refused) => show(request, reply, refused),
    ),
  )
  app.post('/account/password', { config: { access: watching } }, (request, reply) =>
    submit(
      reply,
      async () => {
        const password = request.form.one('password')
        const wanted = { password, session: request.sessionToken }
        await perform(deps.db, requirePerson(request), (op) => setPassword(op, wanted), request.id)
        return '/account?done=1'
      },
      (refused) => show(request, reply, refused),
    ),
  )
}

const deputySchema = z.object({
  deputyId: z.coerce.number().int().positive(),
  from: dateField,
  to: dateField,
})

/** null: nobody, she is back. */
function deputyOf(form: Form): SetDeputy | null {
  const deputyId = form.one('deputy')
  return deputyId === ''
    ? null
    : parse(deputySchema, { deputyId, from: form.one('from'), to: form.one('to') })
}
