import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadUnitAppeals } from '../../db/queries/appeals.ts'
import { loadNotice } from '../../db/queries/notices.ts'
import {
  loadContent,
  loadReportFiles,
  loadReportValues,
  loadTargets,
  loadWaitingFiles,
} from '../../db/queries/reportForm.ts'
import {
  loadUnitVisit,
  type LastReport,
  type OwedObligation,
  type UnitVisit,
} from '../../db/queries/unitVisit.ts'
import { nextObligationState } from '../../domain/obligation.ts'
import { Problem } from '../../domain/problem.ts'
import { look, perform, type LinkActor, type Op } from '../../operations/perform.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { loadAttachment } from '../../operations/unit/attachments.ts'
import { requestLinks } from '../../operations/unit/requestLink.ts'
import { publicPage, requireLink, submit, unitPage } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { sendFile } from '../files.ts'
import { idField, parse, parseAddress } from '../forms.ts'
import { LostLinkPage } from '../pages/unit/LinkPages.tsx'
import { PaperPage } from '../pages/unit/PaperPage.tsx'
import { ReceiptPage, type ReceiptView } from '../pages/unit/ReceiptPage.tsx'
import { ReportPage, type ReportView } from '../pages/unit/ReportPage.tsx'
import type { SentReport } from '../pages/unit/Sent.tsx'
import { VisitPage } from '../pages/unit/VisitPage.tsx'
import { perLink } from './unitLimits.ts'
import { unitKeepingRoutes } from './unitKeeping.ts'
import { keepReport, type RefusedFile } from './unitReport.ts'

const link = { config: { access: 'link' as const } }
const guarded = { config: { access: 'link' as const, rateLimit: perLink(60) } }
const tokenParams = z.object({ token: z.string().max(80) })
const reportParams = tokenParams.extend({ obligationId: idField })
const fileParams = tokenParams.extend({ fileId: idField })

/** A unit's own pages. Whoever holds the link may do what the unit may do, and sees nothing else. */
export function unitRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/u/:token', link, (request, reply) => {
    const { token } = parseAddress(tokenParams, request.params)
    return showVisit(deps, request, reply, token)
  })
  app.post('/u/:token/acknowledge', guarded, (request, reply) => {
    const { token } = parseAddress(tokenParams, request.params)
    return submit(
      reply,
      async () => {
        const actor = await requireLink(deps, token)
        const { campaignId, unitId } = actor
        await perform(
          deps.db,
          actor,
          (op) => acknowledge(op, { campaignId, unitId, via: 'link' }),
          request.id,
        )
        return `/u/${token}`
      },
      (refused) => showVisit(deps, request, reply, token, refused),
    )
  })
  app.get('/u/:token/notice', link, (request, reply) => {
    const { token } = parseAddress(tokenParams, request.params)
    return unitPage(deps, request, reply, token, {
      load: async (op) => {
        const visit = await visitOf(op)
        return { notice: await loadNotice(op.tx, visit.notice.id), unitName: visit.unit.name }
      },
      draw: (data) => <PaperPage {...data} base={`/u/${token}`} />,
    })
  })
  app.get('/u/:token/files/:fileId', link, async (request, reply) => {
    const { token, fileId } = parseAddress(fileParams, request.params)
    const actor = await requireLink(deps, token)
    return sendFile(reply, await look(deps.db, actor, (op) => loadAttachment(op, fileId)))
  })
  reportRoutes(app, deps)
  unitKeepingRoutes(app, deps)
  lostRoutes(app, deps)
}

export function visitOf(op: Op<LinkActor>): Promise<UnitVisit> {
  return loadUnitVisit(op.tx, { ...op.actor, asOf: op.asOf })
}

function showVisit(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  refused?: Problem,
): Promise<FastifyReply> {
  return unitPage(deps, request, reply, token, {
    load: async (op) => ({
      visit: await visitOf(op),
      appeals: await loadUnitAppeals(op.tx, op.actor),
    }),
    draw: (view) => <VisitPage {...view} base={`/u/${token}`} />,
    refused,
  })
}

function reportRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/u/:token/report/:obligationId', link, (request, reply) => {
    const { again } = parseAddress(z.object({ again: z.string().optional() }), request.query)
    return showReport(deps, request, reply, { again: again !== undefined })
  })
  app.post('/u/:token/report/:obligationId', guarded, async (request, reply) => {
    const { token, obligationId } = parseAddress(reportParams, request.params)
    const refusedFiles: RefusedFile[] = []
    return submit(
      reply,
      async () => {
        const actor = await requireLink(deps, token)
        const outcome = await keepReport(deps.db, actor, obligationId, request, refusedFiles)
        return `/u/${token}/report/${obligationId}${outcome === 'saved' ? '?again=1' : ''}`
      },
      (refused) => showReport(deps, request, reply, { again: true, refused, refusedFiles }),
    )
  })
}

interface Shown {
  again: boolean
  refused?: Problem
  refusedFiles?: RefusedFile[]
}

/** The receipt of what was reported, or the form for what was not, or is to be changed. */
function showReport(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
): Promise<FastifyReply> {
  const { token, obligationId } = parseAddress(reportParams, request.params)
  const base = `/u/${token}`
  return unitPage(deps, request, reply, token, {
    load: async (op) => {
      const visit = await visitOf(op)
      const obligation = visit.obligations.find(({ id, duty }) => id === obligationId && duty === 'report')
      if (obligation === undefined) throw new Problem('not-found')
      const form = asksForForm(visit, obligation, shown.again)
      return form
        ? { form: await loadForm(op, visit, obligation, base, shown) }
        : { receipt: await loadReceipt(op, visit, obligation, base), visit }
    },
    draw: (view) => {
      if (view.form !== undefined) return <ReportPage {...view.form} />
      if (view.receipt !== null) return <ReceiptPage {...view.receipt} />
      return <VisitPage visit={view.visit} appeals={[]} base={base} />
    },
    refused: shown.refused,
  })
}

function asksForForm(visit: UnitVisit, obligation: OwedObligation, again: boolean): boolean {
  if (visit.campaign.state === 'closed' || visit.campaign.state === 'cancelled') return false
  if (nextObligationState(obligation.state, 'submit') === null) return false
  return again || obligation.state !== 'submitted'
}

async function loadForm(
  op: Op<LinkActor>,
  visit: UnitVisit,
  obligation: OwedObligation,
  base: string,
  shown: Shown,
): Promise<ReportView> {
  return {
    visit,
    obligation,
    base,
    targets: await loadTargets(op.tx, obligation.id),
    files: await loadWaitingFiles(op.tx, obligation.id),
    content: await loadContent(op.tx, obligation.id),
    sent:
      obligation.state === 'returned' && obligation.lastReport !== null
        ? await loadSent(op, obligation.lastReport)
        : null,
    refusedFiles: shown.refusedFiles ?? [],
  }
}

async function loadReceipt(
  op: Op<LinkActor>,
  visit: UnitVisit,
  obligation: OwedObligation,
  base: string,
): Promise<ReceiptView | null> {
  const report = obligation.lastReport
  return report === null ? null : { visit, obligation, report, base, ...(await loadSent(op, report)) }
}

async function loadSent(op: Op<LinkActor>, report: LastReport): Promise<SentReport> {
  const { text } = await op.tx
    .selectFrom('report')
    .select('text')
    .where('id', '=', report.id)
    .executeTakeFirstOrThrow()
  return {
    text,
    values: (await loadReportValues(op.tx, [report.id])).get(report.id) ?? [],
    files: (await loadReportFiles(op.tx, [report.id])).get(report.id) ?? [],
  }
}

/** `unit`: its code, from the printed form. */
const lostQuery = z.object({ asked: z.string().optional(), unit: z.string().max(64).optional() })
const lostSchema = z.object({ wanted: z.string().trim().min(1).max(254) })

function lostRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/u/lost', { config: { access: 'public' } }, (request, reply) => {
    const { asked, unit } = parseAddress(lostQuery, request.query)
    return publicPage(deps, request, reply, <LostLinkPage asked={asked !== undefined} wanted={unit} />)
  })
  const few = { config: { access: 'public' as const, rateLimit: { max: 5, timeWindow: '1 minute' } } }
  app.post('/u/lost', few, (request, reply) =>
    submit(
      reply,
      async () => {
        await requestLinks(deps.db, parse(lostSchema, { wanted: request.form.one('wanted') }))
        return '/u/lost?asked=1'
      },
      async (refused) => publicPage(deps, request, reply, <LostLinkPage asked={false} />, { refused }),
    ),
  )
}
