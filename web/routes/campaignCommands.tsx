import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { idsByCode } from '../../db/queries/audienceList.ts'
import { countByDuty } from '../../db/queries/campaignBoard.ts'
import { currentDuty, dutyByKey, loadCampaignHead, type CampaignHead } from '../../db/queries/campaignHead.ts'
import { offeredDate } from '../../db/queries/days.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { dateField } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn } from '../../domain/time.ts'
import { formatNumber } from '../../messages/dates.ts'
import { t, type MessageKey } from '../../messages/index.ts'
import { addUnits, withdrawUnits } from '../../operations/campaign/addUnits.ts'
import { chaseUnits } from '../../operations/campaign/chaseUnits.ts'
import { cancelCampaign, closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { pauseCampaign, resumeCampaign } from '../../operations/campaign/pauseCampaign.ts'
import { perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { parse, parseAddress, type Form } from '../forms.ts'
import { CommandsPage, type CommandsView } from '../pages/campaign/CommandsPage.tsx'
import { campaignParams } from './campaign.tsx'

const guarded = { config: { access: coordinating } }
const commandsQuery = z.object({
  milestone: z.string().max(10).optional(),
  done: z.string().max(20).optional(),
  n: z.coerce.number().int().min(0).catch(0),
})
/** Working days that are offered for a new deadline. */
const OFFERED_DAYS = 5

export function campaignCommandRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/campaigns/:id/commands', guarded, (request, reply) => show(deps, request, reply))
  app.post('/campaigns/:id/commands', guarded, (request, reply) =>
    submit(
      reply,
      () => {
        const { id } = parseAddress(campaignParams, request.params)
        return perform(deps.db, requirePerson(request), (op) => run(op, id, request.form), request.id)
      },
      (refused) => show(deps, request, reply, refused),
    ),
  )
}

function show(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const { id } = parseAddress(campaignParams, request.params)
  const query = parseAddress(commandsQuery, request.query)
  return desk(deps, request, reply, {
    load: (op) => loadCommands(op, id, query, request.wantedLanguage ?? op.actor.language),
    draw: (view) => <CommandsPage {...view} />,
    refused,
  })
}

async function loadCommands(
  { tx, asOf }: Op<AccountActor>,
  campaignId: number,
  query: z.infer<typeof commandsQuery>,
  language: 'zh-CN' | 'en',
): Promise<CommandsView> {
  const head = await loadCampaignHead(tx, campaignId)
  const { calendar } = await loadWorkingTime(tx, head.zone)
  const today = dateIn(head.zone, asOf)
  const doneKey = doneKeys.get(query.done ?? '')
  return {
    head,
    current:
      query.milestone === undefined ? currentDuty(head.duties, today) : dutyByKey(head, query.milestone),
    counts: await countByDuty(tx, head, asOf),
    offered: offeredDate(calendar, today, OFFERED_DAYS),
    done: doneKey === undefined ? null : t(language, doneKey, { n: formatNumber(language, query.n) }),
  }
}

const doneKeys = new Map<string, MessageKey>([
  ['chase', 'command.chased'],
  ['extend', 'command.extended'],
  ['pause', 'command.paused'],
  ['resume', 'command.resumed'],
  ['add', 'command.added'],
  ['withdraw', 'command.withdrawn'],
])

const reasonSchema = z.object({ reason: z.string().max(2000) })
const extendSchema = reasonSchema.extend({ dueOn: dateField })

/** Runs one command. @returns the page that shows what it did */
async function run(op: Op<AccountActor>, campaignId: number, form: Form): Promise<string> {
  const { reason } = parse(reasonSchema, { reason: form.one('reason') })
  const base = `/campaigns/${campaignId}`
  const command = form.one('form')
  const done = (n = 0): string => `${base}/commands?done=${command}&n=${n}`
  switch (command) {
    case 'pause':
      await pauseCampaign(op, { campaignId, reason })
      return done()
    case 'resume':
      await resumeCampaign(op, { campaignId })
      return done()
    case 'close':
      await closeCampaign(op, { campaignId, reason })
      return `${base}/result`
    case 'cancel':
      await cancelCampaign(op, { campaignId, reason })
      return base
    case 'chase': {
      const { mails } = await chaseUnits(op, { campaignId, reason, ...(await target(op, campaignId, form)) })
      return done(mails)
    }
    case 'extend': {
      const { dueOn } = parse(extendSchema, { reason, dueOn: form.one('dueOn') })
      const { moved } = await extendMilestone(op, {
        campaignId,
        reason,
        dueOn,
        ...(await target(op, campaignId, form)),
      })
      return done(moved)
    }
    case 'add':
    case 'withdraw': {
      const unitIds = await namedUnits(op, form)
      await (command === 'add' ? addUnits : withdrawUnits)(op, { campaignId, unitIds, reason })
      return done(unitIds.length)
    }
    default:
      throw new Problem('invalid-input')
  }
}

/** Which duty, and which units where some are named. */
async function target(
  op: Op,
  campaignId: number,
  form: Form,
): Promise<{ milestoneId: number | null; unitIds: number[] | null }> {
  const head: CampaignHead = await loadCampaignHead(op.tx, campaignId)
  const { milestoneId } = dutyByKey(head, form.one('milestone'))
  return { milestoneId, unitIds: form.one('units').trim() === '' ? null : await namedUnits(op, form) }
}

/** @throws Problem nothing-selected, unit-unknown, at their field */
async function namedUnits(op: Op, form: Form): Promise<number[]> {
  const codes = form
    .one('units')
    .split(/[\s,，;；、]+/)
    .filter((code) => code !== '')
  if (codes.length === 0)
    throw new Problem('nothing-selected', {}, [{ field: 'units', code: 'nothing-selected' }])
  const ids = await idsByCode(op.tx, codes)
  return codes.map((code) => {
    const id = ids.get(code)
    if (id === undefined)
      throw new Problem('unit-unknown', { unit: code }, [
        { field: 'units', code: 'unit-unknown', facts: { unit: code } },
      ])
    return id
  })
}
