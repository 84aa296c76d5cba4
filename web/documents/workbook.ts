import { Worker } from 'node:worker_threads'
import { DateTime } from 'luxon'
import { z } from 'zod'
import type { Instant, LocalDate } from '../../domain/time.ts'

/** What a cell is: a number stays one, text is text and never a formula, a date is a date. */
export type Cell =
  | { kind: 'text'; value: string | null }
  | { kind: 'number'; value: number | null }
  | { kind: 'date'; value: LocalDate | null }
  | { kind: 'instant'; value: Instant | null }

export interface WorkbookSheet {
  name: string
  headings: string[]
  /** In letters. */
  widths: number[]
  rows: Cell[][]
  /** Said above the headings, where something has to be. */
  note: string | null
}

/** What a sheet holds, and all sheets of one file together: writing holds a whole file in memory. */
export const MOST_SHEET_ROWS = 50_000
export const MOST_BOOK_ROWS = 150_000

const MOST_MEGABYTES = 1024
/** What a cell of a spreadsheet holds. */
const MOST_LETTERS = 32_000

type Written =
  string | number | null | { value: Date; format: string } | { value: string; fontWeight: 'bold' }

/** The sheets as an XLSX file, its times by the clock of `zone`. Written in a thread of its own. */
export function workbookOf(sheets: readonly WorkbookSheet[], zone: string): Promise<Buffer> {
  const written = sheets.map((sheet) => ({
    sheet: sheetName(sheet.name),
    columns: sheet.widths.map((width) => ({ width })),
    stickyRowsCount: sheet.note === null ? 1 : 2,
    data: [
      ...(sheet.note === null ? [] : [[sheet.note]]),
      sheet.headings.map((value): Written => ({ value, fontWeight: 'bold' })),
      ...sheet.rows.map((row) => row.map((cell) => writtenOf(cell, zone))),
    ],
  }))
  return inThread(written)
}

function writtenOf(cell: Cell, zone: string): Written {
  if (cell.value === null) return null
  switch (cell.kind) {
    case 'text':
      return cell.value.slice(0, MOST_LETTERS)
    case 'number':
      return cell.value
    case 'date':
      return { value: new Date(`${cell.value}T00:00:00Z`), format: 'yyyy-mm-dd' }
    case 'instant':
      return { value: wallClock(cell.value, zone), format: 'yyyy-mm-dd hh:mm' }
  }
}

/** A spreadsheet knows no zones: what the clock on the wall showed, to the minute. */
function wallClock(at: Instant, zone: string): Date {
  return DateTime.fromJSDate(at, { zone })
    .startOf('minute')
    .setZone('utc', { keepLocalTime: true })
    .toJSDate()
}

/** Thirty-one letters, and none of those that a sheet's name may not have. */
function sheetName(name: string): string {
  return name.replaceAll(/[[\]:*?/\\']/g, ' ').slice(0, 31)
}

function inThread(sheets: unknown): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./workbookWorker.mjs', import.meta.url), {
      workerData: { sheets },
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    })
    worker.once('message', (message: unknown) => {
      resolve(Buffer.from(z.instanceof(Uint8Array).parse(message)))
    })
    worker.once('error', reject)
    worker.once('exit', (code) => {
      reject(new Error(`the workbook's thread ended with ${code}`))
    })
  })
}
