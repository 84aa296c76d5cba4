import { sql } from 'kysely'
import { Problem } from '../../domain/problem.ts'
import type { LocalDate } from '../../domain/time.ts'
import { requireInPerson, requireRole, type AccountActor, type Op } from '../perform.ts'
import { record } from '../record.ts'

export interface SetDeputy {
  deputyId: number
  /** Both days included. */
  from: LocalDate
  to: LocalDate
}

/**
 * While she is away, somebody else of her unit gets her docket mails and may decide her items. Of another unit it could
 * not be: what a person sees follows from the unit that she is of.
 * @throws Problem not-allowed, deputy-invalid
 */
export async function setDeputy(op: Op, input: SetDeputy | null): Promise<void> {
  requireRole(op, 'supervisor', 'leader', 'coordinator', 'administrator')
  requireInPerson(op)
  if (input !== null) await requireDeputy(op, input, op.actor)
  await op.tx
    .updateTable('account')
    .set(
      input === null
        ? { absent: null, deputy_id: null }
        : { absent: sql`daterange(${input.from}::date, ${input.to}::date, '[]')`, deputy_id: input.deputyId },
    )
    .where('id', '=', op.actor.accountId)
    .execute()
  await record(op, {
    operation: 'set-deputy',
    unitId: op.actor.unitId,
    subject: 'account',
    subjectId: op.actor.accountId,
    detail: input ?? {},
  })
}

async function requireDeputy(op: Op, input: SetDeputy, absent: AccountActor): Promise<void> {
  const deputy = await op.tx
    .selectFrom('account')
    .select('id')
    .where('id', '=', input.deputyId)
    .where('unit_id', '=', absent.unitId)
    .where('role', 'in', ['supervisor', 'leader', 'coordinator'])
    .where(sql<boolean>`upper_inf(valid)`)
    .executeTakeFirst()
  if (deputy === undefined || input.deputyId === absent.accountId || input.to < input.from)
    throw new Problem('deputy-invalid')
}
