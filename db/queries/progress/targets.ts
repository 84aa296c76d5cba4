import { sql } from 'kysely'
import type { UnitType } from '../../../domain/audience.ts'
import type { Tx } from '../../connection.ts'
import type { CampaignHead } from '../campaignHead.ts'
import { latestName } from '../names.ts'

/** A numeric target, summed over accepted reports. */
export interface TargetProgress {
  targetId: number
  milestoneId: number
  name: string
  measure: string
  /** What is aimed at; null where only the sum is wanted. */
  total: number | null
  sum: number
  /** By direct child of the root, those with something only. */
  places: { unitId: number; name: string; type: UnitType; sum: number }[]
}

interface Row extends Omit<TargetProgress, 'places' | 'sum'> {
  place: number | null
  placeName: string | null
  placeType: UnitType | null
  sum: number
}

export async function loadTargetProgress(
  tx: Tx,
  head: CampaignHead,
  rootId: number,
): Promise<TargetProgress[]> {
  const milestoneIds = head.duties.flatMap(({ milestoneId }) => milestoneId ?? [])
  const { rows } = await sql<Row>`
    with summed as (
      select v.target_id, d.ancestor_id as place, sum(v.value) as sum
      from report r join report_value v on v.report_id = r.id
      join unit_closure t on t.descendant_id = r.unit_id and t.ancestor_id = ${rootId}
      join unit_closure d on d.descendant_id = r.unit_id and d.depth = greatest(t.depth - 1, 0)
      where r.campaign_id = ${head.id} and r.state = 'accepted' group by 1, 2)
    select t.id as "targetId", t.milestone_id as "milestoneId", t.name, t.measure, t.total, s.place,
      ${latestName(sql`s.place`)} as "placeName",
      (select x.type from placement x where x.unit_id = s.place order by lower(x.valid) desc limit 1) as "placeType", coalesce(s.sum, 0) as sum
    from target t join milestone m on m.id = t.milestone_id left join summed s on s.target_id = t.id
    left join unit u on u.id = s.place
    where t.milestone_id = any(${milestoneIds}::integer[]) order by m.ordinal, t.ordinal, u.code`.execute(tx)
  const targets = new Map<number, TargetProgress>()
  for (const { place, placeName, placeType, sum, ...facts } of rows) {
    const target = targets.get(facts.targetId) ?? { ...facts, sum: 0, places: [] }
    targets.set(facts.targetId, target)
    target.sum += sum
    if (place !== null && placeType !== null)
      target.places.push({ unitId: place, name: placeName ?? '', type: placeType, sum })
  }
  return [...targets.values()]
}
