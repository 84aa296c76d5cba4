import { sql } from 'kysely'
import type { UnitType } from '../../../domain/audience.ts'
import type { StateCounts } from '../../../domain/result.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'
import type { CampaignHead } from '../campaignHead.ts'
import { latestName } from '../names.ts'
import { addCount, counted, countedState, noCounts, type CountedState } from '../stateCounts.ts'
import { inTime, late } from '../timeliness.ts'

/** How many units of a set stand how with one duty. */
export interface Figures {
  /** Exclusive, as the board counts. */
  counts: StateCounts
  acknowledged: number
  /** By the first submission, whatever became of it; who was let off counts in neither. */
  inTime: number
  late: number
}

/** A direct child of the unit that is looked from, with everything below it. */
export interface Place {
  /** null: children of one kind that have nothing below them, counted together. */
  unitId: number | null
  /** null where the kind says it all. */
  name: string | null
  type: UnitType
  units: number
  /** By the duty's key. */
  duties: Map<string, Figures>
}

/** Children of these kinds stand for themselves alone: a row for each would hide the districts. */
const standAlone: readonly UnitType[] = ['association', 'department', 'enterprise']

export function noFigures(): Figures {
  return { counts: noCounts(), acknowledged: 0, inTime: 0, late: 0 }
}

/** Owed, or done: without those who were let off. */
export const owed = ({ counts }: Figures): number => counts.total - counts.waived
export const reported = ({ inTime, late }: Figures): number => inTime + late

/**
 * From where somebody looks at a campaign: her own unit where it stands below the issuer, else the issuer. What is
 * counted is everything below.
 */
export async function rootFor(tx: Tx, head: CampaignHead, unitId: number): Promise<number> {
  const below = await tx
    .selectFrom('unit_closure')
    .select('descendant_id')
    .where('ancestor_id', '=', head.issuerId)
    .where('descendant_id', '=', unitId)
    .executeTakeFirst()
  return below === undefined ? head.issuerId : unitId
}

interface FigureRow {
  place: number
  name: string
  type: UnitType
  milestone_id: number | null
  state: CountedState
  n: number
  acknowledged: number
  in_time: number
  late: number
}

/**
 * Every duty of a campaign by the direct children of `rootId`, as one query however many units there are: the unit
 * itself first, in the official order, what stands alone last.
 */
export async function loadPlaces(
  tx: Tx,
  head: CampaignHead,
  rootId: number,
  asOf: Instant,
): Promise<Place[]> {
  const { rows } = await sql<FigureRow>`
    with placed as (
      select o.milestone_id, o.unit_id, t.depth, ${countedState(asOf)} as state, a.acknowledged_at is not null as acknowledged,
        o.state <> 'waived' and ${inTime} as in_time, o.state <> 'waived' and ${late} as late
      from obligation o join assignment a on a.id = o.assignment_id
      join unit_closure t on t.descendant_id = o.unit_id and t.ancestor_id = ${rootId}
      where o.campaign_id = ${head.id} and ${counted}),
    grouped as (
      select d.ancestor_id as place, p.milestone_id, p.state, count(*) as n,
        count(*) filter (where p.acknowledged) as acknowledged, count(*) filter (where p.in_time) as in_time,
        count(*) filter (where p.late) as late
      from placed p join unit_closure d on d.descendant_id = p.unit_id and d.depth = greatest(p.depth - 1, 0)
      group by 1, 2, 3)
    select g.*, ${latestName(sql`g.place`)} as name,
      (select x.type from placement x where x.unit_id = g.place order by lower(x.valid) desc limit 1) as type
    from grouped g join unit u on u.id = g.place order by g.place <> ${rootId}, u.code`.execute(tx)
  const keys = new Map(head.duties.map(({ key, milestoneId }) => [milestoneId, key]))
  const places = new Map<string, Place>()
  for (const row of rows) {
    const key = keys.get(row.milestone_id)
    if (key !== undefined) addRow(placeOf(places, row, rootId), key, row)
  }
  const all = [...places.values()]
  return [...all.filter(({ unitId }) => unitId !== null), ...all.filter(({ unitId }) => unitId === null)]
}

function placeOf(places: Map<string, Place>, row: FigureRow, rootId: number): Place {
  const together = row.place !== rootId && standAlone.includes(row.type)
  const id = together ? row.type : String(row.place)
  const known = places.get(id)
  if (known !== undefined) return known
  const alone = { unitId: row.place, name: row.name }
  const place: Place = {
    ...(together ? { unitId: null, name: null } : alone),
    type: row.type,
    units: 0,
    duties: new Map(),
  }
  places.set(id, place)
  return place
}

function addRow(place: Place, key: string, row: FigureRow): void {
  const figures = place.duties.get(key) ?? noFigures()
  place.duties.set(key, figures)
  addCount(figures.counts, row.state, row.n)
  figures.acknowledged += row.acknowledged
  figures.inTime += row.in_time
  figures.late += row.late
  place.units = Math.max(place.units, figures.counts.total)
}

/** All places together. */
export function sumOf(places: readonly Place[], key: string): Figures {
  const sum = noFigures()
  for (const place of places) {
    const figures = place.duties.get(key)
    if (figures === undefined) continue
    for (const name of Object.keys(sum.counts) as (keyof StateCounts)[])
      sum.counts[name] += figures.counts[name]
    sum.acknowledged += figures.acknowledged
    sum.inTime += figures.inTime
    sum.late += figures.late
  }
  return sum
}
