import { stringify } from 'csv-stringify/sync'
import type { ExportLine } from '../db/queries/tree.ts'
import { neutral } from '../domain/spreadsheetText.ts'
import { treeColumns } from '../operations/tree/treeCsv.ts'
import { BYTE_ORDER_MARK } from './documents/csv.ts'

/** The tree as a file that the import takes back, and that a spreadsheet opens without running anything in it. */
export function treeExport(lines: readonly ExportLine[]): string {
  const rows = lines.map((line) => treeColumns.map((column) => neutral(line[column] ?? '')))
  return BYTE_ORDER_MARK + stringify([[...treeColumns], ...rows])
}
