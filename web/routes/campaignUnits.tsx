import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { countByDuty, loadUnitName } from '../../db/queries/campaignBoard.ts'
import { loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { offeredDate } from '../../db/queries/days.ts'
import { latestName } from '../../db/queries/names.ts'
import { loadTargets, loadTargetsOf } from '../../db/queries/reportForm.ts'
import { listUnits } from '../../db/queries/unitList.ts'
import {
  loadContacts,
  loadEntries,
  loadRecordMails,
  loadRecordObligations,
  loadRecordReports,
} from '../../db/queries/unitRecord.ts'
import { loadItemStories } from '../../db/queries/why/items.ts'
import { loadMailWhys } from '../../db/queries/why/mails.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { Problem } from '../../domain/problem.ts'
import { singleLine } from '../../domain/text.ts'
import { dateIn, type Instant } from '../../domain/time.ts'
import { unitActionKinds } from '../../operations/campaign/actOnUnits.ts'
import { TAKE_BACK_SECONDS } from '../../operations/campaign/chaseUnits.ts'
import { waiveObligation } from '../../operations/obligation/waive.ts'
import { look, perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { loadAttachment } from '../../operations/unit/attachments.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { coordinating, watching, type Access } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { WebDependencies } from '../deps.ts'
import { sendFile } from '../files.ts'
import { idField, pageField, parse, parseAddress } from '../forms.ts'
import type { DoneAction } from '../pages/campaign/ActionDone.tsx'
import type { RecordView } from '../pages/campaign/recordView.ts'
import { UnitRecordPage } from '../pages/campaign/UnitRecordPage.tsx'
import { UnitsPage, type UnitsView } from '../pages/campaign/UnitsPage.tsx'
import { campaignParams } from './campaign.tsx'
import { fieldsOf, narrowed, OFFERED_DAYS, unitFilterSchema } from './unitFilter.ts'
import { numbersOf } from './unitReport.ts'

const unitsQuery = unitFilterSchema.extend({
  page: pageField.default(1),
  done: z.enum([...unitActionKinds, 'taken-back']).optional(),
  n: z.coerce.number().int().min(0).catch(0),
  chased: z.coerce.number().int().min(0).optional().catch(undefined),
})
const recordParams = campaignParams.extend({ unitId: idField })

export function campaignUnitRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/campaigns/:id/units', { config: { access: watching } }, (request, reply) => {
    const { id } = parseAddress(campaignParams, request.params)
    return showUnits(deps, request, reply, id)
  })
  app.get('/campaigns/:id/units/:unitId', { config: { access: watching } }, (request, reply) =>
    showRecord(deps, request, reply),
  )
  app.get('/files/:fileId', { config: { access: watching } }, async (request, reply) => {
    const { fileId } = parseAddress(z.object({ fileId: idField }), request.params)
    return sendFile(reply, await look(deps.db, requirePerson(request), (op) => loadAttachment(op, fileId)))
  })
  recordCommands(app, deps)
}

/** @param refused what had been asked for many of them was refused: the list shows why */
export function showUnits(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  campaignId: number,
  refused?: Problem,
): Promise<FastifyReply> {
  const query = parseAddress(unitsQuery, refused === undefined ? request.query : fieldsOf(request))
  return desk(deps, request, reply, {
    load: (op) => loadUnits(op, campaignId, query),
    draw: (view) => <UnitsPage {...view} />,
    refused,
  })
}

async function loadUnits(
  op: Op<AccountActor>,
  campaignId: number,
  query: z.infer<typeof unitsQuery>,
): Promise<UnitsView> {
  const { page } = query
  const head = await loadCampaignHead(op.tx, campaignId)
  const { current, filter, wanted } = narrowed(head, op.asOf, query)
  const slice = { asOf: op.asOf, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }
  const { rows, total } = await listUnits(op.tx, head, current, wanted, slice)
  const { calendar } = await loadWorkingTime(op.tx, head.zone)
  return {
    head,
    current,
    filter,
    districtName: filter.district === undefined ? '' : await loadUnitName(op.tx, filter.district),
    counts: await countByDuty(op.tx, head, op.asOf),
    rows,
    total,
    page,
    mayAct: coordinates(op.actor) && (head.state === 'open' || head.state === 'issuing'),
    offered: offeredDate(calendar, dateIn(head.zone, op.asOf), OFFERED_DAYS),
    done: doneOf(query, op.asOf),
  }
}

const coordinates = ({ role }: AccountActor): boolean => role === 'coordinator' || role === 'administrator'

function doneOf({ done, n, chased }: z.infer<typeof unitsQuery>, asOf: Instant): DoneAction | null {
  if (done === undefined) return null
  const chasedAt = done === 'chase' && chased !== undefined ? new Date(chased) : null
  const passed = chasedAt === null ? 0 : (asOf.getTime() - chasedAt.getTime()) / 1000
  return { kind: done, n, chasedAt, secondsLeft: Math.max(0, Math.floor(TAKE_BACK_SECONDS - passed)) }
}

function showRecord(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const { id, unitId } = parseAddress(recordParams, request.params)
  const { done } = parseAddress(z.object({ done: z.string().optional() }), request.query)
  return desk(deps, request, reply, {
    load: (op) => loadRecord(op, id, unitId, done !== undefined),
    draw: (view) => <UnitRecordPage {...view} />,
    refused,
  })
}

async function loadRecord(
  { tx, asOf }: Op<AccountActor>,
  campaignId: number,
  unitId: number,
  done: boolean,
): Promise<RecordView> {
  const head = await loadCampaignHead(tx, campaignId)
  const assignment = await tx
    .selectFrom('assignment as a')
    .innerJoin('unit as u', 'u.id', 'a.unit_id')
    .select([
      'u.code',
      'a.state',
      'a.acknowledged_at',
      'a.acknowledged_via',
      latestName(sql`a.unit_id`).as('name'),
    ])
    .where('a.campaign_id', '=', campaignId)
    .where('a.unit_id', '=', unitId)
    .executeTakeFirst()
  if (assignment === undefined) throw new Problem('not-found')
  const of = { campaignId, unitId }
  const obligations = await loadRecordObligations(tx, { ...of, asOf })
  const mails = await loadRecordMails(tx, of)
  const fillable = obligations.filter(
    ({ duty, raw }) => duty === 'report' && (raw === 'expected' || raw === 'returned' || raw === 'submitted'),
  )
  const targets = await loadTargetsOf(
    tx,
    fillable.map(({ id }) => id),
  )
  return {
    head,
    unit: { id: unitId, name: assignment.name, code: assignment.code },
    assigned: assignment.state === 'active',
    acknowledgedAt: assignment.acknowledged_at,
    acknowledgedVia: assignment.acknowledged_via,
    obligations,
    targets,
    reports: await loadRecordReports(tx, of),
    mails,
    mailWhys: await loadMailWhys(tx, campaignId, mails, unitId),
    items: await loadItemStories(tx, of),
    contacts: await loadContacts(tx, unitId),
    entries: await loadEntries(tx, of),
    done,
    asOf,
  }
}

const viaField = z.enum(['telephone', 'paper'])
const acknowledgeSchema = z.object({ via: viaField, note: z.string().trim().max(2000) })
const reportSchema = z.object({
  obligationId: idField,
  via: viaField,
  submitterName: singleLine(1, 60),
  text: z.string().max(20000),
})
const waiveSchema = z.object({ obligationId: idField, reason: z.string().trim().max(2000) })

function recordCommands(app: FastifyInstance, deps: WebDependencies): void {
  const command = (
    name: string,
    access: Access,
    run: (
      op: Op<AccountActor>,
      request: FastifyRequest,
      of: z.infer<typeof recordParams>,
    ) => Promise<unknown>,
  ): void => {
    app.post(`/campaigns/:id/units/:unitId/${name}`, { config: { access } }, (request, reply) =>
      submit(
        reply,
        async () => {
          const of = parseAddress(recordParams, request.params)
          await perform(deps.db, requirePerson(request), (op) => run(op, request, of), request.id)
          return `/campaigns/${of.id}/units/${of.unitId}?done=1`
        },
        (refused) => showRecord(deps, request, reply, refused),
      ),
    )
  }
  command('acknowledge', watching, (op, { form }, { id, unitId }) => {
    const { via, note } = parse(acknowledgeSchema, { via: form.one('via'), note: form.one('note') })
    return acknowledge(op, { campaignId: id, unitId, via, ...(note === '' ? {} : { note }) })
  })
  command('report', watching, async (op, { form }, { id, unitId }) => {
    const fields = ['obligationId', 'via', 'submitterName', 'text'] as const
    const input = parse(reportSchema, Object.fromEntries(fields.map((field) => [field, form.one(field)])))
    await requireOwn(op, input.obligationId, id, unitId)
    const { via: channel, ...report } = input
    const values = numbersOf(form, await loadTargets(op.tx, input.obligationId))
    return submitReport(op, { ...report, channel, values })
  })
  command('waive', coordinating, async (op, { form }, { id, unitId }) => {
    const input = parse(waiveSchema, { obligationId: form.one('obligationId'), reason: form.one('reason') })
    await requireOwn(op, input.obligationId, id, unitId)
    return waiveObligation(op, input)
  })
}

/** The obligation belongs to the unit whose page this is. @throws Problem not-found */
async function requireOwn(op: Op, obligationId: number, campaignId: number, unitId: number): Promise<void> {
  const found = await op.tx
    .selectFrom('obligation')
    .select('id')
    .where('id', '=', obligationId)
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .executeTakeFirst()
  if (found === undefined) throw new Problem('not-found')
}
