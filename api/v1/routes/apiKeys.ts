import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listApiKeys } from '../../../db/queries/apiKeys.ts'
import { accountRoles, keyAccesses } from '../../../db/tables/tree.ts'
import { createApiKey, newApiKeySchema, revokeApiKey } from '../../../operations/access/apiKeys.ts'
import { perform } from '../../../operations/perform.ts'
import { administrating } from '../../../web/access.ts'
import { keyOf, personOf } from '../operate.ts'
import { commands, noInput, noParams, parse, reads, type ApiDependencies } from '../route.ts'
import { done, idempotencyHeaders, idParams, instant, refusals } from '../schemas.ts'

const tag = 'access'
const SHOWN = 200

const keyAnswer = z
  .object({
    id: z.number().int(),
    name: z.string(),
    unitId: z.number().int(),
    unitName: z.string(),
    role: z.enum(accountRoles),
    access: z.enum(keyAccesses),
    madeBy: z.string(),
    createdAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
    /** To the hour. */
    lastUsedAt: instant.nullable(),
    open: z.boolean(),
  })
  .meta({ id: 'ApiKey' })
const created = z.object({ keyId: z.number().int(), token: z.string() })

/** Keys for programs. A key makes no further keys: these are for whoever signed in herself. */
export function apiKeyRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/api-keys', {
    summary: 'Keys of programs, those that open something first, at most 200',
    tag,
    access: administrating,
    params: noParams,
    input: noInput,
    answer: z.object({ items: z.array(keyAnswer) }),
    async read({ tx }) {
      const rows = await listApiKeys(tx, SHOWN)
      return {
        items: rows.map((row) => ({
          ...row,
          createdAt: row.createdAt.toISOString(),
          expiresAt: row.expiresAt.toISOString(),
          revokedAt: row.revokedAt?.toISOString() ?? null,
          lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
        })),
      }
    },
  })
  app.post('/api-keys', {
    config: { access: administrating },
    schema: {
      summary: 'Make a key for a program; it is told this once',
      tags: [tag],
      headers: idempotencyHeaders,
      body: newApiKeySchema,
      response: { 200: created, ...refusals },
    },
    handler(request) {
      const wanted = parse(newApiKeySchema, request.body)
      const key = keyOf(request)
      // Its answer is not kept, as other answers are: the same key is worked out again.
      const repeat = key === null ? null : { key, secret: deps.linkKey }
      return perform(deps.db, personOf(request), (op) => createApiKey(op, wanted, repeat), request.id)
    },
  })
  commands(app, deps, 'POST', '/api-keys/:id/revoke', {
    summary: 'Take a key back; it opens nothing from the next request on',
    tag,
    access: administrating,
    params: idParams,
    input: noInput,
    answer: done,
    run: async (op, { id }) => (await revokeApiKey(op, { keyId: id }), { done: true as const }),
  })
}
