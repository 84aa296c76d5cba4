import { sql } from 'kysely'
import type { Duty, Moment } from '../../domain/plan.ts'
import { localDate, type LocalDate } from '../../domain/time.ts'
import type { Db, Tx } from '../connection.ts'

/** Outstanding obligations of a campaign that are due on one day for one thing: they share their moments. */
export interface DueGroup {
  duty: Duty
  milestoneId: number | null
  dueOn: LocalDate | null
}

/** The distinct groups, found by hopping along their index: as many probes as there are groups, however many rows. */
export async function dueGroups(db: Db | Tx, campaignId: number): Promise<DueGroup[]> {
  const outstanding = sql`campaign_id = ${campaignId} and state in ('expected', 'returned')`
  const key = sql`coalesce(milestone_id, 0) as m, coalesce(due_on, 'infinity') as d`
  const { rows } = await sql<{ m: number; d: string }>`
    with recursive hop as (
      (select ${key} from obligation where ${outstanding} order by 1, 2 limit 1)
      union all
      select n.m, n.d from hop cross join lateral (
        select ${key} from obligation
        where ${outstanding} and (coalesce(milestone_id, 0), coalesce(due_on, 'infinity')) > (hop.m, hop.d)
        order by coalesce(milestone_id, 0), coalesce(due_on, 'infinity') limit 1) n
    )
    select m, d from hop`.execute(db)
  return rows.map(({ m, d }) => ({
    duty: m === 0 ? 'acknowledge' : 'report',
    milestoneId: m === 0 ? null : m,
    dueOn: d === 'infinity' ? null : localDate(d),
  }))
}

/** The rows of a group, in the terms of its index. */
export function inGroup(campaignId: number, group: DueGroup) {
  return sql`o.campaign_id = ${campaignId} and o.state in ('expected', 'returned')
    and coalesce(o.milestone_id, 0) = ${group.milestoneId ?? 0}
    and coalesce(o.due_on, 'infinity') = ${group.dueOn ?? 'infinity'}::date`
}

/** Which moments of which groups have been swept. */
export interface Markers {
  has(group: DueGroup, moment: Moment): boolean
}

export async function markersOf(db: Db | Tx, campaignId: number): Promise<Markers> {
  const rows = await db
    .selectFrom('sweep_marker')
    .select(['milestone_id', 'due_on', 'step', 'nth'])
    .where('campaign_id', '=', campaignId)
    .execute()
  const swept = new Set(rows.map((row) => keyOf(row.milestone_id, row.due_on, row.step, row.nth)))
  return { has: (group, moment) => swept.has(keyOf(group.milestoneId, group.dueOn, moment.step, moment.nth)) }
}

function keyOf(milestoneId: number | null, dueOn: LocalDate | null, step: string, nth: number): string {
  return `${milestoneId ?? 0}/${dueOn ?? ''}/${step}/${nth}`
}

export async function insertMarker(
  tx: Tx,
  campaignId: number,
  group: DueGroup,
  moment: Moment,
  swept: { at: Date; created: number },
): Promise<void> {
  await tx
    .insertInto('sweep_marker')
    .values({
      campaign_id: campaignId,
      duty: group.duty,
      milestone_id: group.milestoneId,
      due_on: group.dueOn,
      step: moment.step,
      nth: moment.nth,
      swept_at: swept.at,
      created: swept.created,
    })
    .execute()
}

/** Has mails made for a slot. What joins it after they were made is made then. */
export async function askForSlot(tx: Tx, slot: Date): Promise<void> {
  await tx
    .insertInto('mail_slot')
    .values({ slot, composed_at: null })
    .onConflict((conflict) => conflict.column('slot').doUpdateSet({ composed_at: null }))
    .execute()
}
