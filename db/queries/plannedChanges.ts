import { sql } from 'kysely'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { UnitChange } from '../tables/tree.ts'
import { latestName } from './names.ts'

export interface PlannedLine {
  id: number
  change: UnitChange
  from: LocalDate
  /** The new name, or the other unit's. */
  to: string | null
  reason: string
  state: 'planned' | 'failed'
  /** The code of the refusal, where it failed on its day. */
  problem: string | null
  plannedBy: string | null
  endedAt: Instant | null
}

const MOST = 20

/** What is to become of a unit, the nearest day first, and what failed on its day. */
export async function loadPlannedChanges(tx: Tx, unitId: number): Promise<PlannedLine[]> {
  const { rows } = await sql<PlannedLine>`
    select c.id, c.change, c.applies_from::text as from, coalesce(c.name, ${latestName(sql`c.other_unit_id`)}) as to,
      c.reason, c.state, c.problem, (select a.name from account a where a.id = c.account_id) as "plannedBy",
      c.ended_at as "endedAt"
    from planned_change c where c.unit_id = ${unitId} and c.state in ('planned', 'failed')
    order by c.applies_from, c.id limit ${MOST}`.execute(tx)
  return rows
}
