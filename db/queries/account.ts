import { sql } from 'kysely'
import { addDays, type LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { Language } from '../tables/tree.ts'

export interface Account {
  email: string | null
  telephone: string | null
  language: Language
  hasPassword: boolean
  /** Others of the same unit who may decide for her. */
  colleagues: { id: number; name: string }[]
  /** Both days included. */
  deputy: { id: number; from: LocalDate; to: LocalDate } | null
}

/** What a person may see and change of herself. */
export async function loadAccount(tx: Tx, accountId: number): Promise<Account> {
  const row = await tx
    .selectFrom('account')
    .select(['unit_id', 'email', 'telephone', 'language', 'password_hash', 'deputy_id'])
    .select(sql<LocalDate | null>`lower(absent)::text`.as('from'))
    .select(sql<LocalDate | null>`upper(absent)::text`.as('until'))
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  const colleagues = await tx
    .selectFrom('account')
    .select(['id', 'name'])
    .where('unit_id', '=', row.unit_id)
    .where('id', '<>', accountId)
    .where('role', 'in', ['supervisor', 'leader', 'coordinator'])
    .where(sql<boolean>`upper_inf(valid)`)
    .orderBy('name')
    .limit(100)
    .execute()
  const { deputy_id: id, from, until } = row
  return {
    email: row.email,
    telephone: row.telephone,
    language: row.language,
    hasPassword: row.password_hash !== null,
    colleagues,
    deputy: id === null || from === null || until === null ? null : { id, from, to: addDays(until, -1) },
  }
}
