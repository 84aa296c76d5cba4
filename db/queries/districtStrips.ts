import { sql, type RawBuilder } from 'kysely'
import type { UnitType } from '../../domain/audience.ts'
import type { StateCounts } from '../../domain/result.ts'
import type { Instant } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { CampaignDuty, CampaignHead } from './campaignHead.ts'
import { countedState, ofDuty, type CountedState } from './stateCounts.ts'

/** Of more units the streets are not read: such a strip would be wider than any screen. */
export const MOST_DRAWN = 6000

/** A street or township with the states of what stands below it; a unit without a parent's cell stands alone. */
export interface StripCell {
  unitId: number
  own: CountedState | null
  below: Partial<Record<CountedState, number>>
  size: number
}

export interface DistrictRow {
  unitId: number
  name: string
  type: UnitType
  own: CountedState | null
  /** null: too many in all to be drawn one by one. */
  cells: StripCell[] | null
  counts: StateCounts
  docket: DocketSum | null
}

export interface DocketSum {
  items: number
  /** All items have somebody who said that she is on it. */
  seen: boolean
  climbsAt: Instant | null
}

interface CellRow {
  district: number
  street: number
  self: boolean
  state: CountedState
  n: number
}

/** Reads the streets of each district, as one query however many they are. */
export async function addStrips(
  tx: Tx,
  { head, duty, asOf }: { head: CampaignHead; duty: CampaignDuty; asOf: Instant },
  districts: ReadonlyMap<number, DistrictRow>,
): Promise<void> {
  for (const district of districts.values()) district.cells = []
  const { rows } = await sql<CellRow>`
    with placed as (
      select o.unit_id, t.depth as k, ${countedState(asOf)} as state
      from obligation o join assignment a on a.id = o.assignment_id
      join unit_closure t on t.descendant_id = o.unit_id and t.ancestor_id = ${head.issuerId}
      where ${ofDuty(head.id, duty)} and t.depth > 1),
    district as (${belowEach(head.issuerId, 1)}),
    street as (${belowEach(head.issuerId, 2)})
    select d.top as district, s.top as street, p.k <= 2 as self, p.state, count(*) as n
    from placed p join district d on d.unit_id = p.unit_id join street s on s.unit_id = p.unit_id
    group by 1, 2, 3, 4 order by 1, 2`.execute(tx)
  for (const row of rows) addCell(districts.get(row.district)?.cells ?? [], row)
}

/** Units with the one above them (or themselves) that stands so many steps below the issuer: read in the order of the key, not unit by unit. */
function belowEach(issuerId: number, depth: number): RawBuilder<unknown> {
  return sql`select c.descendant_id as unit_id, t.descendant_id as top
    from unit_closure t join unit_closure c on c.ancestor_id = t.descendant_id
    where t.ancestor_id = ${issuerId} and t.depth = ${depth}`
}

function addCell(cells: StripCell[], row: CellRow): void {
  let cell = cells.at(-1)
  if (cell?.unitId !== row.street) {
    cell = { unitId: row.street, own: null, below: {}, size: 0 }
    cells.push(cell)
  }
  if (row.self) {
    cell.own = row.state
    return
  }
  cell.below[row.state] = (cell.below[row.state] ?? 0) + row.n
  cell.size += row.n
}
