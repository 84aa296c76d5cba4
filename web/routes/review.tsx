import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import { offeredDate } from '../../db/queries/days.ts'
import {
  loadNeighbours,
  loadQueue,
  loadReviewed,
  loadReviewedValues,
  loadReviewFiles,
  loadVersions,
} from '../../db/queries/reviewQueue.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { dateField } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn } from '../../domain/time.ts'
import { t, type Language } from '../../messages/index.ts'
import { perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { acceptReport } from '../../operations/review/acceptReport.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, pageField, parse, parseAddress, type Form } from '../forms.ts'
import { queryOf } from '../pages/campaign/addresses.ts'
import { ReviewPage } from '../pages/review/ReviewPage.tsx'
import { returnReasons, type Paper, type ReviewView } from '../pages/review/view.ts'

const guarded = { config: { access: coordinating } }
const reviewParams = z.object({ reportId: idField })
const reviewQuery = z.object({
  campaign: idField.optional(),
  page: pageField.optional(),
  beside: idField.optional().catch(undefined),
  done: z.enum(['accepted', 'returned']).optional(),
})
/** Working days that are offered for mending a returned report. */
const OFFERED_DAYS = 3

export function reviewRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/review', guarded, (request, reply) => show(deps, request, reply, null))
  app.get('/review/:reportId', guarded, (request, reply) =>
    show(deps, request, reply, parseAddress(reviewParams, request.params).reportId),
  )
  app.post('/review/:reportId/accept', guarded, (request, reply) =>
    judge(deps, request, reply, 'accepted', (op, reportId) => acceptReport(op, { reportId })),
  )
  app.post('/review/:reportId/return', guarded, (request, reply) =>
    judge(deps, request, reply, 'returned', (op, reportId) => {
      const { form } = request
      const input = parse(returnSchema, {
        reason: reasonOf(form, request.wantedLanguage ?? op.actor.language),
        dueOn: form.one('dueOn'),
      })
      return returnReport(op, { reportId, ...input, asVoid: form.has('asVoid') })
    }),
  )
}

const returnSchema = z.object({ reason: z.string().trim().max(2000), dueOn: dateField })

/** What was marked in the list, then her own words, as one text that the unit reads. */
function reasonOf(form: Form, language: Language): string {
  const marked = returnReasons
    .filter((code) => form.all('point').includes(code))
    .map((code) => t(language, `returnReason.${code}`))
  const own = form.one('reason').trim()
  return [marked.join(t(language, 'page.listSeparator')), own].filter((part) => part !== '').join('\n')
}

function show(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  reportId: number | null,
  refused?: Problem,
): Promise<FastifyReply> {
  const query = parseAddress(reviewQuery, request.query)
  const campaign = query.campaign ?? campaignOf(request)
  return desk(deps, request, reply, {
    load: (op) => loadReview(op, { ...query, campaign }, reportId),
    draw: (view) => <ReviewPage {...view} />,
    refused,
  })
}

function campaignOf({ form }: FastifyRequest): number | undefined {
  return idField
    .optional()
    .catch(undefined)
    .parse(form.has('campaign') ? form.one('campaign') : undefined)
}

async function loadReview(
  { tx, asOf }: Op<AccountActor>,
  query: z.infer<typeof reviewQuery>,
  reportId: number | null,
): Promise<ReviewView> {
  const campaignId = query.campaign ?? null
  const neighbours =
    reportId === null
      ? { previous: null, next: null, before: 0 }
      : await loadNeighbours(tx, campaignId, reportId)
  const page = query.page ?? Math.floor(neighbours.before / PAGE_SIZE) + 1
  const slice = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }
  const queue = { ...(await loadQueue(tx, campaignId, slice)), campaignId, page }
  const paper = reportId === null ? null : await loadPaper(tx, reportId)
  const versions = paper === null ? [] : await loadVersions(tx, paper.report.obligationId)
  const other = versions.find(({ id }) => id === query.beside && id !== reportId)
  const { calendar } = await loadWorkingTime(tx, paper?.report.zone)
  return {
    queue,
    neighbours,
    paper,
    beside: other === undefined ? null : await loadPaper(tx, other.id),
    versions,
    offered: offeredDate(calendar, dateIn(calendar.zone, asOf), OFFERED_DAYS),
    done: query.done ?? null,
  }
}

/** @throws Problem not-found */
async function loadPaper(tx: Tx, reportId: number): Promise<Paper> {
  const report = await loadReviewed(tx, reportId)
  if (report === null) throw new Problem('not-found')
  return {
    report,
    values: await loadReviewedValues(tx, report),
    files: await loadReviewFiles(tx, report.id),
  }
}

async function firstWaiting(tx: Tx, campaignId: number | null): Promise<number | null> {
  const { lines } = await loadQueue(tx, campaignId, { limit: 1, offset: 0 })
  return lines[0]?.reportId ?? null
}

/** Judges one report, then leads to the next in the same queue; after the last, to what was left before it. */
function judge(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  done: 'accepted' | 'returned',
  run: (op: Op<AccountActor>, reportId: number) => Promise<void>,
): Promise<FastifyReply> {
  const { reportId } = parseAddress(reviewParams, request.params)
  const campaign = campaignOf(request)
  return submit(
    reply,
    () =>
      perform(
        deps.db,
        requirePerson(request),
        async (op) => {
          await run(op, reportId)
          const { next } = await loadNeighbours(op.tx, campaign ?? null, reportId)
          const open = next ?? (await firstWaiting(op.tx, campaign ?? null))
          return `/review${open === null ? '' : `/${open}`}${queryOf({ campaign, done })}`
        },
        request.id,
      ),
    (refused) => show(deps, request, reply, reportId, refused),
  )
}
