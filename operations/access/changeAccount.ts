import { sql } from 'kysely'
import { z } from 'zod'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import { accountRoles, type AccountRole } from '../../db/tables/tree.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn } from '../../domain/time.ts'
import { requireInPerson, requireRole, type AccountActor, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { contactSchema } from '../tree/changeContact.ts'
import { requireOpenUnit } from '../tree/openUnit.ts'

export const accountSchema = contactSchema
export const newAccountSchema = accountSchema.extend({ role: z.enum(accountRoles) })
export type AccountDetails = z.infer<typeof accountSchema>

/** Whom a coordinator may let in; who coordinates or administers is an administrator's to say. */
const BY_COORDINATORS: readonly AccountRole[] = ['supervisor', 'leader']

/**
 * Lets a person sign in for a unit, by a mailed link or a password of her own.
 * @throws Problem not-allowed, not-found, email-taken
 */
export async function addAccount(
  op: Op,
  input: z.infer<typeof newAccountSchema> & { unitId: number },
): Promise<number> {
  requireAppointing(op, input.role)
  await requireOpenUnit(op, input.unitId)
  const { zone } = await loadInstallation(op.tx)
  const { name, email, telephone, language, role } = input
  const { id } = await refusingTaken(() =>
    op.tx
      .insertInto('account')
      .values({
        unit_id: input.unitId,
        role,
        name,
        email,
        telephone,
        language,
        password_hash: null,
        absent: null,
        deputy_id: null,
        valid: `[${dateIn(zone, op.asOf)},)`,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  await record(op, {
    operation: 'add-account',
    unitId: input.unitId,
    subject: 'account',
    subjectId: id,
    detail: { role },
  })
  return id
}

/**
 * Corrects who signs in. Another address makes every docket link that was sent to the old one void.
 * @throws Problem not-allowed, not-found, email-taken
 */
export async function changeAccount(op: Op, input: AccountDetails & { accountId: number }): Promise<void> {
  requirePersonnel(op)
  const account = await lockAccount(op, input.accountId)
  requireAppointing(op, account.role)
  const { name, email, telephone, language } = input
  await refusingTaken(() =>
    op.tx
      .updateTable('account')
      .set({
        name,
        email,
        telephone,
        language,
        generation: sql<number>`generation + (email is distinct from ${email})::integer`,
      })
      .where('id', '=', account.id)
      .execute(),
  )
  await record(op, {
    operation: 'change-account',
    unitId: account.unit_id,
    subject: 'account',
    subjectId: account.id,
  })
}

/**
 * She signs in no more, from now on; what she decided stays on record. Nobody does it to herself.
 * @throws Problem not-allowed, not-found
 */
export async function endAccount(op: Op, input: { accountId: number }): Promise<void> {
  requirePersonnel(op)
  const account = await lockAccount(op, input.accountId)
  requireAppointing(op, account.role)
  if (op.actor.accountId === account.id) throw new Problem('not-allowed')
  const { zone } = await loadInstallation(op.tx)
  await op.tx
    .updateTable('account')
    .set({
      valid: sql`daterange(lower(valid), greatest(${dateIn(zone, op.asOf)}::date, lower(valid) + 1))`,
    })
    .where('id', '=', account.id)
    .execute()
  await record(op, {
    operation: 'end-account',
    unitId: account.unit_id,
    subject: 'account',
    subjectId: account.id,
  })
}

export function mayAppoint(by: AccountRole, role: AccountRole): boolean {
  return by === 'administrator' || (by === 'coordinator' && BY_COORDINATORS.includes(role))
}

function requirePersonnel(op: Op): asserts op is Op<AccountActor> {
  requireRole(op, 'administrator', 'coordinator')
  requireInPerson(op)
}

function requireAppointing(op: Op, role: AccountRole): void {
  requirePersonnel(op)
  if (!mayAppoint(op.actor.role, role)) throw new Problem('not-allowed')
}

async function lockAccount(
  op: Op,
  accountId: number,
): Promise<{ id: number; unit_id: number; role: AccountRole }> {
  const account = await op.tx
    .selectFrom('account')
    .select(['id', 'unit_id', 'role'])
    .where('id', '=', accountId)
    .where(sql<boolean>`upper_inf(valid)`)
    .forUpdate()
    .executeTakeFirst()
  if (account === undefined) throw new Problem('not-found')
  return account
}

/** An address signs one person in; that it is taken may be known only to the database, beyond what the actor sees. */
async function refusingTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new Problem('invalid-input', {}, [{ field: 'email', code: 'email-taken' }])
  }
}
