import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { requireCampaign } from '../../../db/queries/api/campaigns.ts'
import { loadOpenAppeals } from '../../../db/queries/appeals.ts'
import { appealKinds } from '../../../db/tables/obligation.ts'
import { dateField } from '../../../domain/notice.ts'
import { answerAppeal } from '../../../operations/campaign/answerAppeal.ts'
import { coordinating, watching } from '../../../web/access.ts'
import { commands, noInput, reads, type ApiDependencies } from '../route.ts'
import { day, done, idParams, instant } from '../schemas.ts'

const tag = 'campaigns'
const SHOWN = 200

const appealAnswer = z
  .object({
    id: z.number().int(),
    kind: z.enum(appealKinds),
    unitId: z.number().int(),
    unitName: z.string(),
    contactName: z.string(),
    telephone: z.string().nullable(),
    ordinal: z.number().int().nullable(),
    what: z.string().nullable(),
    dueOn: day.nullable(),
    reason: z.string(),
    madeAt: instant,
  })
  .meta({ id: 'Appeal' })

const reason = z.string().trim().max(2000)
const answerBody = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('extended'), reason, dueOn: dateField }),
  z.strictObject({ answer: z.enum(['waived', 'withdrawn', 'declined']), reason }),
])

/** What units say instead of reporting, and the answer. */
export function appealRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/campaigns/:id/appeals', {
    summary: 'What units have said instead of reporting and nobody has answered, oldest first, at most 200',
    tag,
    access: watching,
    params: idParams,
    input: noInput,
    answer: z.object({ items: z.array(appealAnswer) }),
    async read({ tx }, { id }) {
      await requireCampaign(tx, id)
      const rows = await loadOpenAppeals(tx, id, SHOWN)
      return { items: rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString() })) }
    },
  })
  commands(app, deps, 'POST', '/appeals/:id/answer', {
    summary: 'Answer a unit: more time, a waiver, taken back, or no change',
    tag,
    access: coordinating,
    params: idParams,
    input: answerBody,
    answer: done,
    async run(op, { id }, body) {
      await answerAppeal(op, { ...body, appealId: id })
      return { done: true as const }
    },
  })
}
