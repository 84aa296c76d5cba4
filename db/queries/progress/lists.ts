import { sql, type RawBuilder } from 'kysely'
import type { Instant, LocalDate } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'
import type { CampaignDuty, CampaignHead } from '../campaignHead.ts'
import { latestName } from '../names.ts'
import { counted, countedState, ofDuty, type CountedState } from '../stateCounts.ts'
import { inTime } from '../timeliness.ts'

export interface FirstUnit {
  unitId: number
  name: string
  at: Instant
}

const below = (rootId: number): RawBuilder<unknown> =>
  sql`o.unit_id in (select descendant_id from unit_closure where ancestor_id = ${rootId})`

/** Who reported first and in time; what has gone back does not count. */
export async function loadFirst(
  tx: Tx,
  input: { head: CampaignHead; duty: CampaignDuty; rootId: number; limit: number },
): Promise<FirstUnit[]> {
  if (input.limit === 0) return []
  const { rows } = await sql<FirstUnit>`
    with first as (
      select o.unit_id, o.first_submitted_at from obligation o join assignment a on a.id = o.assignment_id
      where ${ofDuty(input.head.id, input.duty)} and o.state in ('submitted', 'accepted') and ${inTime}
        and ${below(input.rootId)}
      order by o.first_submitted_at, o.unit_id limit ${input.limit})
    select f.unit_id as "unitId", ${latestName(sql`f.unit_id`)} as name, f.first_submitted_at as at
    from first f order by f.first_submitted_at, f.unit_id`.execute(tx)
  return rows
}

/** A unit that still owes something. */
export interface OwingUnit {
  unitId: number
  code: string
  name: string
  parentName: string | null
  /** Key of the duty. */
  key: string
  state: CountedState
  dueOn: LocalDate | null
  acknowledgedAt: Instant | null
  reminders: number
  /** How high its item has climbed; null: not before a supervisor. */
  level: number | null
  contactName: string | null
  telephone: string | null
  email: string | null
}

interface OwingFilter {
  head: CampaignHead
  rootId: number
  asOf: Instant
  /** null: every duty. */
  duty: CampaignDuty | null
  /** Only what is overdue although a supervisor has had it before her. */
  escalated: boolean
  limit: number
}

/** The item of the date that stands; what was given longer since has left the docket. */
const item = sql`(select i.level from docket_item i
  where i.obligation_id = o.id and i.round = o.due_version and i.state in ('undecided', 'settled'))`

/** Who has not reported, or not acknowledged, the longest overdue first; with how many there are in all. */
export async function loadOwing(tx: Tx, filter: OwingFilter): Promise<{ units: OwingUnit[]; total: number }> {
  const { head, duty, asOf } = filter
  const which = duty === null ? sql`o.campaign_id = ${head.id} and ${counted}` : ofDuty(head.id, duty)
  const { rows } = await sql<Omit<OwingUnit, 'key'> & { milestoneId: number | null; total: number }>`
    with owing as (
      select o.id, o.unit_id, o.milestone_id, o.duty, o.due_on, a.acknowledged_at, ${countedState(asOf)} as state, ${item} as level
      from obligation o join assignment a on a.id = o.assignment_id where ${which} and ${below(filter.rootId)}),
    found as (
      select *, count(*) over () as total from owing
      where (state in ('unacknowledged', 'overdue', 'returned') or (state = 'acknowledged' and duty = 'report'))
        and (not ${filter.escalated} or (state = 'overdue' and level is not null))
      order by due_on nulls last, milestone_id nulls first, unit_id limit ${filter.limit})
    select f.unit_id as "unitId", u.code, ${latestName(sql`f.unit_id`)} as name,
      ${latestName(sql`(select x.parent_id from placement x where x.unit_id = f.unit_id order by lower(x.valid) desc limit 1)`)}
        as "parentName",
      f.milestone_id as "milestoneId", f.state, f.due_on as "dueOn", f.acknowledged_at as "acknowledgedAt", f.level, f.total,
      (select count(*) from reminder r where r.obligation_id = f.id) as reminders,
      k.name as "contactName", k.telephone, k.email
    from found f join unit u on u.id = f.unit_id
    left join lateral (select c.name, c.telephone, c.email from contact c
      where c.unit_id = f.unit_id and upper_inf(c.valid) and c.campaign_id is null
      order by c.email is null, c.id limit 1) k on true
    order by f.due_on nulls last, f.milestone_id nulls first, u.code`.execute(tx)
  const keys = new Map(head.duties.map(({ key, milestoneId }) => [milestoneId, key]))
  return {
    units: rows.map(({ total: _total, milestoneId, ...row }) => ({
      ...row,
      key: keys.get(milestoneId) ?? '',
    })),
    total: rows[0]?.total ?? 0,
  }
}

export interface PlaceCount {
  name: string
  n: number
}

/** How many of those that stand overdue before a supervisor each direct child of the root has. */
export async function countEscalated(
  tx: Tx,
  input: { head: CampaignHead; duty: CampaignDuty; rootId: number; asOf: Instant },
): Promise<PlaceCount[]> {
  const { head, duty, rootId, asOf } = input
  const { rows } = await sql<PlaceCount>`
    with late as (
      select o.unit_id, t.depth from obligation o join assignment a on a.id = o.assignment_id
      join unit_closure t on t.descendant_id = o.unit_id and t.ancestor_id = ${rootId}
      where ${ofDuty(head.id, duty)} and ${countedState(asOf)} = 'overdue' and ${item} is not null),
    grouped as (
      select d.ancestor_id as place, count(*) as n from late l
      join unit_closure d on d.descendant_id = l.unit_id and d.depth = greatest(l.depth - 1, 0) group by 1)
    select ${latestName(sql`g.place`)} as name, g.n from grouped g join unit u on u.id = g.place order by g.n desc, u.code`.execute(
    tx,
  )
  return rows
}
