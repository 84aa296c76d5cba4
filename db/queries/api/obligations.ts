import { sql } from 'kysely'
import type { Duty } from '../../../domain/plan.ts'
import type { Instant, LocalDate } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'
import { counted, countedState, type CountedState } from '../stateCounts.ts'
import { wasInTime } from '../timeliness.ts'

export interface ObligationRow {
  id: number
  unitId: number
  unitCode: string
  unitName: string
  duty: Duty
  milestoneId: number | null
  state: CountedState
  dueOn: LocalDate | null
  submittedAt: Date | null
  onTime: boolean | null
}

export interface ObligationFilter {
  campaignId: number
  milestoneId?: number | undefined
  state?: CountedState | undefined
  unitId?: number | undefined
  after: number
  limit: number
}

/** What units owe in a campaign and where it stands, by id, one more than asked for. */
export async function listObligations(
  tx: Tx,
  filter: ObligationFilter,
  asOf: Instant,
): Promise<ObligationRow[]> {
  const { rows } = await sql<ObligationRow>`
    select o.id, o.unit_id as "unitId", u.code as "unitCode", o.duty, o.milestone_id as "milestoneId",
      ${countedState(asOf)} as state, o.due_on as "dueOn", o.submitted_at as "submittedAt",
      (select p.name from placement p where p.unit_id = o.unit_id order by lower(p.valid) desc limit 1) as "unitName",
      ${wasInTime} as "onTime"
    from obligation o join assignment a on a.id = o.assignment_id join unit u on u.id = o.unit_id
    where o.campaign_id = ${filter.campaignId} and ${counted} and o.id > ${filter.after}
      and (${filter.milestoneId ?? null}::integer is null or o.milestone_id = ${filter.milestoneId ?? null})
      and (${filter.unitId ?? null}::integer is null or o.unit_id = ${filter.unitId ?? null})
      and (${filter.state ?? null}::text is null or ${countedState(asOf)} = ${filter.state ?? null})
    order by o.id limit ${filter.limit + 1}`.execute(tx)
  return rows
}
