import { sql } from 'kysely'
import { Problem } from '../../../domain/problem.ts'
import type { Tx } from '../../connection.ts'
import type { AccountRole, Language } from '../../tables/tree.ts'

export interface ContactRow {
  id: number
  unitId: number
  name: string
  email: string | null
  telephone: string | null
  language: Language
}

export interface AccountRow extends ContactRow {
  role: AccountRole
}

const now = sql<boolean>`upper_inf(valid)`
const shared = ['id', 'unit_id as unitId', 'name', 'email', 'telephone', 'language'] as const

/** Who answers for a unit now, without colleagues to whom one campaign was handed on; a unit has a handful. */
export function listContacts(tx: Tx, unitId: number): Promise<ContactRow[]> {
  return tx
    .selectFrom('contact')
    .select(shared)
    .where('unit_id', '=', unitId)
    .where('campaign_id', 'is', null)
    .where(now)
    .orderBy('id')
    .limit(200)
    .execute()
}

/** Who signs in for a unit now. */
export function listAccounts(tx: Tx, unitId: number): Promise<AccountRow[]> {
  return tx
    .selectFrom('account')
    .select([...shared, 'role'])
    .where('unit_id', '=', unitId)
    .where(now)
    .orderBy('id')
    .limit(200)
    .execute()
}

/** @throws Problem not-found */
export async function findContact(tx: Tx, id: number): Promise<ContactRow> {
  const row = await tx.selectFrom('contact').select(shared).where('id', '=', id).where(now).executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  return row
}

/** @throws Problem not-found */
export async function findAccount(tx: Tx, id: number): Promise<AccountRow> {
  const row = await tx
    .selectFrom('account')
    .select([...shared, 'role'])
    .where('id', '=', id)
    .where(now)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  return row
}
