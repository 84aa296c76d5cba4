import { stringify } from 'csv-stringify/sync'
import type { ExportLine } from '../db/queries/tree.ts'
import { treeColumns } from '../operations/tree/treeCsv.ts'

/** Excel and WPS take a file without it for another encoding. */
const BYTE_ORDER_MARK = '\ufeff'

/** The tree as a file that the import takes back, and that a spreadsheet opens without running anything in it. */
export function treeExport(lines: readonly ExportLine[]): string {
  const rows = lines.map((line) => treeColumns.map((column) => neutral(line[column] ?? '')))
  return BYTE_ORDER_MARK + stringify([[...treeColumns], ...rows])
}

/** A cell that a spreadsheet would calculate is marked as text; a telephone number with its country code is none. */
export function neutral(text: string): string {
  if (/^\s*[+-][\d\s()-]*$/.test(text)) return text
  return /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
