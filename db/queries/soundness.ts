import { sql } from 'kysely'
import type { Db } from '../connection.ts'

/** Facts that contradict one another, counted; all of them 0 in an installation that is sound. */
export interface Soundness {
  /** Pairs of ancestor and unit that the closure has and the tree has not, or the other way round. */
  closure: number
  /** Kept counts that are not what counting gives. */
  counts: number
  /** Undecided docket items of obligations that are not outstanding any more. */
  settledItems: number
  /** Open obligations of units that the notice was taken back from. */
  withdrawnDebts: number
  /** Campaigns whose next moment is more than five minutes past. */
  lateMoments: number
  /** Mails that a sender has held for longer than it may. */
  lostMails: number
}

/** The current tree as its placements tell it; a closed unit stands where it last stood. */
const trueClosure = sql`
  with recursive latest as (
    select distinct on (unit_id) unit_id, parent_id from placement order by unit_id, lower(valid) desc),
  up (ancestor_id, descendant_id) as (
    select unit_id, unit_id from latest
    union all
    select l.parent_id, u.descendant_id from up u join latest l on l.unit_id = u.ancestor_id where l.parent_id is not null)
  select ancestor_id, descendant_id from up`

/** Each count under what it counts, kept and counted anew: those in which the two differ. */
const wrongCounts = sql`
  with kept as (
    select jsonb_build_array('way', campaign_id, milestone_id, place_id, own, state, acknowledged, late, due_on, due_at) as what, n from tally
    union all select jsonb_build_array('day', campaign_id, milestone_id, place_id, line, day), n from tally_day),
  counted as (
    select jsonb_build_array('way', campaign_id, milestone_id, place_id, own, state, acknowledged, late, due_on, due_at), -n from true_tally()
    union all select jsonb_build_array('day', campaign_id, milestone_id, place_id, line, day), -n from true_tally_day())
  select what from (select * from kept union all select * from counted) d group by what having sum(n) <> 0`

export async function loadSoundness(db: Db): Promise<Soundness> {
  const { rows } = await sql<Soundness>`
    select (select count(*) from (
        (select ancestor_id, descendant_id from unit_closure except (${trueClosure}))
        union all ((${trueClosure}) except select ancestor_id, descendant_id from unit_closure)) d) as closure,
      (select count(*) from (${wrongCounts}) d) as counts,
      (select count(*) from docket_item i join obligation o on o.id = i.obligation_id
        where i.state = 'undecided' and o.state not in ('expected', 'returned')) as "settledItems",
      (select count(*) from obligation o join assignment a on a.id = o.assignment_id
        where a.state = 'withdrawn' and o.state in ('expected', 'returned', 'submitted')) as "withdrawnDebts",
      (select count(*) from campaign where state in ('issuing', 'open') and paused_at is null
        and next_moment_at < duban_now() - interval '5 minutes') as "lateMoments",
      (select count(*) from message where state = 'sending' and lease_until < now() - interval '1 minute') as "lostMails"`.execute(
    db,
  )
  return (
    rows[0] ?? { closure: 0, counts: 0, settledItems: 0, withdrawnDebts: 0, lateMoments: 0, lostMails: 0 }
  )
}

/** Writes the closure anew from the placements. */
export async function rebuildClosure(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('duban.tree'))`.execute(tx)
    await sql`delete from unit_closure`.execute(tx)
    await sql`
      insert into unit_closure (ancestor_id, descendant_id, depth)
      with recursive latest as (
        select distinct on (unit_id) unit_id, parent_id from placement order by unit_id, lower(valid) desc),
      up (ancestor_id, descendant_id, depth) as (
        select unit_id, unit_id, 0 from latest
        union all
        select l.parent_id, u.descendant_id, u.depth + 1 from up u join latest l on l.unit_id = u.ancestor_id
        where l.parent_id is not null)
      select ancestor_id, descendant_id, depth from up`.execute(tx)
  })
}
