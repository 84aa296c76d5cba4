import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { loadExportTargets } from '../../db/queries/exports/targets.ts'
import type { Instant } from '../../domain/time.ts'
import { look } from '../../operations/perform.ts'
import { watching } from '../access.ts'
import { desk, requirePerson, wordsFor } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { csvHeadings, csvLines } from '../documents/csv.ts'
import { sheetKeys, type ExportSheet, type SheetKey } from '../documents/exports/sheet.ts'
import { exportSheets } from '../documents/exports/sheets.ts'
import {
  MOST_BOOK_ROWS,
  MOST_SHEET_ROWS,
  workbookOf,
  type Cell,
  type WorkbookSheet,
} from '../documents/workbook.ts'
import { sendDownload } from '../files.ts'
import { parseAddress } from '../forms.ts'
import { ExportPage } from '../pages/campaign/ExportPage.tsx'
import { dutyName, momentWhat } from '../pages/momentText.ts'
import type { Words } from '../words.ts'
import { campaignParams } from './campaign.tsx'

const guarded = { config: { access: watching } }
const fileParams = campaignParams.extend({
  file: z
    .string()
    .regex(/^[a-z]+\.csv$/)
    .transform((name) => name.replace('.csv', ''))
    .pipe(z.enum(sheetKeys)),
})

/** Everything of a campaign that whoever asks may see, as CSV and XLSX. */
export function exportRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/campaigns/:id/export', guarded, (request, reply) => {
    const { id } = parseAddress(campaignParams, request.params)
    return desk(deps, request, reply, {
      load: ({ tx }) => loadCampaignHead(tx, id),
      draw: (head) => <ExportPage head={head} />,
    })
  })
  app.get('/campaigns/:id/export.xlsx', guarded, (request, reply) => sendBook(deps, request, reply))
  app.get('/campaigns/:id/export/:file', guarded, (request, reply) => sendCsv(deps, request, reply))
}

interface Export {
  title: string
  zone: string
  asOf: Instant
  words: Words
  sheets: Record<SheetKey, ExportSheet>
}

/** @throws Problem not-found */
function beginExport(deps: WebDependencies, request: FastifyRequest, campaignId: number): Promise<Export> {
  return look(deps.db, requirePerson(request), async ({ tx, asOf }) => {
    const head = await loadCampaignHead(tx, campaignId)
    const words = wordsFor(request, head.zone)
    const context = { words, head, targets: await loadExportTargets(tx, head) }
    return {
      title: head.title,
      zone: head.zone,
      asOf,
      words,
      sheets: exportSheets(context, wordingOf(words)),
    }
  })
}

function wordingOf(words: Words) {
  return {
    duty: (row: Parameters<typeof dutyName>[1]) => dutyName(words, row),
    step: (row: { step: string; nth: number; duty: 'acknowledge' | 'report' }) =>
      momentWhat(words, { ...row, kind: row.step === 'overdue' ? 'late' : 'reminder', level: null }),
  }
}

/** Each page in a transaction of its own: a slow download holds none open, and one page at a time is in memory. */
async function* pagesOf(
  deps: WebDependencies,
  request: FastifyRequest,
  sheet: ExportSheet,
  asOf: Instant,
): AsyncGenerator<Cell[][]> {
  const person = requirePerson(request)
  let after = 0
  for (;;) {
    const at = { asOf, after, limit: sheet.pageSize }
    const { cells, last } = await look(deps.db, person, ({ tx }) => sheet.page(tx, at))
    yield cells
    if (cells.length < sheet.pageSize) return
    after = last
  }
}

async function sendCsv(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { id, file } = parseAddress(fileParams, request.params)
  const { title, zone, asOf, words, sheets } = await beginExport(deps, request, id)
  const sheet = sheets[file]
  async function* lines(): AsyncGenerator<string> {
    yield csvHeadings(sheet.headings)
    for await (const cells of pagesOf(deps, request, sheet, asOf)) yield csvLines(cells, zone)
  }
  return sendDownload(reply, {
    name: `${words.t('export.file', { title, sheet: words.t(`export.${file}`) })}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    content: Readable.from(lines(), { objectMode: false }),
  })
}

async function sendBook(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { id } = parseAddress(campaignParams, request.params)
  const { title, zone, asOf, words, sheets } = await beginExport(deps, request, id)
  const written: WorkbookSheet[] = []
  let room = MOST_BOOK_ROWS
  for (const key of sheetKeys) {
    const sheet = sheets[key]
    const most = Math.min(MOST_SHEET_ROWS, room)
    const { rows, cut } = await upTo(pagesOf(deps, request, sheet, asOf), most)
    room -= rows.length
    written.push({
      name: words.t(`export.${key}`),
      headings: sheet.headings,
      widths: sheet.widths,
      rows,
      note: cut ? words.t('export.cut', { n: words.number(rows.length) }) : null,
    })
  }
  return sendDownload(reply, {
    name: `${words.t('export.allFile', { title })}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: await workbookOf(written, zone),
  })
}

async function upTo(
  pages: AsyncGenerator<Cell[][]>,
  most: number,
): Promise<{ rows: Cell[][]; cut: boolean }> {
  const rows: Cell[][] = []
  for await (const cells of pages) {
    for (const row of cells)
      if (rows.length < most) rows.push(row)
      else return { rows, cut: true }
  }
  return { rows, cut: false }
}
