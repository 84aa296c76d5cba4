import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { idsByCode } from '../../db/queries/audienceList.ts'
import { currentDuty, dutyByKey, loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn } from '../../domain/time.ts'
import { formatNumber } from '../../messages/dates.ts'
import { t, type MessageKey } from '../../messages/index.ts'
import { addUnits } from '../../operations/campaign/addUnits.ts'
import { cancelCampaign, closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { pauseCampaign, resumeCampaign } from '../../operations/campaign/pauseCampaign.ts'
import { perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { parse, parseAddress, type Form } from '../forms.ts'
import { CommandsPage, type CommandsView } from '../pages/campaign/CommandsPage.tsx'
import { campaignParams } from './campaign.tsx'
import { allKnown, wordsIn } from './unitFilter.ts'

const guarded = { config: { access: coordinating } }
const commandsQuery = z.object({
  milestone: z.string().max(10).optional(),
  done: z.string().max(20).optional(),
  n: z.coerce.number().int().min(0).catch(0),
})

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
  const today = dateIn(head.zone, asOf)
  const doneKey = doneKeys.get(query.done ?? '')
  return {
    head,
    current:
      query.milestone === undefined ? currentDuty(head.duties, today) : dutyByKey(head, query.milestone),
    done: doneKey === undefined ? null : t(language, doneKey, { n: formatNumber(language, query.n) }),
  }
}

const doneKeys = new Map<string, MessageKey>([
  ['pause', 'command.paused'],
  ['resume', 'command.resumed'],
  ['add', 'command.added'],
])

const reasonSchema = z.object({ reason: z.string().max(2000) })

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
    case 'add': {
      const unitIds = await namedUnits(op, form)
      await addUnits(op, { campaignId, unitIds, reason })
      return done(unitIds.length)
    }
    default:
      throw new Problem('invalid-input')
  }
}

/** @throws Problem nothing-selected, unit-unknown, at their field */
async function namedUnits(op: Op, form: Form): Promise<number[]> {
  const codes = wordsIn(form.one('units'))
  if (codes.length === 0)
    throw new Problem('nothing-selected', {}, [{ field: 'units', code: 'nothing-selected' }])
  return allKnown(codes, await idsByCode(op.tx, codes))
}
