import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'
import type { AccountActor } from '../../operations/perform.ts'

/** In whose name a command at this machine acts: the administrator of longest standing. */
export async function firstAdministrator(owner: Db): Promise<AccountActor> {
  const { id, unit_id, name, language } = await owner
    .selectFrom('account')
    .select(['id', 'unit_id', 'name', 'language'])
    .where('role', '=', 'administrator')
    .where(sql<boolean>`upper_inf(valid)`)
    .orderBy('id')
    .executeTakeFirstOrThrow()
  return { kind: 'account', accountId: id, unitId: unit_id, role: 'administrator', name, language }
}
