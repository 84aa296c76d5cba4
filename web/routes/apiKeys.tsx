import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { idsByCode } from '../../db/queries/audienceList.ts'
import { listApiKeys } from '../../db/queries/apiKeys.ts'
import { Problem } from '../../domain/problem.ts'
import { createApiKey, newApiKeySchema, revokeApiKey } from '../../operations/access/apiKeys.ts'
import { newToken } from '../../operations/access/tokens.ts'
import { perform, type Op } from '../../operations/perform.ts'
import { administrating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, parse, parseAddress, type Form } from '../forms.ts'
import { ApiKeysPage } from '../pages/access/ApiKeysPage.tsx'
import { z } from 'zod'

const guarded = { config: { access: administrating } }
const keyParams = z.object({ id: idField })

/** Keys by which other programs come in. */
export function apiKeyRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/api-keys', guarded, (request, reply) => show(deps, request, reply, {}))
  app.post('/api-keys', guarded, async (request, reply) => {
    try {
      const { token } = await perform(
        deps.db,
        requirePerson(request),
        (op) => make(op, deps.linkKey, request.form),
        request.id,
      )
      // Shown by this answer and no other: an address that led to it would stay in histories.
      return await show(deps, request, reply, { token })
    } catch (error) {
      if (error instanceof Problem) return show(deps, request, reply, { refused: error })
      throw error
    }
  })
  app.post('/api-keys/:id/revoke', guarded, (request, reply) =>
    submit(
      reply,
      async () => {
        const { id } = parseAddress(keyParams, request.params)
        await perform(deps.db, requirePerson(request), (op) => revokeApiKey(op, { keyId: id }), request.id)
        return '/api-keys'
      },
      (refused) => show(deps, request, reply, { refused }),
    ),
  )
}

/** The same form sent again, by reloading its answer, shows the same key. */
async function make(op: Op, secret: Buffer, form: Form): Promise<{ token: string }> {
  const code = form.one('unit').trim()
  const unitId = (await idsByCode(op.tx, [code])).get(code)
  const fields = { name: form.one('name'), role: form.one('role'), access: form.one('access') }
  const input = parse(newApiKeySchema.omit({ unitId: true }), { ...fields, days: Number(form.one('days')) })
  if (unitId === undefined)
    throw new Problem('unit-unknown', { unit: code }, [
      { field: 'unit', code: 'unit-unknown', facts: { unit: code } },
    ])
  return createApiKey(op, { ...input, unitId }, { key: form.one('once').slice(0, 100), secret })
}

interface Shown {
  /** Of the key that has just been made. */
  token?: string
  refused?: Problem
}

function show(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  { token, refused }: Shown,
): Promise<FastifyReply> {
  return desk(deps, request, reply, {
    load: async ({ tx, actor }) => {
      const own = await tx.selectFrom('unit').select('code').where('id', '=', actor.unitId).executeTakeFirst()
      return { keys: await listApiKeys(tx, PAGE_SIZE), unitCode: own?.code ?? '' }
    },
    draw: (view) => <ApiKeysPage {...view} token={token ?? null} once={newToken()} />,
    refused,
  })
}
