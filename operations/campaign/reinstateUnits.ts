import { sql } from 'kysely'
import type { Op } from '../perform.ts'
import { messageContacts } from '../unit/messageContacts.ts'

/**
 * Units that the notice was taken back from have it again: what they had not done they owe once more, what they had
 * reported waits for its review as it did. Steps missed meanwhile are not made up for.
 * @returns how many came back
 */
export async function reinstateUnits(op: Op, campaignId: number, unitIds: number[]): Promise<number> {
  const assignments = await op.tx
    .updateTable('assignment')
    .set({ state: 'active' })
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', sql<number>`any(${unitIds}::integer[])`)
    .where('state', '=', 'withdrawn')
    .returning('id')
    .execute()
  if (assignments.length === 0) return 0
  const { rows } = await sql<{ id: number; unit_id: number }>`
    update obligation o set version = o.version + 1, due_version = o.due_version + 1, armed_at = ${op.asOf},
      state = coalesce((select case r.state when 'returned' then 'returned' else 'submitted' end from report r
        where r.obligation_id = o.id order by r.version desc limit 1), 'expected')
    where o.assignment_id = any(${assignments.map(({ id }) => id)}::bigint[]) and o.state = 'withdrawn'
    returning o.id, o.unit_id`.execute(op.tx)
  const oneForEach = [...new Map(rows.map(({ id, unit_id }) => [unit_id, id])).values()]
  await messageContacts(op, {
    kind: 'changed',
    obligationIds: oneForEach,
    facts: { change: 'added' },
    sendAt: op.asOf,
  })
  return assignments.length
}
