import type { CampaignHead } from '../../../db/queries/campaignHead.ts'
import type { ExportPage } from '../../../db/queries/exports/units.ts'
import type { ExportTarget } from '../../../db/queries/exports/targets.ts'
import type { Tx } from '../../../db/connection.ts'
import type { Instant, LocalDate } from '../../../domain/time.ts'
import type { MessageKey } from '../../../messages/index.ts'
import type { Words } from '../../words.ts'
import type { Cell } from '../workbook.ts'

/** What the columns of a sheet are made with. */
export interface ExportContext {
  words: Words
  head: CampaignHead
  targets: readonly ExportTarget[]
}

export const sheetKeys = [
  'obligations',
  'reports',
  'files',
  'items',
  'decisions',
  'mails',
  'reminders',
  'audit',
] as const
export type SheetKey = (typeof sheetKeys)[number]

export interface Column<Row> {
  heading: string
  /** In letters. */
  width: number
  cell(row: Row): Cell
}

/** One table of an export, read page by page. */
export interface ExportSheet {
  key: SheetKey
  headings: string[]
  widths: number[]
  /** The next rows after an id; fewer than were asked for: the last. */
  page(tx: Tx, at: { asOf: Instant; after: number; limit: number }): Promise<ExportRows>
  /** How many rows are held at a time: few where a row may be long. */
  pageSize: number
}

export interface ExportRows {
  cells: Cell[][]
  last: number
}

export function sheetOf<Row extends { id: number }>(
  key: SheetKey,
  { head }: ExportContext,
  load: (tx: Tx, page: ExportPage) => Promise<Row[]>,
  columns: readonly Column<Row>[],
  pageSize = 5000,
): ExportSheet {
  return {
    key,
    pageSize,
    headings: columns.map(({ heading }) => heading),
    widths: columns.map(({ width }) => width),
    async page(tx, at) {
      const rows = await load(tx, { campaignId: head.id, ...at })
      return {
        cells: rows.map((row) => columns.map((column) => column.cell(row))),
        last: rows.at(-1)?.id ?? at.after,
      }
    },
  }
}

/** Columns of one kind of cell each, headed from the catalogue. */
export function columnsFor(words: Words) {
  const heading = (key: MessageKey): string => words.t(key)
  return {
    text: <Row>(key: MessageKey, value: (row: Row) => string | null, width = 16): Column<Row> => ({
      heading: heading(key),
      width,
      cell: (row) => ({ kind: 'text', value: value(row) }),
    }),
    number: <Row>(key: MessageKey, value: (row: Row) => number | null): Column<Row> => ({
      heading: heading(key),
      width: 10,
      cell: (row) => ({ kind: 'number', value: value(row) }),
    }),
    date: <Row>(key: MessageKey, value: (row: Row) => LocalDate | null): Column<Row> => ({
      heading: heading(key),
      width: 12,
      cell: (row) => ({ kind: 'date', value: value(row) }),
    }),
    instant: <Row>(key: MessageKey, value: (row: Row) => Instant | null): Column<Row> => ({
      heading: heading(key),
      width: 17,
      cell: (row) => ({ kind: 'instant', value: value(row) }),
    }),
  }
}
