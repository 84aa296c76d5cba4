import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../../domain/problem.ts'
import { endSession, signInWithPassword } from '../../../operations/access/signIn.ts'
import { watching } from '../../../web/access.ts'
import { keyOf, personOf } from '../operate.ts'
import { parse, type ApiDependencies } from '../route.ts'
import { done, idempotencyHeaders, refusals } from '../schemas.ts'

const tag = 'access'
const signInBody = z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(200) })
const me = z
  .object({
    accountId: z.number().int(),
    unitId: z.number().int(),
    role: z.enum(['administrator', 'coordinator', 'supervisor', 'leader']),
    name: z.string(),
    language: z.enum(['zh-CN', 'en']),
    /** Of a program: its key, whose maker the account is. */
    apiKeyId: z.number().int().nullable(),
  })
  .meta({ id: 'Me' })

/** Sessions for programs: the token goes into `Authorization: Bearer`. */
export function accessRoutes(app: FastifyInstance, { db, linkKey }: ApiDependencies): void {
  app.post('/sign-in', {
    config: { access: 'public', rateLimit: { max: 10, timeWindow: '1 minute' } },
    schema: {
      summary: 'Sign in with a password; the token is good for 14 days',
      tags: [tag],
      headers: idempotencyHeaders,
      body: signInBody,
      response: { 200: z.object({ token: z.string() }), ...refusals },
    },
    async handler(request) {
      const key = keyOf(request)
      const repeat = key === null ? null : { key, secret: linkKey }
      const token = await signInWithPassword(db, parse(signInBody, request.body), repeat)
      if (token === null) throw new Problem('sign-in-failed')
      return { token }
    },
  })
  app.get('/me', {
    config: { access: watching },
    schema: { summary: 'Who is signed in', tags: [tag], response: { 200: me, ...refusals } },
    handler(request) {
      const { accountId, unitId, role, name, language, key } = personOf(request)
      return Promise.resolve({ accountId, unitId, role, name, language, apiKeyId: key?.id ?? null })
    },
  })
  app.delete('/session', {
    config: { access: watching },
    schema: { summary: 'End the session', tags: [tag], response: { 200: done, ...refusals } },
    async handler(request) {
      if (request.sessionToken !== null) await endSession(db, request.sessionToken)
      return { done: true as const }
    },
  })
}
