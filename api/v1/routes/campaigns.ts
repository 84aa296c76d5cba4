import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  countByMilestone,
  findCampaign,
  listDues,
  listCampaigns,
  requireCampaign,
  type CampaignRow,
} from '../../../db/queries/api/campaigns.ts'
import { listObligations } from '../../../db/queries/api/obligations.ts'
import { countedStates } from '../../../db/queries/stateCounts.ts'
import { dateField } from '../../../domain/notice.ts'
import { Problem } from '../../../domain/problem.ts'
import { addUnits, withdrawUnits } from '../../../operations/campaign/addUnits.ts'
import { chaseUnits } from '../../../operations/campaign/chaseUnits.ts'
import { cancelCampaign, closeCampaign } from '../../../operations/campaign/endCampaign.ts'
import { extendMilestone } from '../../../operations/campaign/extendMilestone.ts'
import { pauseCampaign, resumeCampaign } from '../../../operations/campaign/pauseCampaign.ts'
import { acknowledge } from '../../../operations/unit/acknowledge.ts'
import type { Op } from '../../../operations/perform.ts'
import { coordinating, watching } from '../../../web/access.ts'
import { decodeCursor, toPage } from '../paging.ts'
import { commands, noInput, noParams, reads, type ApiDependencies } from '../route.ts'
import { cursorQuery, day, done, type Id, idParams, instant, pageOf, reasonBody } from '../schemas.ts'

const tag = 'campaigns'
const unitIds = z.array(z.number().int().positive()).min(1).max(5000)

export const campaignAnswer = z
  .object({
    id: z.number().int(),
    noticeId: z.number().int(),
    number: z.string(),
    title: z.string(),
    state: z.enum(['issuing', 'open', 'closed', 'cancelled']),
    issuedAt: instant,
    pausedAt: instant.nullable(),
    nextMomentAt: instant.nullable(),
    endedAt: instant.nullable(),
    units: z.number().int(),
  })
  .meta({ id: 'Campaign' })

export const counts = z.object({
  unacknowledged: z.number().int(),
  acknowledged: z.number().int(),
  submitted: z.number().int(),
  returned: z.number().int(),
  accepted: z.number().int(),
  overdue: z.number().int(),
  waived: z.number().int(),
  total: z.number().int(),
})

const detailAnswer = campaignAnswer
  .extend({
    milestones: z.array(z.object({ milestoneId: z.number().int().nullable(), what: z.string(), counts })),
  })
  .meta({ id: 'CampaignDetail' })

const obligationAnswer = z
  .object({
    id: z.number().int(),
    unitId: z.number().int(),
    unitCode: z.string(),
    unitName: z.string(),
    duty: z.enum(['acknowledge', 'report']),
    milestoneId: z.number().int().nullable(),
    state: z.enum(countedStates),
    dueOn: day.nullable(),
    submittedAt: instant.nullable(),
    onTime: z.boolean().nullable(),
  })
  .meta({ id: 'Obligation' })

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

function answerOf(row: CampaignRow): z.output<typeof campaignAnswer> {
  return {
    ...row,
    issuedAt: row.issuedAt.toISOString(),
    pausedAt: iso(row.pausedAt),
    nextMomentAt: iso(row.nextMomentAt),
    endedAt: iso(row.endedAt),
  }
}

const dues = {
  answer: z.object({
    items: z.array(
      z.object({
        /** Null: the acknowledgement. */
        milestoneId: z.number().int().nullable(),
        what: z.string(),
        dueOn: day.nullable(),
        units: z.number().int(),
      }),
    ),
  }),
  async read({ tx }: Op, { id }: Id) {
    await requireCampaign(tx, id)
    return { items: await listDues(tx, id) }
  },
  hold: ({ tx }: Op, { id }: Id) =>
    tx.selectFrom('campaign').select('id').where('id', '=', id).forUpdate().execute(),
}

export function campaignRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  readCampaigns(app, deps)
  commandCampaigns(app, deps)
  changeAudience(app, deps)
}

function readCampaigns(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/campaigns', {
    summary: 'Campaigns in sight, oldest first',
    tag,
    access: watching,
    params: noParams,
    input: z.strictObject({ ...cursorQuery, state: campaignAnswer.shape.state.optional() }),
    answer: pageOf(campaignAnswer),
    async read({ tx }, _params, { cursor, limit, state }) {
      const page = toPage(await listCampaigns(tx, { state, after: decodeCursor(cursor), limit }), limit)
      return { ...page, items: page.items.map(answerOf) }
    },
  })
  reads(app, deps, '/campaigns/:id', {
    summary: 'One campaign, with exclusive counts for each milestone',
    tag,
    access: watching,
    params: idParams,
    input: noInput,
    answer: detailAnswer,
    async read({ tx, asOf }, { id }) {
      const row = await findCampaign(tx, id)
      if (row === null) throw new Problem('not-found')
      return { ...answerOf(row), milestones: await countByMilestone(tx, id, asOf) }
    },
  })
  reads(app, deps, '/campaigns/:id/dues', {
    summary: 'The due dates in force, each with how many units it holds for',
    tag,
    access: watching,
    params: idParams,
    input: noInput,
    ...dues,
  })
  reads(app, deps, '/campaigns/:id/obligations', {
    summary: 'What units owe and where it stands',
    tag,
    access: watching,
    params: idParams,
    input: z.strictObject({
      ...cursorQuery,
      milestoneId: z.coerce.number().int().positive().optional(),
      unitId: z.coerce.number().int().positive().optional(),
      state: z.enum(countedStates).optional(),
    }),
    answer: pageOf(obligationAnswer),
    async read({ tx, asOf }, { id }, { cursor, limit, ...filter }) {
      await requireCampaign(tx, id)
      const rows = await listObligations(
        tx,
        { ...filter, campaignId: id, after: decodeCursor(cursor), limit },
        asOf,
      )
      const page = toPage(rows, limit)
      return { ...page, items: page.items.map((row) => ({ ...row, submittedAt: iso(row.submittedAt) })) }
    },
  })
}

function commandCampaigns(app: FastifyInstance, deps: ApiDependencies): void {
  const simple = [
    ['pause', 'Stop mails and waits; dues stay', pauseCampaign],
    ['close', 'Close it and have its results compiled', closeCampaign],
    ['cancel', 'Call it off', cancelCampaign],
  ] as const
  for (const [name, summary, operation] of simple) {
    commands(app, deps, 'POST', `/campaigns/:id/${name}`, {
      summary,
      tag,
      access: coordinating,
      params: idParams,
      input: reasonBody,
      answer: done,
      async run(op, { id }, { reason }) {
        await operation(op, { campaignId: id, reason })
        return { done: true as const }
      },
    })
  }
  commands(app, deps, 'POST', '/campaigns/:id/resume', {
    summary: 'Go on: waits get their remaining working time, what was missed is caught up once',
    tag,
    access: coordinating,
    params: idParams,
    input: noInput,
    answer: done,
    async run(op, { id }) {
      await resumeCampaign(op, { campaignId: id })
      return { done: true as const }
    },
  })
  commands(app, deps, 'POST', '/campaigns/:id/extend', {
    summary: 'Move a due date for all or some units',
    tag,
    access: coordinating,
    params: idParams,
    ifMatch: dues,
    input: reasonBody.extend({
      milestoneId: z.number().int().positive().nullable(),
      unitIds: unitIds.nullable(),
      dueOn: dateField,
    }),
    answer: z.object({ moved: z.number().int() }),
    run: (op, { id }, body) => extendMilestone(op, { campaignId: id, ...body }),
  })
  commands(app, deps, 'POST', '/campaigns/:id/chase', {
    summary: 'Write to those who have not answered and were not written to today',
    tag,
    access: coordinating,
    params: idParams,
    input: reasonBody.extend({
      milestoneId: z.number().int().positive().nullable(),
      unitIds: unitIds.nullable(),
    }),
    answer: z.object({ mails: z.number().int() }),
    run: (op, { id }, body) => chaseUnits(op, { campaignId: id, ...body }),
  })
}

function changeAudience(app: FastifyInstance, deps: ApiDependencies): void {
  const changes = [
    ['add-units', 'Give the notice to further units', addUnits],
    ['withdraw-units', 'Take the notice back from units', withdrawUnits],
  ] as const
  for (const [name, summary, operation] of changes) {
    commands(app, deps, 'POST', `/campaigns/:id/${name}`, {
      summary,
      tag,
      access: coordinating,
      params: idParams,
      input: reasonBody.extend({ unitIds }),
      answer: done,
      async run(op, { id }, body) {
        await operation(op, { campaignId: id, ...body })
        return { done: true as const }
      },
    })
  }
  commands(app, deps, 'POST', '/campaigns/:id/units/:unitId/acknowledge', {
    summary: 'Record an acknowledgement taken by telephone or from paper',
    tag,
    access: watching,
    params: idParams.extend({ unitId: z.coerce.number().int().positive() }),
    input: z.strictObject({
      via: z.enum(['telephone', 'paper']),
      note: z.string().trim().max(500).default(''),
    }),
    answer: z.object({ acknowledgedAt: instant }),
    async run(op, { id, unitId }, body) {
      const at = await acknowledge(op, { campaignId: id, unitId, ...body })
      return { acknowledgedAt: at.toISOString() }
    },
  })
}
