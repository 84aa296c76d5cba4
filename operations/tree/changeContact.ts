import { sql } from 'kysely'
import { z } from 'zod'
import { isUniqueViolation } from '../../db/errors.ts'
import { languages } from '../../db/tables/tree.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { Problem } from '../../domain/problem.ts'
import { singleLine } from '../../domain/text.ts'
import { dateIn } from '../../domain/time.ts'
import { requireRole, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { requireOpenUnit } from './openUnit.ts'
import { writeToContacts } from './writeToContacts.ts'

export const contactSchema = z.strictObject({
  name: singleLine(1, 60),
  email: z
    .union([z.literal(''), z.email().max(254)])
    .nullable()
    .transform((text) => (text === '' || text === null ? null : text.toLowerCase())),
  telephone: singleLine(0, 40)
    .nullable()
    .transform((text) => (text === '' ? null : text)),
  language: z.enum(languages),
})
export type ContactDetails = z.infer<typeof contactSchema>

/**
 * Corrects a contact. Another address makes every link that was sent to the old one void, and what could not be
 * delivered is tried again.
 * @throws Problem not-allowed, not-found
 */
export async function changeContact(op: Op, input: ContactDetails & { contactId: number }): Promise<void> {
  requireRole(op, 'administrator', 'coordinator', 'supervisor')
  const contact = await op.tx
    .selectFrom('contact')
    .select(['id', 'unit_id', 'email'])
    .where('id', '=', input.contactId)
    .where(sql<boolean>`upper_inf(valid)`)
    .forUpdate()
    .executeTakeFirst()
  if (contact === undefined) throw new Problem('not-found')
  const moved = contact.email !== input.email
  await refusingTaken(
    op.tx
      .updateTable('contact')
      .set((eb) => ({
        name: input.name,
        email: input.email,
        telephone: input.telephone,
        language: input.language,
        ...(moved
          ? { generation: eb('generation', '+', 1), undeliverable_since: null, undeliverable_remedy: null }
          : {}),
      }))
      .where('id', '=', contact.id)
      .execute(),
  )
  if (moved) await writeToContacts(op, [contact.id])
  await record(op, {
    operation: 'change-contact',
    unitId: contact.unit_id,
    subject: 'contact',
    subjectId: contact.id,
    detail: { addressChanged: moved },
  })
}

/** Two of one unit that answer to the same name could not be told apart. */
async function refusingTaken<T>(written: Promise<T>): Promise<T> {
  try {
    return await written
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new Problem('invalid-input', {}, [{ field: 'name', code: 'name-taken' }])
  }
}

/** She gets a link to everything that her unit has now, by mail. @throws Problem not-allowed, not-found */
export async function addContact(op: Op, input: ContactDetails & { unitId: number }): Promise<number> {
  requireRole(op, 'administrator', 'coordinator', 'supervisor')
  await requireOpenUnit(op, input.unitId)
  const { zone } = await loadInstallation(op.tx)
  const { id } = await refusingTaken(
    op.tx
      .insertInto('contact')
      .values({
        unit_id: input.unitId,
        name: input.name,
        email: input.email,
        telephone: input.telephone,
        language: input.language,
        undeliverable_since: null,
        undeliverable_remedy: null,
        valid: `[${dateIn(zone, op.asOf)},)`,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  await writeToContacts(op, [id])
  await record(op, { operation: 'add-contact', unitId: input.unitId, subject: 'contact', subjectId: id })
  return id
}

/** She no longer answers for the unit; her links end. @throws Problem not-allowed, not-found */
export async function endContact(op: Op, input: { contactId: number }): Promise<void> {
  requireRole(op, 'administrator', 'coordinator', 'supervisor')
  const { zone } = await loadInstallation(op.tx)
  const today = dateIn(zone, op.asOf)
  const ended = await op.tx
    .updateTable('contact')
    .set({ valid: sql`daterange(lower(valid), greatest(${today}::date, lower(valid) + 1))` })
    .where('id', '=', input.contactId)
    .where(sql<boolean>`upper_inf(valid)`)
    .returning('unit_id')
    .executeTakeFirst()
  if (ended === undefined) throw new Problem('not-found')
  await record(op, {
    operation: 'end-contact',
    unitId: ended.unit_id,
    subject: 'contact',
    subjectId: input.contactId,
  })
}
