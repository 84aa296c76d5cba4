import type { GeneratedUnit } from '../../domain/federation.ts'
import type { Db } from '../../db/connection.ts'
import { importOrReport, importTree, type ImportReport } from '../../operations/tree/importTree.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { treeFile } from '../../operations/tree/treeFile.ts'
import { localDate, type LocalDate } from '../../domain/time.ts'

/** The administrator that every installation begins with. */
export async function administrator(db: Db): Promise<AccountActor> {
  const row = await db
    .selectFrom('account')
    .selectAll()
    .where('role', '=', 'administrator')
    .executeTakeFirstOrThrow()
  return {
    kind: 'account',
    accountId: row.id,
    unitId: row.unit_id,
    role: 'administrator',
    name: row.name,
    language: 'zh-CN',
  }
}

/** A person by name of role and unit code, as she would be signed in. */
export async function personAt(db: Db, code: string, role: AccountActor['role']): Promise<AccountActor> {
  const row = await db
    .selectFrom('account as a')
    .innerJoin('unit as u', 'u.id', 'a.unit_id')
    .selectAll('a')
    .where('u.code', '=', code)
    .where('a.role', '=', role)
    .executeTakeFirstOrThrow()
  return {
    kind: 'account',
    accountId: row.id,
    unitId: row.unit_id,
    role,
    name: row.name,
    language: row.language,
  }
}

export async function importUnits(
  api: Db,
  actor: AccountActor,
  units: GeneratedUnit[],
  from: LocalDate = localDate('2014-01-01'),
): Promise<ImportReport> {
  const bytes = treeFile(units)
  return importOrReport(() => perform(api, actor, (op) => importTree(op, { bytes, from, dryRun: false })))
}
