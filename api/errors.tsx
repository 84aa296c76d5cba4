import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isForbidden, isOutOfRange, isUnavailable } from '../db/errors.ts'
import { Problem } from '../domain/problem.ts'
import { problemText } from '../messages/problems.ts'
import { t, type MessageKey } from '../messages/index.ts'
import { desk, publicPage } from '../web/answer.tsx'
import type { WebDependencies } from '../web/deps.ts'
import { ErrorPage } from '../web/pages/ErrorPage.tsx'
import { isTakenForAnother, methodsAt } from './methods.ts'
import { isApi } from './security.ts'

/** The database needs some seconds to come back; who asks sooner only waits longer. */
const RETRY_SECONDS = 5

/** Refusals and accidents: a page for people, problem+json for programs. Accidents tell no details. */
export function answerErrors(app: FastifyInstance, deps: WebDependencies): void {
  const unknown = (request: FastifyRequest, reply: FastifyReply) => {
    const allowed = methodsAt(app, request.url)
    if (allowed.length === 0) return answer(deps, request, reply, new Problem('not-found'))
    void reply.header('allow', allowed.join(', '))
    return answer(deps, request, reply, new Problem('method-not-allowed'))
  }
  app.setNotFoundHandler(unknown)
  app.addHook('onRequest', async (request, reply) => {
    if (isTakenForAnother(app, request)) return unknown(request, reply)
    return undefined
  })
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    if (isUnavailable(error)) {
      request.log.warn({ err: error }, 'database away')
      return answerUnavailable(deps, request, reply)
    }
    if (isForbidden(error)) request.log.error({ err: error }, 'refused by the database alone')
    const problem = asProblem(error)
    // That its body cannot be read either says nothing to whoever asks in vain.
    if (request.is404 && problem !== null) return unknown(request, reply)
    if (problem === null) {
      request.log.error({ err: error }, 'unexpected')
      return answerAccident(deps, request, reply)
    }
    return answer(deps, request, reply, problem)
  })
}

/**
 * What the router cannot even take apart, broken escapes and endless names: there is no such address. No hook has run
 * for it, so it is told in plain words.
 */
export function answerUnroutable(request: FastifyRequest, reply: FastifyReply): void {
  const problem = new Problem('not-found')
  void reply.header('x-content-type-options', 'nosniff')
  if (isApi(request)) return void answerJson(request, reply, problem)
  void reply.code(problem.status).type('text/plain; charset=utf-8').send(problemText('zh-CN', problem))
}

/** What the server itself refuses (too large, malformed) is a refusal like any other. */
function asProblem(error: FastifyError | Problem): Problem | null {
  if (error instanceof Problem) return error
  if (isOutOfRange(error)) return new Problem('invalid-input')
  if (isForbidden(error)) return new Problem('not-allowed')
  if (error.code === 'FST_FILES_LIMIT') return new Problem('too-many-files')
  if (error.statusCode === 413) return new Problem('file-too-large')
  if (error.statusCode === 415) return new Problem('media-type-unknown')
  if (error.statusCode === 429) return new Problem('too-many-requests')
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new Problem('invalid-input')
  return null
}

function answer(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): FastifyReply | Promise<FastifyReply> {
  if (isApi(request)) return answerJson(request, reply, problem)
  const language = request.wantedLanguage ?? request.person?.language ?? 'zh-CN'
  // Whoever opens in a browser what only a form leads to finds nothing there; methods mean nothing to her.
  const told = problem.code === 'method-not-allowed' ? new Problem('not-found') : problem
  const title = told.code === 'not-found' ? 'page.notFound' : 'page.refused'
  return showError(deps, request, reply, title, problemText(language, told), problem)
}

function answerAccident(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> {
  const language = request.wantedLanguage ?? request.person?.language ?? 'zh-CN'
  const sentence = t(language, 'problem.unexpected', { request: request.id })
  if (isApi(request)) {
    const body = {
      type: 'about:blank',
      title: sentence,
      status: 500,
      code: 'unexpected',
      request: request.id,
    }
    return reply.code(500).type('application/problem+json').send(JSON.stringify(body))
  }
  const page = <ErrorPage title="page.broken" sentence={sentence} />
  return publicPage(deps, request, reply, page, { status: 500 })
}

/** Says it without asking the database for the head of the page. */
function answerUnavailable(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> {
  const problem = new Problem('unavailable')
  void reply.header('retry-after', RETRY_SECONDS)
  if (isApi(request)) return answerJson(request, reply, problem)
  const language = request.wantedLanguage ?? request.person?.language ?? 'zh-CN'
  const page = <ErrorPage title="page.broken" sentence={problemText(language, problem)} />
  return publicPage(deps, request, reply, page, { status: problem.status })
}

function answerJson(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const language = request.wantedLanguage ?? request.person?.language ?? 'zh-CN'
  const body = {
    type: 'about:blank',
    title: problemText(language, problem),
    status: problem.status,
    code: problem.code,
    facts: problem.facts,
    fields: problem.fields.map((field) => ({ ...field, message: problemText(language, field) })),
  }
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(body))
}

/** With the head of her pages for whoever is signed in, so that an error is no dead end. */
async function showError(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  title: MessageKey,
  sentence: string,
  problem: Problem,
): Promise<FastifyReply> {
  const page = <ErrorPage title={title} sentence={sentence} />
  if (request.person === null) return publicPage(deps, request, reply, page, { status: problem.status })
  return desk(deps, request, reply, { load: async () => null, draw: () => page, status: problem.status })
}
