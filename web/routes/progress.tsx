import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadUnitName } from '../../db/queries/campaignBoard.ts'
import {
  currentDuty,
  dutyByKey,
  type CampaignDuty,
  type CampaignHead,
} from '../../db/queries/campaignHead.ts'
import { countEscalated, loadFirst, loadOwing } from '../../db/queries/progress/lists.ts'
import { loadProgress } from '../../db/queries/progress/progress.ts'
import { dateIn } from '../../domain/time.ts'
import { look, type AccountActor, type Op } from '../../operations/perform.ts'
import { watching } from '../access.ts'
import { desk, requirePerson, wordsFor } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { paperDocx } from '../documents/docx.ts'
import { progressPaper } from '../documents/progress/paper.ts'
import { progressSheets } from '../documents/progress/sheets.ts'
import type { ProgressView } from '../documents/progress/view.ts'
import { MOST_SHEET_ROWS, workbookOf } from '../documents/workbook.ts'
import { sendDownload } from '../files.ts'
import { parseAddress } from '../forms.ts'
import { ProgressPage } from '../pages/campaign/ProgressPage.tsx'
import { campaignParams } from './campaign.tsx'

const guarded = { config: { access: watching } }
const text = (most: number) => z.string().trim().max(most).catch('')
const progressQuery = z.object({
  milestone: z.string().max(10).optional(),
  first: z.coerce.number().int().min(0).max(50).catch(10),
  names: z.enum(['yes', 'no']).catch('yes'),
  number: text(60),
  to: text(120),
  intro: text(1000),
})
type Query = z.infer<typeof progressQuery>

/** As many as are named in a paper that people read. */
const MOST_NAMED = 50

/** 情况通报: how far a campaign has come, as a page and as files of the same content. */
export function progressRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/campaigns/:id/progress', guarded, (request, reply) => {
    const { id, query } = asked(request)
    return desk(deps, request, reply, {
      load: (op) => loadView(op, id, query),
      draw: (view) => <ProgressPage {...view} />,
    })
  })
  app.get('/campaigns/:id/progress.docx', guarded, async (request, reply) => {
    const { id, query } = asked(request)
    const view = await look(deps.db, requirePerson(request), (op) => loadView(op, id, query))
    const words = wordsFor(request, view.progress.head.zone)
    const content = await paperDocx(progressPaper(words, view))
    return sendDownload(reply, {
      name: `${words.t('progress.file', { title: view.progress.head.title })}.docx`,
      mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      content,
    })
  })
  app.get('/campaigns/:id/progress.xlsx', guarded, (request, reply) => sendWorkbook(deps, request, reply))
}

function asked(request: FastifyRequest): { id: number; query: Query } {
  return {
    id: parseAddress(campaignParams, request.params).id,
    query: parseAddress(progressQuery, request.query),
  }
}

async function sendWorkbook(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { id } = asked(request)
  const person = requirePerson(request)
  const { progress, owing } = await look(deps.db, person, async ({ tx, asOf, actor }) => {
    const found = await loadProgress(tx, { campaignId: id, unitId: actor.unitId, asOf })
    const everything = { duty: null, escalated: false, limit: MOST_SHEET_ROWS }
    return { progress: found, owing: await loadOwing(tx, { ...found, ...everything }) }
  })
  const { title, zone } = progress.head
  const words = wordsFor(request, zone)
  return sendDownload(reply, {
    name: `${words.t('progress.file', { title })}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: await workbookOf(progressSheets(words, progress, owing), zone),
  })
}

async function loadView(op: Op<AccountActor>, campaignId: number, query: Query): Promise<ProgressView> {
  const { tx, actor } = op
  const progress = await loadProgress(tx, { campaignId, unitId: actor.unitId, asOf: op.asOf })
  const { head, rootId } = progress
  const { milestone, ...options } = query
  const current = milestone === undefined ? mattersMost(head, progress.asOf) : dutyByKey(head, milestone)
  const within = { ...progress, duty: current }
  const issuing = rootId === head.issuerId
  return {
    progress,
    current,
    options,
    issuer: issuing ? head.issuerName : await loadUnitName(tx, rootId),
    contact: issuing ? await loadContact(op, head.noticeId) : '',
    first: current.duty === 'report' ? await loadFirst(tx, { ...within, limit: options.first }) : [],
    named: await loadOwing(tx, { ...within, escalated: true, limit: MOST_NAMED }),
    escalated: options.names === 'no' ? await countEscalated(tx, within) : [],
  }
}

/** The report whose date is nearest; acknowledging where nothing is reported. */
function mattersMost(head: CampaignHead, asOf: Date): CampaignDuty {
  const reports = head.duties.filter(({ duty }) => duty === 'report')
  return currentDuty(reports.length === 0 ? head.duties : reports, dateIn(head.zone, asOf))
}

async function loadContact({ tx }: Op, noticeId: number): Promise<string> {
  const notice = await tx
    .selectFrom('notice')
    .select(['contact_names as names', 'contact_telephone as telephone'])
    .where('id', '=', noticeId)
    .executeTakeFirstOrThrow()
  return [notice.names, notice.telephone].filter((part) => part !== '').join(' ')
}
