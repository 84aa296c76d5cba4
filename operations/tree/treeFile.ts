import { stringify } from 'csv-stringify/sync'
import type { GeneratedUnit } from '../../domain/federation.ts'
import { treeColumns } from './treeCsv.ts'

/** Generated units as a file that `importTree` takes. */
export function treeFile(units: readonly GeneratedUnit[]): Buffer {
  const rows = units.flatMap(({ code, parentCode, type, name, contacts }) =>
    contacts.map((person) => [
      code,
      parentCode ?? '',
      type,
      name,
      person.role,
      person.name,
      person.email ?? '',
      person.telephone,
      person.language,
    ]),
  )
  return Buffer.from(stringify([[...treeColumns], ...rows]))
}
