import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  accountSchema,
  addAccount,
  changeAccount,
  endAccount,
  newAccountSchema,
} from '../../../operations/access/changeAccount.ts'
import { coordinating } from '../../../web/access.ts'
import { commands, noInput, type ApiDependencies } from '../route.ts'
import { done, idParams } from '../schemas.ts'
import { oneAccount } from './people.ts'

export function accountRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const common = { tag: 'units', access: coordinating, params: idParams } as const
  commands(app, deps, 'POST', '/units/:id/accounts', {
    ...common,
    summary: 'Let a person sign in for a unit',
    input: newAccountSchema,
    answer: z.object({ accountId: z.number().int() }),
    run: async (op, { id }, body) => ({ accountId: await addAccount(op, { unitId: id, ...body }) }),
  })
  commands(app, deps, 'PUT', '/accounts/:id', {
    ...common,
    summary: 'Correct who signs in',
    input: accountSchema,
    ifMatch: oneAccount,
    answer: done,
    run: async (op, { id }, body) => (
      await changeAccount(op, { accountId: id, ...body }),
      { done: true as const }
    ),
  })
  commands(app, deps, 'POST', '/accounts/:id/end', {
    ...common,
    summary: 'She signs in no more; what she decided stays on record',
    input: noInput,
    answer: done,
    ifMatch: oneAccount,
    run: async (op, { id }) => (await endAccount(op, { accountId: id }), { done: true as const }),
  })
}
