import { stringify } from 'csv-stringify/sync'
import { DateTime } from 'luxon'
import { neutral } from '../../domain/spreadsheetText.ts'
import type { Cell } from './workbook.ts'

/** Excel and WPS take a file without it for another encoding. */
export const BYTE_ORDER_MARK = '\ufeff'

/** Rows as lines of a CSV file: dates and times as spreadsheets read them, by the clock of `zone`. */
export function csvLines(rows: readonly (readonly Cell[])[], zone: string): string {
  return stringify(rows.map((row) => row.map((cell) => csvText(cell, zone))))
}

/** The first line of a file. */
export function csvHeadings(headings: readonly string[]): string {
  return BYTE_ORDER_MARK + stringify([headings.map(neutral)])
}

function csvText(cell: Cell, zone: string): string {
  if (cell.value === null) return ''
  switch (cell.kind) {
    case 'text':
      return neutral(cell.value)
    case 'number':
      return String(cell.value)
    case 'date':
      return cell.value
    case 'instant':
      return DateTime.fromJSDate(cell.value, { zone }).toFormat('yyyy-MM-dd HH:mm:ss')
  }
}
