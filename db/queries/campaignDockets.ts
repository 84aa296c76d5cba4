import { sql } from 'kysely'
import type { Instant } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import { latestName } from './names.ts'

export interface DocketLine {
  id: number
  unitId: number
  unitName: string
  supervisors: string | null
  openedAt: Instant
  closedAt: Instant | null
  undecided: number
  seen: number
  highestLevel: number
  climbsAt: Instant | null
  decided: number
  settled: number
}

/** The dockets of a campaign, those that still wait for somebody first. */
export async function listDockets(tx: Tx, campaignId: number): Promise<DocketLine[]> {
  const { rows } = await sql<DocketLine>`
    with items as (
      select docket_id, count(*) filter (where state = 'undecided') as undecided,
        count(*) filter (where state = 'undecided' and acknowledged_at is not null) as seen,
        coalesce(max(level) filter (where state = 'undecided'), 0) as level,
        min(wait_ends_at) filter (where state = 'undecided') as climbs,
        count(*) filter (where state in ('extended', 'waived')) as decided,
        count(*) filter (where state = 'settled') as settled
      from docket_item where campaign_id = ${campaignId} group by 1)
    select d.id, d.unit_id as "unitId", ${latestName(sql`d.unit_id`)} as "unitName",
      (select string_agg(a.name, '、' order by a.id) from account a
        where a.unit_id = d.unit_id and a.role = 'supervisor' and upper_inf(a.valid)) as supervisors,
      d.opened_at as "openedAt", d.closed_at as "closedAt", coalesce(i.undecided, 0) as undecided,
      coalesce(i.seen, 0) as seen, coalesce(i.level, 0) as "highestLevel", i.climbs as "climbsAt",
      coalesce(i.decided, 0) as decided, coalesce(i.settled, 0) as settled
    from docket d left join items i on i.docket_id = d.id
    where d.campaign_id = ${campaignId} order by coalesce(i.undecided, 0) desc, d.unit_id limit 500`.execute(
    tx,
  )
  return rows
}
