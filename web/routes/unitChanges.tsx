import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { idsByCode } from '../../db/queries/audienceList.ts'
import { dateField } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import {
  addAccount,
  changeAccount,
  endAccount,
  newAccountSchema,
} from '../../operations/access/changeAccount.ts'
import { perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { addContact, changeContact, contactSchema, endContact } from '../../operations/tree/changeContact.ts'
import { eraseContact } from '../../operations/tree/erasePerson.ts'
import { cancelPlannedChange, orderChange } from '../../operations/tree/orderChange.ts'
import { administrating, coordinating, type Access } from '../access.ts'
import { requirePerson, submit } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, parse, parseAddress, type Form } from '../forms.ts'

const paths = z.object({
  unitId: idField,
  contactId: idField.default(0),
  plannedId: idField.default(0),
  accountId: idField.default(0),
})

type Show = (request: FastifyRequest, reply: FastifyReply, refused: Problem) => Promise<FastifyReply>
type Run = (op: Op<AccountActor>, params: z.infer<typeof paths>, form: Form) => Promise<unknown>

const reaching: Access = { roles: ['administrator', 'coordinator', 'supervisor'] }

/** Changes of a unit and of those who answer for it; each leads back to the unit's page. */
export function unitChangeRoutes(app: FastifyInstance, deps: WebDependencies, show: Show): void {
  const change = (path: string, access: Access, run: Run): void => {
    app.post(`/units/:unitId/${path}`, { config: { access } }, (request, reply) =>
      submit(
        reply,
        async () => {
          const found = parseAddress(paths, request.params)
          await perform(deps.db, requirePerson(request), (op) => run(op, found, request.form), request.id)
          return `/units/${found.unitId}?done=1`
        },
        (refused) => show(request, reply, refused),
      ),
    )
  }
  change('contacts', reaching, (op, { unitId }, form) => addContact(op, { unitId, ...contactOf(form) }))
  change('contacts/:contactId', reaching, (op, { contactId }, form) =>
    changeContact(op, { contactId, ...contactOf(form) }),
  )
  change('contacts/:contactId/end', reaching, (op, { contactId }) => endContact(op, { contactId }))
  change('contacts/:contactId/erase', administrating, (op, { contactId }, form) =>
    eraseContact(op, { contactId, reason: form.one('reason') }),
  )
  change('people', coordinating, (op, { unitId }, form) =>
    addAccount(op, { unitId, ...parse(newAccountSchema, { ...fieldsOf(form), role: form.one('role') }) }),
  )
  change('people/:accountId', coordinating, (op, { accountId }, form) =>
    changeAccount(op, { accountId, ...contactOf(form) }),
  )
  change('people/:accountId/end', coordinating, (op, { accountId }) => endAccount(op, { accountId }))
  change('rename', coordinating, (op, { unitId }, form) =>
    orderChange(op, { change: 'rename', unitId, ...changeOf(form), name: form.one('name') }),
  )
  change('move', coordinating, async (op, { unitId }, form) =>
    orderChange(op, {
      change: 'move',
      unitId,
      ...changeOf(form),
      parentId: await unitAt(op, form, 'parentId'),
    }),
  )
  change('close', coordinating, (op, { unitId }, form) =>
    orderChange(op, { change: 'close', unitId, ...changeOf(form) }),
  )
  change('merge', coordinating, async (op, { unitId }, form) =>
    orderChange(op, { change: 'merge', unitId, ...changeOf(form), intoId: await unitAt(op, form, 'intoId') }),
  )
  change('planned/:plannedId/cancel', coordinating, (op, { plannedId }) =>
    cancelPlannedChange(op, { plannedId }),
  )
}

function contactOf(form: Form): z.infer<typeof contactSchema> {
  return parse(contactSchema, fieldsOf(form))
}

function fieldsOf(form: Form): Record<string, string> {
  const names = ['name', 'email', 'telephone', 'language'] as const
  return Object.fromEntries(names.map((name) => [name, form.one(name).trim()]))
}

const changeSchema = z.object({ from: dateField, reason: z.string().trim().max(2000) })

function changeOf(form: Form): z.infer<typeof changeSchema> {
  return parse(changeSchema, { from: form.one('from'), reason: form.one('reason') })
}

/** The unit whose code stands in a field. @throws Problem unit-unknown, at that field */
async function unitAt(op: Op, form: Form, field: string): Promise<number> {
  const code = form.one(field).trim()
  const id = (await idsByCode(op.tx, [code])).get(code)
  if (id !== undefined) return id
  throw new Problem('unit-unknown', { unit: code }, [{ field, code: 'unit-unknown', facts: { unit: code } }])
}
