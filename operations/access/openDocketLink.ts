import { sql } from 'kysely'
import { currentTime } from '../../db/clock.ts'
import { inScope, type Db } from '../../db/connection.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import type { AccountRole, Language } from '../../db/tables/tree.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import { readDocketToken } from '../../mail/docketLinks.ts'
import type { AccountActor } from '../perform.ts'

interface Holder {
  id: number
  unit_id: number
  role: AccountRole
  name: string
  language: Language
  generation: number
}

/**
 * Who comes with the link of a docket mail; null when it is not ours, its day is over, her address has changed since or
 * she is no longer in office.
 */
export async function openDocketLink(db: Db, key: Buffer, token: string): Promise<AccountActor | null> {
  const link = readDocketToken(key, token)
  if (link === null) return null
  const { rows } =
    await sql<Holder>`select * from account_for_docket_link(${link.accountId}::integer)`.execute(db)
  const [holder] = rows
  if (holder === undefined || holder.generation !== link.generation) return null
  if ((await todayFor(db, holder.unit_id)) > link.expiresOn) return null
  const { id, unit_id, role, name, language } = holder
  return { kind: 'account', accountId: id, unitId: unit_id, role, name, language }
}

function todayFor(db: Db, unitId: number): Promise<LocalDate> {
  return inScope(db, { unitId, depth: 'own' }, async (tx) =>
    dateIn((await loadInstallation(tx)).zone, await currentTime(tx)),
  )
}
