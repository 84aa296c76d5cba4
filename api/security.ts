import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { languages } from '../db/tables/tree.ts'
import { Problem } from '../domain/problem.ts'
import { openDocketLink } from '../operations/access/openDocketLink.ts'
import { isApiKey, openApiKey } from '../operations/access/apiKeys.ts'
import { openSession } from '../operations/access/signIn.ts'
import type { Access } from '../web/access.ts'
import { languageCookie, LANGUAGE_COOKIE, sessionCookieName } from '../web/cookies.ts'
import { isCsrfToken } from '../web/csrf.ts'
import type { WebDependencies } from '../web/deps.ts'
import { Form, readForm } from '../web/forms.ts'
import { requireReadable } from './input.ts'

/** A route with who may use it, as it was declared. */
export interface DeclaredRoute {
  method: string
  /** With the names of its parameters, `/units/:unitId`. */
  url: string
  access: Access
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the application. */
    declaredRoutes: readonly DeclaredRoute[]
  }
}

/**
 * Who comes in, and where to. Every route says who may use it: one that does not keeps the application from starting,
 * so that nothing is open by oversight.
 */
export function secure(app: FastifyInstance, deps: WebDependencies): void {
  app.decorateRequest('person', null)
  app.decorateRequest('sessionToken', null)
  app.decorateRequest('wantedLanguage', null)
  // Set anew for every request below; the getter only tells Fastify that the property is there.
  app.decorateRequest('form', { getter: () => emptyForm })

  const declared: DeclaredRoute[] = []
  app.decorate('declaredRoutes', declared)
  app.addHook('onRoute', (route) => {
    const access = route.config?.access
    if (access === undefined) throw new Error(`no declared access: ${String(route.method)} ${route.url}`)
    for (const method of [route.method].flat()) declared.push({ method, url: route.url, access })
  })
  app.addHook('onRequest', async (request, reply) => {
    rememberLanguage(request, (language) => reply.setCookie(LANGUAGE_COOKIE, language, languageCookie(deps)))
    const access = request.routeOptions.config.access
    if (access === undefined || access === 'link') return
    if (typeof access === 'object' && access.by === 'docket-link') await recogniseByDocketLink(deps, request)
    else await recognise(deps, request)
    if (access === 'public') return
    if (request.person === null && wantsPage(request)) {
      const next = access.by === 'docket-link' ? '/docket' : request.url
      return reply.redirect(`/sign-in?next=${encodeURIComponent(next)}`, 303)
    }
    requireRole(request, access)
  })
  app.addHook('preValidation', async (request) => {
    requireReadable([request.params, request.query, request.body])
    if (request.method !== 'POST' || isApi(request)) return
    requireOwnOrigin(deps, request)
    const form = await readForm(request)
    requireReadable([form.entries(), form.files.map(({ name }) => name)])
    Object.defineProperty(request, 'form', { value: form })
    requireMark(deps, request, form)
  })
}

const emptyForm = new Form()

export const isApi = (request: FastifyRequest): boolean => request.url.startsWith('/api/')

function wantsPage(request: FastifyRequest): boolean {
  return (request.method === 'GET' || request.method === 'HEAD') && !isApi(request)
}

const docketParams = z.object({ docket: z.string().max(100) })

async function recogniseByDocketLink(deps: WebDependencies, request: FastifyRequest): Promise<void> {
  const params = docketParams.safeParse(request.params)
  if (params.success) request.person = await openDocketLink(deps.db, deps.linkKey, params.data.docket)
}

async function recognise(deps: WebDependencies, request: FastifyRequest): Promise<void> {
  const token = isApi(request) ? bearer(request) : request.cookies[sessionCookieName(deps)]
  if (token === undefined || token.length > 200) return
  if (isApi(request) && isApiKey(token)) {
    request.person = await openApiKey(deps.db, token)
    return
  }
  const person = await openSession(deps.db, token)
  if (person === null) return
  request.person = person
  request.sessionToken = token
}

/** Programs send their key or session in a header that no other site can make a browser send; cookies don't count there. */
function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
}

const reading = new Set(['GET', 'HEAD'])

/** @throws Problem sign-in-needed, not-allowed */
function requireRole(request: FastifyRequest, access: Exclude<Access, 'public' | 'link'>): void {
  if (request.person === null) throw new Problem('sign-in-needed')
  const { role, key } = request.person
  if (!access.roles.includes(role)) throw new Problem('not-allowed')
  if (key?.access === 'read' && !reading.has(request.method)) throw new Problem('not-allowed')
}

const langQuery = z.object({ lang: z.string().optional() })

/** `?lang=` is kept for the next pages, on this device. */
function rememberLanguage(request: FastifyRequest, keep: (language: string) => void): void {
  const asked = langQuery.safeParse(request.query)
  const known = languages.find((language) => language === asked.data?.lang)
  if (known !== undefined) keep(known)
  const kept = languages.find((language) => language === request.cookies[LANGUAGE_COOKIE])
  request.wantedLanguage = known ?? kept ?? null
}

/**
 * A form comes from a page of this installation. Browsers say so by Sec-Fetch-Site; an older one by Origin, which is
 * "null" where no referrer is sent, as here.
 * @throws Problem not-allowed
 */
function requireOwnOrigin(deps: WebDependencies, request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('not-allowed')
  const { origin } = request.headers
  if (origin === undefined || origin === 'null') return
  const own = [new URL(deps.baseUrl).host, request.host]
  if (!URL.canParse(origin) || !own.includes(new URL(origin).host)) throw new Problem('not-allowed')
}

/**
 * What a signed-in person sends carries the mark of her session. A link in the path is proof by itself: no other site
 * knows it. @throws Problem not-allowed */
function requireMark(deps: WebDependencies, request: FastifyRequest, form: Form): void {
  const access = request.routeOptions.config.access
  if (access === undefined || access === 'public' || access === 'link') return
  if (access.by === 'docket-link') return
  const token = request.sessionToken
  if (token === null || !isCsrfToken(deps.linkKey, token, form.one('_csrf'))) throw new Problem('not-allowed')
}
