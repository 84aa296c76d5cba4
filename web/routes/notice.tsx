import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { codesById, listAudience } from '../../db/queries/audienceList.ts'
import { loadUnitName } from '../../db/queries/campaignBoard.ts'
import { loadCircular } from '../../db/queries/circulars.ts'
import { loadNotice } from '../../db/queries/notices.ts'
import { idsByWords } from '../../db/queries/unitSearch.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { commonPolicy } from '../../domain/policy.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, isValidZone } from '../../domain/time.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { previewNotice } from '../../operations/notice/previewNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { look, perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { DateMeasure } from '../components/warnedDate.ts'
import type { WebDependencies } from '../deps.ts'
import { idField, pageField, parseAddress } from '../forms.ts'
import { codesOf, draftOf } from '../notice/draft.ts'
import { emptyMilestone, emptyRule, formOf, type NoticeForm } from '../notice/form.ts'
import { readNoticeForm, written } from '../notice/readForm.ts'
import { withRows } from '../notice/rows.ts'
import { EditPage, type EditView } from '../pages/notice/EditPage.tsx'
import { PreviewPage, type PreviewView } from '../pages/notice/PreviewPage.tsx'

const guarded = { config: { access: coordinating } }
const noticeParams = z.object({ id: idField })
const editQuery = z.object({ saved: z.string().optional() })
const previewQuery = z.object({
  page: pageField.default(1),
  unreachable: z.string().optional(),
  checked: z.string().optional(),
})

export function noticeRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/notices/new', guarded, (request, reply) =>
    desk(deps, request, reply, { load: newNotice, draw: (view) => <EditPage {...view} /> }),
  )
  app.get('/notices/:id', guarded, async (request, reply) => {
    const { id } = parseAddress(noticeParams, request.params)
    const { saved } = parseAddress(editQuery, request.query)
    const campaignId = await look(deps.db, requirePerson(request), (op) => campaignOf(op, id))
    if (campaignId !== null) return reply.redirect(`/campaigns/${campaignId}`, 303)
    return desk(deps, request, reply, {
      load: (op) => loadForEdit(op, id, saved !== undefined),
      draw: (view) => <EditPage {...view} />,
    })
  })
  app.post('/notices', guarded, (request, reply) => save(deps, request, reply, null))
  app.post('/notices/:id', guarded, (request, reply) =>
    save(deps, request, reply, parseAddress(noticeParams, request.params).id),
  )
  previewRoutes(app, deps)
}

async function newNotice(op: Op<AccountActor>): Promise<EditView> {
  const measure = await measureOf(op)
  const { zone } = measure.calendar
  const form = formOf(
    {
      issuerId: op.actor.unitId,
      number: '',
      issuerName: await loadUnitName(op.tx, op.actor.unitId),
      signer: '',
      issuedOn: measure.today,
      title: '',
      theme: '',
      body: '',
      windowFrom: null,
      windowTo: null,
      acknowledgeDueOn: null,
      contactNames: '',
      contactTelephone: '',
      replyMailbox: '',
      address: '',
      urgent: false,
      zone,
      items: [],
      milestones: [],
      audience: [],
      policy: commonPolicy,
    },
    () => '',
  )
  return {
    noticeId: null,
    version: null,
    state: 'draft',
    saved: false,
    measure,
    form: { ...form, milestones: [emptyMilestone], audience: [emptyRule] },
  }
}

/** @param zone the notice's; as typed, perhaps none */
async function measureOf(op: Op, zone?: string): Promise<DateMeasure> {
  const known = zone !== undefined && isValidZone(zone) ? zone : undefined
  const { calendar } = await loadWorkingTime(op.tx, known)
  return { calendar, today: dateIn(calendar.zone, op.asOf) }
}

/** The campaign that a notice has become; null while it is a draft. */
async function campaignOf(op: Op, noticeId: number): Promise<number | null> {
  const row = await op.tx
    .selectFrom('campaign')
    .select('id')
    .where('notice_id', '=', noticeId)
    .executeTakeFirst()
  return row?.id ?? null
}

async function loadForEdit(op: Op, noticeId: number, saved: boolean): Promise<EditView> {
  const notice = await loadNotice(op.tx, noticeId)
  const named = notice.audience.flatMap(({ under, units }) => [...(under === null ? [] : [under]), ...units])
  const codes = await codesById(op.tx, [notice.issuerId, ...named])
  return {
    noticeId,
    version: notice.version,
    state: notice.state,
    form: formOf(notice, (id) => codes.get(id) ?? String(id)),
    measure: await measureOf(op, notice.zone),
    saved,
    circular: (await loadCircular(op.tx, noticeId)) !== null,
  }
}

/**
 * Saves, then does what the pressed button asks for. Adding a row saves what can be saved and shows the form with its
 * new row, whether or not it could.
 */
async function save(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  noticeId: number | null,
): Promise<FastifyReply> {
  const wish = request.form.one('do')
  const typed = readNoticeForm(request.form)
  const version = versionOf(request)
  const changesRows = wish.startsWith('add:') || wish.startsWith('remove:')
  const again = (view: Omit<EditView, 'measure'>, refused?: Problem) =>
    desk(deps, request, reply, {
      load: async (op) => ({ ...view, measure: await measureOf(op, view.form.text.zone) }),
      draw: (shown) => <EditPage {...shown} />,
      refused,
      typed: false,
    })
  const shown: Omit<EditView, 'measure'> = {
    noticeId,
    version,
    state: 'draft',
    form: withRows(typed, wish),
    saved: false,
    typing: true,
  }
  try {
    const rows = changesRows ? withRows(typed, wish) : typed
    const saved = await perform(
      deps.db,
      requirePerson(request),
      (op) => store(op, noticeId, version, rows),
      request.id,
    )
    if (changesRows) return await again({ ...shown, ...saved, saved: true })
    return reply.redirect(`/notices/${saved.noticeId}${wish === 'preview' ? '/preview' : '?saved=1'}`, 303)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const unfinished = changesRows && error.code === 'invalid-input'
    return again(unfinished ? shown : { ...shown, form: written(typed) }, unfinished ? undefined : error)
  }
}

async function store(
  op: Op,
  noticeId: number | null,
  version: number | null,
  form: NoticeForm,
): Promise<{ noticeId: number; version: number }> {
  const complete = written(form)
  const draft = draftOf(complete, await idsByWords(op.tx, codesOf(complete)))
  return saveNotice(op, { noticeId, version, draft })
}

function versionOf({ form }: FastifyRequest): number | null {
  const version = Number(form.one('version'))
  return Number.isInteger(version) && version > 0 ? version : null
}

function previewRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/notices/:id/preview', guarded, async (request, reply) => {
    const { id } = parseAddress(noticeParams, request.params)
    const campaignId = await look(deps.db, requirePerson(request), (op) => campaignOf(op, id))
    if (campaignId !== null) return reply.redirect(`/campaigns/${campaignId}`, 303)
    return showPreview(deps, request, reply)
  })
  const command = (
    name: string,
    run: (op: Op, input: { noticeId: number; version: number | null }) => Promise<string>,
  ) =>
    app.post(`/notices/:id/${name}`, guarded, (request, reply) =>
      submit(
        reply,
        () => {
          const { id } = parseAddress(noticeParams, request.params)
          const input = { noticeId: id, version: versionOf(request) }
          return perform(deps.db, requirePerson(request), (op) => run(op, input), request.id)
        },
        (refused) => showPreview(deps, request, reply, refused),
      ),
    )
  command('check', async (op, input) => {
    await checkNotice(op, input)
    return `/notices/${input.noticeId}/preview?checked=1`
  })
  command('issue', async (op, input) => `/campaigns/${(await issueNotice(op, input)).campaignId}`)
}

function showPreview(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const { id } = parseAddress(noticeParams, request.params)
  const query = parseAddress(previewQuery, request.query)
  return desk(deps, request, reply, {
    load: (op) => loadPreview(op, id, query),
    draw: (view) => <PreviewPage {...view} />,
    refused,
  })
}

async function loadPreview(
  op: Op<AccountActor>,
  noticeId: number,
  query: z.infer<typeof previewQuery>,
): Promise<PreviewView> {
  const preview = await previewNotice(op, noticeId)
  const unreachable = query.unreachable !== undefined
  const slice = { unreachable, limit: PAGE_SIZE, offset: (query.page - 1) * PAGE_SIZE }
  return {
    preview,
    ...(await listAudience(op.tx, preview.unitIds, slice)),
    page: query.page,
    unreachable,
    done: query.checked !== undefined,
  }
}
