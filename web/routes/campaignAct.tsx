import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { offeredDate } from '../../db/queries/days.ts'
import { listUnitIds } from '../../db/queries/unitList.ts'
import { idsByWords } from '../../db/queries/unitSearch.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import type { WorkingCalendar } from '../../domain/calendar.ts'
import { warningsOfDate } from '../../domain/dateWarnings.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import {
  actOnUnits,
  previewUnitAction,
  unitActionKinds,
  unitActionSchema,
  type UnitAction,
} from '../../operations/campaign/actOnUnits.ts'
import { takeBackChase } from '../../operations/campaign/chaseUnits.ts'
import { look, perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { parse, parseAddress, type Form } from '../forms.ts'
import { ActPage, type ActView } from '../pages/campaign/ActPage.tsx'
import { queryOf } from '../pages/campaign/addresses.ts'
import { campaignParams } from './campaign.tsx'
import { showUnits } from './campaignUnits.tsx'
import { allKnown, fieldsOf, narrowed, OFFERED_DAYS, unitFilterSchema, wordsIn } from './unitFilter.ts'

const guarded = { config: { access: coordinating } }
const kindField = z.enum(unitActionKinds).optional().catch(undefined)

/** Something for many units of a campaign at once: chosen, looked at, done, and a chase taken back. */
export function campaignActRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/campaigns/:id/act', guarded, (request, reply) => {
    const query = parseAddress(unitFilterSchema.extend({ kind: kindField }), request.query)
    return showAct(deps, request, reply, { query, chosen: 'all', kind: query.kind ?? null, preview: null })
  })
  app.post('/campaigns/:id/act/preview', guarded, (request, reply) => preview(deps, request, reply))
  app.post('/campaigns/:id/act', guarded, (request, reply) =>
    submit(
      reply,
      async () => {
        const { id } = parseAddress(campaignParams, request.params)
        const person = requirePerson(request)
        const action = await look(deps.db, person, async (op) =>
          actionOf(op, id, request, await chosenUnits(op, id, request)),
        )
        const outcome = await perform(deps.db, person, (op) => actOnUnits(op, action), request.id)
        return doneAddress(id, request, {
          done: action.kind,
          n: outcome.unitIds.length,
          chased: outcome.chasedAt?.getTime(),
        })
      },
      (refused) => again(deps, request, reply, refused),
    ),
  )
  app.post('/campaigns/:id/act/take-back', guarded, (request, reply) => {
    const { id } = parseAddress(campaignParams, request.params)
    return submit(
      reply,
      async () => {
        const { chasedAt } = parse(takeBackSchema, { chasedAt: request.form.one('chasedAt') })
        const { mails } = await perform(
          deps.db,
          requirePerson(request),
          (op) => takeBackChase(op, { campaignId: id, chasedAt }),
          request.id,
        )
        return doneAddress(id, request, { done: 'taken-back', n: mails })
      },
      (refused) => showUnits(deps, request, reply, id, refused),
    )
  })
}

const takeBackSchema = z.object({ chasedAt: z.coerce.date() })

function doneAddress(
  campaignId: number,
  request: FastifyRequest,
  done: Record<string, string | number | undefined>,
): string {
  return `/campaigns/${campaignId}/units${queryOf({ ...fieldsOf(request), ...done })}`
}

interface Shown {
  query: z.infer<typeof unitFilterSchema>
  /** The units, or all of the filter. */
  chosen: number[] | 'all'
  kind: UnitAction['kind'] | null
  preview: ActView['preview']
  refused?: Problem
}

function showAct(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  { query, chosen, kind, preview: previewed, refused }: Shown,
): Promise<FastifyReply> {
  const { id } = parseAddress(campaignParams, request.params)
  return desk(deps, request, reply, {
    load: async ({ tx, asOf }): Promise<ActView> => {
      const head = await loadCampaignHead(tx, id)
      const { current, filter, wanted } = narrowed(head, asOf, query)
      const { calendar } = await loadWorkingTime(tx, head.zone)
      return {
        head,
        current,
        filter,
        kind,
        unitIds: chosen === 'all' ? await listUnitIds(tx, head, current, wanted, asOf) : chosen,
        offered: offeredDate(calendar, dateIn(head.zone, asOf), OFFERED_DAYS),
        preview: previewed,
        warnings: warningsOf(previewed?.action ?? null, calendar, dateIn(head.zone, asOf)),
      }
    },
    draw: (view) => <ActPage {...view} />,
    refused,
    typed: request.method === 'POST',
  })
}

function warningsOf(
  action: UnitAction | null,
  calendar: WorkingCalendar,
  today: LocalDate,
): ActView['warnings'] {
  if (action?.kind !== 'extend') return []
  return warningsOfDate({ field: 'dueOn', dueOn: action.dueOn, lead: 'again' }, calendar, today)
}

/** Shows what will happen; without a choice, or with one that is refused, what may be chosen. */
async function preview(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { id } = parseAddress(campaignParams, request.params)
  const { form } = request
  const person = requirePerson(request)
  const query = parseAddress(unitFilterSchema, fieldsOf(request))
  try {
    const { chosen, action } = await look(deps.db, person, async (op) => {
      const unitIds = await chosenUnits(op, id, request)
      return {
        chosen: unitIds,
        action: form.has('choose') ? null : await actionOf(op, id, request, unitIds),
      }
    })
    const shown: Shown = { query, chosen, kind: null, preview: null }
    if (action === null) return await showAct(deps, request, reply, shown)
    const result = await previewUnitAction(deps.db, person, action)
    return await showAct(deps, request, reply, { ...shown, preview: { action, result } })
  } catch (error) {
    if (error instanceof Problem) return again(deps, request, reply, error)
    throw error
  }
}

/** The choice once more with what stands against it; where no unit was chosen, their list. */
async function again(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused: Problem,
): Promise<FastifyReply> {
  const { id } = parseAddress(campaignParams, request.params)
  const query = parseAddress(unitFilterSchema, fieldsOf(request))
  const chosen = await look(deps.db, requirePerson(request), (op) => chosenUnits(op, id, request)).catch(
    () => [],
  )
  if (chosen.length === 0 && request.form.has('shown')) return showUnits(deps, request, reply, id, refused)
  return showAct(deps, request, reply, { query, chosen, kind: null, preview: null, refused })
}

/**
 * Whom a form means: the units that were looked at, units that were named, those that were marked, or all of the
 * filter.
 * @throws Problem nothing-selected, unit-unknown
 */
async function chosenUnits(
  op: Op<AccountActor>,
  campaignId: number,
  request: FastifyRequest,
): Promise<number[]> {
  const { form } = request
  const words = wordsIn(form.one('units'))
  if (form.one('unitIds') !== '') return numbers(form.one('unitIds').split(','))
  if (words.length > 0) return allKnown(words, await idsByWords(op.tx, words))
  if (form.one('scope') === 'page') return numbers(form.one('shown').split(','))
  if (form.one('scope') === 'all') {
    const head = await loadCampaignHead(op.tx, campaignId)
    const { current, wanted } = narrowed(head, op.asOf, parseAddress(unitFilterSchema, fieldsOf(request)))
    return listUnitIds(op.tx, head, current, wanted, op.asOf)
  }
  const marked = numbers(form.all('unit'))
  if (marked.length === 0)
    throw new Problem('nothing-selected', {}, [{ field: 'scope', code: 'nothing-selected' }])
  return marked
}

function numbers(texts: readonly string[]): number[] {
  return [...new Set(texts.map(Number).filter((id) => Number.isSafeInteger(id) && id > 0))]
}

/** The action that a form describes. @throws Problem invalid-input, not-found */
async function actionOf(
  op: Op,
  campaignId: number,
  request: FastifyRequest,
  unitIds: number[],
): Promise<UnitAction> {
  const { form } = request
  const head = await loadCampaignHead(op.tx, campaignId)
  const { current } = narrowed(head, op.asOf, parseAddress(unitFilterSchema, fieldsOf(request)))
  return parse(unitActionSchema, typedAction(form, { campaignId, milestoneId: current.milestoneId, unitIds }))
}

function typedAction(form: Form, of: Omit<UnitAction, 'kind' | 'reason'>): object {
  const kind = form.one('kind')
  if (kind === '') throw new Problem('invalid-input', {}, [{ field: 'kind', code: 'required' }])
  const common = { ...of, kind, reason: form.one('reason') }
  return kind === 'extend' ? { ...common, dueOn: form.one('dueOn') } : common
}
