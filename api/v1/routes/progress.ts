import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CampaignDuty } from '../../../db/queries/campaignHead.ts'
import { noFigures, sumOf, type Figures } from '../../../db/queries/progress/figures.ts'
import { loadProgress, type Progress } from '../../../db/queries/progress/progress.ts'
import { unitTypes } from '../../../domain/audience.ts'
import { watching } from '../../../web/access.ts'
import { noInput, reads, type ApiDependencies } from '../route.ts'
import { day, idParams, instant } from '../schemas.ts'
import { counts } from './campaigns.ts'

const figures = z.object({
  /** Exclusive; they sum to their total. */
  counts,
  acknowledged: z.number().int(),
  /** By the first submission that was not void; in neither, who was let off. */
  inTime: z.number().int(),
  late: z.number().int(),
})

const progressAnswer = z
  .object({
    campaignId: z.number().int(),
    asOf: instant,
    /** The unit from which it is looked at: the issuer, or the asker's own below it. */
    unitId: z.number().int(),
    duties: z.array(
      z.object({
        duty: z.enum(['acknowledge', 'report']),
        milestoneId: z.number().int().nullable(),
        what: z.string(),
        dueOn: day.nullable(),
        all: figures,
        places: z.array(
          figures.extend({
            /** null: children of one type that stand alone, counted together. */
            unitId: z.number().int().nullable(),
            name: z.string().nullable(),
            type: z.enum(unitTypes),
          }),
        ),
      }),
    ),
    targets: z.array(
      z.object({
        targetId: z.number().int(),
        milestoneId: z.number().int(),
        name: z.string(),
        measure: z.string(),
        total: z.number().nullable(),
        sum: z.number(),
        places: z.array(z.object({ unitId: z.number().int(), name: z.string(), sum: z.number() })),
      }),
    ),
  })
  .meta({ id: 'Progress' })

export function progressRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/campaigns/:id/progress', {
    summary: 'How far a campaign has come, by the direct children of the unit that is looked from',
    tag: 'campaigns',
    access: watching,
    params: idParams,
    input: noInput,
    answer: progressAnswer,
    async read({ tx, asOf, actor }, { id }) {
      const progress = await loadProgress(tx, { campaignId: id, unitId: actor.unitId, asOf })
      return {
        campaignId: id,
        asOf: progress.asOf.toISOString(),
        unitId: progress.rootId,
        duties: progress.head.duties.map((duty) => dutyOf(progress, duty)),
        targets: progress.targets,
      }
    },
  })
}

function dutyOf({ places }: Progress, duty: CampaignDuty) {
  const { key, milestoneId, what, dueOn } = duty
  const at = (of: Map<string, Figures>): Figures => of.get(key) ?? noFigures()
  return {
    duty: duty.duty,
    milestoneId,
    what,
    dueOn,
    all: sumOf(places, key),
    places: places.map(({ unitId, name, type, duties }) => ({ unitId, name, type, ...at(duties) })),
  }
}
