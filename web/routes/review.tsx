import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { offeredDate } from '../../db/queries/days.ts'
import {
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
import { perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { acceptReport } from '../../operations/review/acceptReport.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, pageField, parse, parseAddress } from '../forms.ts'
import { queryOf } from '../pages/campaign/addresses.ts'
import { ReviewPage } from '../pages/review/ReviewPage.tsx'
import type { ReviewView } from '../pages/review/view.ts'

const guarded = { config: { access: coordinating } }
const reviewParams = z.object({ reportId: idField })
const reviewQuery = z.object({
  campaign: idField.optional(),
  page: pageField.default(1),
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
      const input = parse(returnSchema, { reason: form.one('reason'), dueOn: form.one('dueOn') })
      return returnReport(op, { reportId, ...input, asVoid: form.has('asVoid') })
    }),
  )
}

const returnSchema = z.object({ reason: z.string().trim().max(2000), dueOn: dateField })

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
  query: { campaign: number | undefined; page: number; done?: 'accepted' | 'returned' | undefined },
  reportId: number | null,
): Promise<ReviewView> {
  const campaignId = query.campaign ?? null
  const slice = { limit: PAGE_SIZE, offset: (query.page - 1) * PAGE_SIZE }
  const queue = { ...(await loadQueue(tx, campaignId, slice)), campaignId, page: query.page }
  const report = reportId === null ? null : await loadReviewed(tx, reportId)
  if (reportId !== null && report === null) throw new Problem('not-found')
  const { calendar } = await loadWorkingTime(tx, report?.zone)
  return {
    queue,
    report,
    values: report === null ? [] : await loadReviewedValues(tx, report),
    files: report === null ? [] : await loadReviewFiles(tx, report.id),
    versions: report === null ? [] : await loadVersions(tx, report.obligationId),
    offered: offeredDate(calendar, dateIn(calendar.zone, asOf), OFFERED_DAYS),
    done: query.done ?? null,
  }
}

/** Judges one report, then leads to the next that waits. */
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
          const { lines } = await loadQueue(op.tx, campaign ?? null, { limit: 1, offset: 0 })
          const next = lines[0] === undefined ? '' : `/${lines[0].reportId}`
          return `/review${next}${queryOf({ campaign, done })}`
        },
        request.id,
      ),
    (refused) => show(deps, request, reply, reportId, refused),
  )
}
