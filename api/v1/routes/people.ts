import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findAccount, findContact, listAccounts, listContacts } from '../../../db/queries/api/people.ts'
import { requireUnit } from '../../../db/queries/api/units.ts'
import { accountRoles, languages } from '../../../db/tables/tree.ts'
import type { Op } from '../../../operations/perform.ts'
import { changeContact, contactSchema } from '../../../operations/tree/changeContact.ts'
import { coordinating } from '../../../web/access.ts'
import { commands, noInput, reads, type ApiDependencies } from '../route.ts'
import { done, type Id, idParams } from '../schemas.ts'

const contactAnswer = z
  .object({
    id: z.number().int(),
    unitId: z.number().int(),
    name: z.string(),
    email: z.string().nullable(),
    telephone: z.string().nullable(),
    language: z.enum(languages),
  })
  .meta({ id: 'Contact' })
const accountAnswer = contactAnswer.extend({ role: z.enum(accountRoles) }).meta({ id: 'Account' })

export const oneAccount = {
  answer: accountAnswer,
  read: ({ tx }: Op, { id }: Id) => findAccount(tx, id),
  hold: ({ tx }: Op, { id }: Id) =>
    tx.selectFrom('account').select('id').where('id', '=', id).forUpdate().execute(),
}
export const oneContact = {
  answer: contactAnswer,
  read: ({ tx }: Op, { id }: Id) => findContact(tx, id),
  hold: ({ tx }: Op, { id }: Id) =>
    tx.selectFrom('contact').select('id').where('id', '=', id).forUpdate().execute(),
}

/** Who answers for units, and who signs in for them. */
export function peopleRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const common = { tag: 'units', access: coordinating, params: idParams, input: noInput } as const
  reads(app, deps, '/units/:id/people', {
    ...common,
    summary: 'Who answers for a unit and who signs in for it, now',
    answer: z.object({ contacts: z.array(contactAnswer), accounts: z.array(accountAnswer) }),
    async read({ tx }, { id }) {
      await requireUnit(tx, id)
      return { contacts: await listContacts(tx, id), accounts: await listAccounts(tx, id) }
    },
  })
  reads(app, deps, '/contacts/:id', { ...common, summary: 'One who answers for a unit', ...oneContact })
  reads(app, deps, '/accounts/:id', { ...common, summary: 'One who signs in for a unit', ...oneAccount })
  commands(app, deps, 'PUT', '/contacts/:id', {
    ...common,
    summary: 'Correct who answers for a unit; another address makes older links void',
    input: contactSchema,
    answer: done,
    ifMatch: oneContact,
    run: async (op, { id }, body) => (
      await changeContact(op, { contactId: id, ...body }),
      { done: true as const }
    ),
  })
}
