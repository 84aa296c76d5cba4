import type { DateTime } from 'luxon'
import type { Db } from '../../db/connection.ts'
import { randomFrom, type Random } from '../../domain/random.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { acknowledges, reports, type CastUnit } from './actors.ts'
import { castUnits, type Part } from './cast.ts'
import { pick } from './pick.ts'

/** One thing that somebody does at a time of the campaign. */
export interface Act {
  at: DateTime
  play(): Promise<void>
}

export interface PlotInput {
  api: Db
  owner: Db
  campaignId: number
  coordinator: AccountActor
  units: CastUnit[]
  issuedAt: DateTime
  milestones: { ordinal: number; milestoneId: number; due: DateTime; targetIds: number[] }[]
  seed: number
}

/** Every unit's acknowledgements and reports, in the order of time. */
export async function writePlot(input: PlotInput): Promise<Act[]> {
  const obligations = await obligationIds(input)
  const parts = castUnits(
    input.units.map(({ unitId }) => unitId),
    { seed: input.seed, issuedAt: input.issuedAt, dues: input.milestones },
  )
  const random = randomFrom(input.seed + 1)
  return input.units
    .flatMap((unit) => actsOf(unit, parts.get(unit.unitId), obligations, input, random))
    .sort((a, b) => a.at.toMillis() - b.at.toMillis())
}

function actsOf(
  unit: CastUnit,
  part: Part | undefined,
  obligations: ReadonlyMap<string, number>,
  input: PlotInput,
  random: Random,
): Act[] {
  if (part === undefined) return []
  const { api, campaignId, coordinator } = input
  const acts: Act[] = []
  if (part.acknowledges !== null) {
    acts.push({ at: part.acknowledges, play: () => acknowledges(api, unit, campaignId, coordinator) })
  }
  for (const { ordinal, at } of part.reports) {
    const milestone = input.milestones.find((candidate) => candidate.ordinal === ordinal)
    const obligationId = obligations.get(`${unit.unitId}/${milestone?.milestoneId ?? 0}`)
    if (at === null || milestone === undefined || obligationId === undefined) continue
    const values = new Map(milestone.targetIds.map((id) => [id, Math.floor(random() * 20)]))
    const text = pick(random, texts)
    acts.push({ at, play: () => reports(api, unit, { obligationId, text, values }, coordinator) })
  }
  return acts
}

const texts: readonly [readonly [string, number], ...(readonly [string, number])[]] = [
  ['走访了辖区家庭，主要反映就近就业和子女课后照看，已协调岗位和场地。', 4],
  ['入户座谈两次，问卷回收齐，困难家庭已建台账，逐户落实帮扶人。', 3],
  ['调研报告已成稿，反映的三个问题正与街道商量，八月底前有回音。', 2],
  ['已开展，材料附后。', 1],
]

async function obligationIds(input: PlotInput): Promise<Map<string, number>> {
  const rows = await input.owner
    .selectFrom('obligation')
    .select(['id', 'unit_id', 'milestone_id'])
    .where('campaign_id', '=', input.campaignId)
    .where('duty', '=', 'report')
    .execute()
  return new Map(rows.map((row) => [`${row.unit_id}/${row.milestone_id ?? 0}`, row.id]))
}
