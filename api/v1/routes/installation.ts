import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { loadInstallation } from '../../../db/queries/workingTime.ts'
import { installationSchema } from '../../../domain/installation.ts'
import { changeInstallation, settingsMark } from '../../../operations/installation/changeInstallation.ts'
import type { Op } from '../../../operations/perform.ts'
import { eraseContact } from '../../../operations/tree/erasePerson.ts'
import { administrating } from '../../../web/access.ts'
import { commands, noInput, noParams, reads, type ApiDependencies } from '../route.ts'
import { done, idParams, reasonBody } from '../schemas.ts'
import { oneContact } from './people.ts'

const tag = 'installation'
const settings = z.object({
  installation: installationSchema,
  /** Goes along with a change, so that nobody overwrites what she has not seen. */
  mark: z.string(),
})

const inForce = {
  answer: settings,
  async read({ tx }: Op) {
    const installation = await loadInstallation(tx)
    return { installation, mark: settingsMark(installation) }
  },
  hold: ({ tx }: Op) =>
    tx.selectFrom('setting').select('key').where('key', '=', 'installation').forUpdate().execute(),
}

/** What holds for the whole installation, and what is not to be kept. */
export function installationRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/installation', {
    summary: 'Name, hours, sending times, how long what is personal is kept',
    tag,
    access: administrating,
    params: noParams,
    input: noInput,
    ...inForce,
  })
  commands(app, deps, 'PUT', '/installation', {
    summary: 'Change what holds for the whole installation',
    tag,
    access: administrating,
    params: noParams,
    ifMatch: inForce,
    input: settings.strict(),
    answer: done,
    run: async (op, _params, { installation, mark }) => (
      await changeInstallation(op, { was: mark, wanted: installation }),
      { done: true as const }
    ),
  })
  commands(app, deps, 'POST', '/contacts/:id/erase', {
    summary: 'Take what is personal out of the record of a contact; what her unit did stays',
    tag: 'units',
    access: administrating,
    params: idParams,
    input: reasonBody,
    answer: done,
    ifMatch: oneContact,
    run: async (op, { id }, { reason }) => (
      await eraseContact(op, { contactId: id, reason }),
      { done: true as const }
    ),
  })
}
