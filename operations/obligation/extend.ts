import { sql, type RawBuilder } from 'kysely'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { judgedDueAt } from '../../domain/due.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, endOfDue, type LocalDate } from '../../domain/time.ts'
import type { Op } from '../perform.ts'
import type { Campaign } from '../unit/openObligation.ts'

/** @throws Problem due-in-past: a new date must be today or later in the campaign's zone */
export function requireFutureDue(op: Op, campaign: Campaign, dueOn: LocalDate): void {
  if (dueOn < dateIn(campaign.zone, op.asOf)) {
    throw new Problem('due-in-past', { date: dueOn }, [{ field: 'dueOn', code: 'due-in-past' }])
  }
}

/**
 * Gives obligations a later date. Their steps are armed anew, what was reported already is judged again by the new
 * date. Obligations that are done, or whose date is not earlier, stay as they are.
 * @returns the obligations that moved
 */
export async function extendObligations(
  op: Op,
  campaign: Campaign,
  obligationIds: number[],
  dueOn: LocalDate,
): Promise<number[]> {
  const judged = await judgedDues(op, campaign, obligationIds, dueOn)
  const moved = await sql<{ id: number }>`
    update obligation o set
      due_on = ${dueOn}, due_at = ${endOfDue(dueOn, campaign.zone)}, judged_due_at = j.at, armed_at = ${op.asOf},
      due_version = due_version + 1, version = version + 1
    from (${judged}) j
    where o.id = any(${obligationIds}::bigint[]) and o.campaign_id = ${campaign.id}
      and j.milestone_id is not distinct from o.milestone_id
      and o.state in ('expected', 'returned') and o.due_on < ${dueOn}
    returning o.id`.execute(op.tx)
  await sql`
    update obligation o set judged_due_at = j.at, version = version + 1
    from (${judged}) j
    where o.id = any(${obligationIds}::bigint[]) and o.campaign_id = ${campaign.id}
      and j.milestone_id is not distinct from o.milestone_id
      and o.state in ('submitted', 'accepted') and o.judged_due_at < j.at`.execute(op.tx)
  return moved.rows.map(({ id }) => id)
}

/** Per milestone, when a report counts as late: the end of the new date plus the milestone's grace. */
async function judgedDues(
  op: Op,
  campaign: Campaign,
  obligationIds: number[],
  dueOn: LocalDate,
): Promise<RawBuilder<unknown>> {
  const milestones = await op.tx
    .selectFrom('obligation as o')
    .leftJoin('milestone as m', 'm.id', 'o.milestone_id')
    .select(['o.milestone_id', 'm.grace_working_days'])
    .distinct()
    .where('o.id', '=', sql<number>`any(${obligationIds}::bigint[])`)
    .execute()
  const { calendar } = await loadWorkingTime(op.tx, campaign.zone)
  const ids = milestones.map((row) => row.milestone_id)
  const dues = milestones.map((row) => judgedDueAt(calendar, dueOn, row.grace_working_days ?? 0))
  return sql`select * from unnest(${ids}::integer[], ${dues}::timestamptz[]) as t(milestone_id, at)`
}
