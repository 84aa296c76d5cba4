import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadItemAppeals } from '../../db/queries/appeals.ts'
import { idsByCode } from '../../db/queries/audienceList.ts'
import { offeredDate } from '../../db/queries/days.ts'
import { inboxFilters, itemUnit, listDecided, listInbox, type Seat } from '../../db/queries/docketInbox.ts'
import { loadTimeline } from '../../db/queries/itemTimeline.ts'
import { loadItemStories } from '../../db/queries/why/items.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import { decideItems, decisionSchema, type Decision } from '../../operations/docket/decideItems.ts'
import { seatsOf } from '../../operations/docket/lockItems.ts'
import { previewDecision, type DecisionPreview } from '../../operations/docket/previewDecision.ts'
import { look, perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { byDocketLink, watching, type Access } from '../access.ts'
import { desk, docketBaseOf, requirePerson, submit } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, pageField, parse, parseAddress, type Form } from '../forms.ts'
import { DecidedPage } from '../pages/docket/DecidedPage.tsx'
import { DecidePage, type DecideView } from '../pages/docket/DecidePage.tsx'
import { ItemPage, type ItemView } from '../pages/docket/ItemPage.tsx'
import { InboxPage, type InboxView } from '../pages/docket/InboxPage.tsx'

const itemParams = z.object({ itemId: idField })
const inboxQuery = z.object({
  filter: z.enum(inboxFilters).catch('all'),
  page: pageField.default(1),
  decided: z.coerce.number().int().min(0).optional(),
  passed: z.coerce.number().int().min(0).default(0),
})
/** Working days that are offered for an extension. */
const OFFERED_DAYS = 5
const MOST_ITEMS = 500

/** The docket, for those who signed in, and by the link of a docket mail, which opens this and nothing else. */
export function docketRoutes(app: FastifyInstance, deps: WebDependencies): void {
  docketAt(app, deps, '/docket', watching)
  docketAt(app, deps, '/d/:docket', byDocketLink)
}

function docketAt(app: FastifyInstance, deps: WebDependencies, base: string, access: Access): void {
  const guarded = { config: { access } }
  app.get(base, guarded, (request, reply) => showInbox(deps, request, reply))
  app.get(`${base}/items/:itemId`, guarded, (request, reply) => {
    const { itemId } = parseAddress(itemParams, request.params)
    return showItem(deps, request, reply, itemId)
  })
  app.get(`${base}/decided`, guarded, (request, reply) => {
    const { page } = parseAddress(z.object({ page: pageField.default(1) }), request.query)
    return desk(deps, request, reply, {
      load: ({ tx, actor, asOf }) => {
        const own = coordinates(actor) ? null : actor.accountId
        return listDecided(tx, own, asOf, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE })
      },
      draw: ({ lines, total }) => <DecidedPage lines={lines} total={total} page={page} />,
    })
  })
  app.post(`${base}/preview`, guarded, (request, reply) => preview(deps, request, reply))
  app.post(`${base}/decide`, guarded, (request, reply) =>
    submit(
      reply,
      async () => {
        const person = requirePerson(request)
        const decision = await decisionOf(deps, person, request.form)
        const outcome = await perform(deps.db, person, (op) => decideItems(op, decision), request.id)
        return `${docketBaseOf(request)}?decided=${outcome.decided}&passed=${outcome.passedOver}`
      },
      (refused) => {
        const itemId = Number(request.form.one('item'))
        return request.form.one('page') === 'item' && Number.isSafeInteger(itemId)
          ? showItem(deps, request, reply, itemId, refused)
          : showDecide(deps, request, reply, null, refused)
      },
    ),
  )
}

const coordinates = ({ role }: AccountActor): boolean => role === 'coordinator' || role === 'administrator'

async function seats(op: Op<AccountActor>): Promise<Seat[] | null> {
  return coordinates(op.actor) ? null : seatsOf(op)
}

function showInbox(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const query = parseAddress(inboxQuery, request.query)
  return desk(deps, request, reply, {
    load: (op) => loadInbox(op, query),
    draw: (view) => <InboxPage {...view} />,
    refused,
  })
}

async function loadInbox(op: Op<AccountActor>, query: z.infer<typeof inboxQuery>): Promise<InboxView> {
  const { filter, page, decided, passed } = query
  const { calendar } = await loadWorkingTime(op.tx)
  const { items, counts } = await listInbox(op.tx, {
    seats: await seats(op),
    filter,
    ids: null,
    asOf: op.asOf,
    calendar,
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  })
  return {
    items,
    counts,
    filter,
    page,
    offered: offeredDate(calendar, dateIn(calendar.zone, op.asOf), OFFERED_DAYS),
    climbsOn: earliest(
      items.flatMap(({ climbsAt }) => (climbsAt === null ? [] : [dateIn(calendar.zone, climbsAt)])),
    ),
    decided: decided === undefined ? null : { n: decided, passedOver: passed },
  }
}

function earliest(dates: readonly LocalDate[]): LocalDate | null {
  return [...dates].sort()[0] ?? null
}

function showItem(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  itemId: number,
  refused?: Problem,
): Promise<FastifyReply> {
  return desk(deps, request, reply, {
    load: (op) => loadItem(op, itemId),
    draw: (view) => <ItemPage {...view} />,
    refused,
  })
}

/** @throws Problem not-found */
async function loadItem(op: Op<AccountActor>, itemId: number): Promise<ItemView> {
  const { calendar } = await loadWorkingTime(op.tx)
  const held = await seats(op)
  const unitName = await itemUnit(op.tx, itemId, held)
  if (unitName === null) throw new Problem('not-found')
  const { items } = await listInbox(op.tx, {
    seats: held,
    filter: 'held',
    ids: [itemId],
    asOf: op.asOf,
    calendar,
    limit: 1,
    offset: 0,
  })
  return {
    item: items[0] ?? null,
    unitName,
    appeals: await loadItemAppeals(op.tx, itemId),
    timeline: await loadTimeline(op.tx, itemId),
    story: (await loadItemStories(op.tx, { ids: [itemId] }))[0] ?? null,
    offered: offeredDate(calendar, dateIn(calendar.zone, op.asOf), OFFERED_DAYS),
  }
}

/** Shows what a decision will do; without one, or with one that is refused, what may be chosen. */
async function preview(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { form } = request
  if (form.all('item').length === 0) {
    const fields = [{ field: 'items', code: 'nothing-selected' }]
    return showInbox(deps, request, reply, new Problem('nothing-selected', {}, fields))
  }
  if (form.has('choose')) return showDecide(deps, request, reply, null)
  const person = requirePerson(request)
  try {
    const decision = await decisionOf(deps, person, form)
    const result = await previewDecision(deps.db, person, decision)
    return await showDecide(deps, request, reply, { decision, result })
  } catch (error) {
    if (error instanceof Problem) return showDecide(deps, request, reply, null, error)
    throw error
  }
}

function showDecide(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  preview: { decision: Decision; result: DecisionPreview } | null,
  refused?: Problem,
): Promise<FastifyReply> {
  const { form } = request
  const ids = form.all('item').map(Number).filter(Number.isSafeInteger).slice(0, MOST_ITEMS)
  return desk(deps, request, reply, {
    load: async (op): Promise<DecideView> => {
      const { calendar } = await loadWorkingTime(op.tx)
      const { items } = await listInbox(op.tx, {
        seats: await seats(op),
        filter: 'all',
        ids,
        asOf: op.asOf,
        calendar,
        limit: MOST_ITEMS,
        offset: 0,
      })
      return {
        items,
        offered: offeredDate(calendar, dateIn(calendar.zone, op.asOf), OFFERED_DAYS),
        preview: preview === null ? null : { ...preview, toCode: form.one('toCode') },
      }
    },
    draw: (view) => <DecidePage {...view} />,
    refused,
    typed: true,
  })
}

/** The decision that a form describes. @throws Problem invalid-input, unit-unknown */
async function decisionOf(deps: WebDependencies, person: AccountActor, form: Form): Promise<Decision> {
  const kind = form.one('kind')
  const common = { kind, itemIds: form.all('item').map(Number), reason: form.one('reason') }
  if (kind === '') throw new Problem('invalid-input', {}, [{ field: 'kind', code: 'required' }])
  if (kind === 'extend') return parse(decisionSchema, { ...common, dueOn: form.one('dueOn') })
  if (kind === 'snooze') return parse(decisionSchema, { ...common, until: form.one('until') })
  if (kind !== 'hand_over') return parse(decisionSchema, common)
  const code = form.one('toCode').trim()
  const toUnitId = (await look(deps.db, person, (op) => idsByCode(op.tx, [code]))).get(code)
  if (toUnitId === undefined)
    throw new Problem('unit-unknown', { unit: code }, [
      { field: 'toCode', code: 'unit-unknown', facts: { unit: code } },
    ])
  return parse(decisionSchema, { ...common, toUnitId })
}
