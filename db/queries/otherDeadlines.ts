import { sql } from 'kysely'
import type { LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'

/** What units owe in a week already. */
export interface BusyWeek {
  monday: LocalDate
  units: number
  /** Of the notice that most of them owe. */
  title: string
}

/** @param mondays the weeks that are asked about */
export async function loadBusyWeeks(
  tx: Tx,
  unitIds: readonly number[],
  mondays: readonly LocalDate[],
): Promise<BusyWeek[]> {
  if (mondays.length === 0) return []
  const { rows } = await sql<BusyWeek>`
    with owed as (
      select w.monday, o.unit_id, o.campaign_id
      from unnest(${mondays}::date[]) as w(monday)
      join obligation o on o.due_on >= w.monday and o.due_on < w.monday + 7 and o.duty = 'report'
        and o.state in ('expected', 'returned') and o.unit_id = any(${unitIds}::integer[])
      join campaign c on c.id = o.campaign_id and c.state in ('issuing', 'open')),
    most as (
      select distinct on (monday) monday, campaign_id from owed group by 1, 2 order by monday, count(*) desc)
    select o.monday::text as monday, count(distinct o.unit_id) as units,
      (select n.title from most m join campaign c on c.id = m.campaign_id join notice n on n.id = c.notice_id
        where m.monday = o.monday) as title
    from owed o group by 1, o.monday order by 1`.execute(tx)
  return rows
}
