import { sql } from 'kysely'
import { issueAssignments } from '../activities/campaign/issueAssignments.ts'
import { rebuildTally } from '../db/queries/tallyKeeping.ts'
import { ISSUED_AT, local, newCampaign } from './campaigns.ts'
import { settleFederation } from './federation.ts'
import type { Place } from './place.ts'

/** As of here the acknowledgement is long due, and the report a week. */
export const MID_CAMPAIGN = local('2014-06-06 10:00')

/**
 * Campaigns in the middle of their life, all to the same units: most have reported, some are late, and of the late ones
 * some stand in dockets. The first is given out by the product; the others are copies, since only reading is measured.
 * @returns the ids
 */
export async function fillCampaigns(place: Place, units: number, campaigns: number): Promise<number[]> {
  await settleFederation(place.owner, units)
  const first = await newCampaign(place.owner, { units })
  await issueAssignments(place.worker, first, ISSUED_AT)
  const ids = [first]
  while (ids.length < campaigns) {
    const id = await newCampaign(place.owner, { units })
    await copyCampaign(place, first, id)
    ids.push(id)
  }
  await liveThrough(place)
  // What was put in as copies went past the triggers that keep the counts.
  await rebuildTally(place.worker)
  await sql`vacuum analyze`.execute(place.superuser)
  return ids
}

/** Keys are not checked again for rows that are copies of checked ones. */
async function copyCampaign({ superuser }: Place, from: number, to: number): Promise<void> {
  await superuser.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`insert into assignment (campaign_id, unit_id, state, added_at, place_id)
      select ${to}, unit_id, state, added_at, place_id from assignment where campaign_id = ${from} order by id`.execute(
      tx,
    )
    await sql`insert into obligation (assignment_id, campaign_id, unit_id, duty, milestone_id, due_on, due_at, judged_due_at,
        armed_at, swept_version)
      select a.id, a.campaign_id, a.unit_id, o.duty, case when o.milestone_id is not null then (
          select m.id from milestone m join campaign c on c.notice_id = m.notice_id where c.id = ${to}) end,
        o.due_on, o.due_at, o.judged_due_at, o.armed_at, 1
      from obligation o join assignment a on a.unit_id = o.unit_id and a.campaign_id = ${to}
      where o.campaign_id = ${from} order by o.id`.execute(tx)
    await sql`update campaign set state = 'open' where id = ${to}`.execute(tx)
  })
}

/** By the number of the unit: 1 of 2 has reported and was accepted, 1 of 10 waits for review, the others owe. */
async function liveThrough({ superuser }: Place): Promise<void> {
  await superuser.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`update assignment set acknowledged_at = ${local('2014-03-05 10:00')}, acknowledged_via = 'link'
      where unit_id % 10 < 8`.execute(tx)
    await sql`update obligation set state = 'accepted', submitted_at = ${local('2014-03-05 10:00')},
        first_submitted_at = ${local('2014-03-05 10:00')}
      where duty = 'acknowledge' and unit_id % 10 < 8`.execute(tx)
    await sql`update obligation set state = case when unit_id % 10 < 5 then 'accepted' else 'submitted' end,
        submitted_at = ${local('2014-05-20 10:00')}, first_submitted_at = ${local('2014-05-20 10:00')}
      where duty = 'report' and unit_id % 10 < 6`.execute(tx)
    await sql`insert into docket (campaign_id, unit_id, opened_at)
      select distinct o.campaign_id, p.parent_id, ${local('2014-06-04 09:00')}::timestamptz
      from obligation o join placement p on p.unit_id = o.unit_id
      where o.duty = 'report' and o.unit_id % 20 = 9 and p.parent_id is not null`.execute(tx)
    await sql`insert into docket_item (docket_id, campaign_id, obligation_id, unit_id, round, chain, holder_unit_id,
        holder_role, joined_at, level_since, wait_from, wait_minutes, wait_ends_at)
      select d.id, o.campaign_id, o.id, o.unit_id, 1, '[]', p.parent_id, 'supervisor', d.opened_at, d.opened_at,
        d.opened_at, 1440, ${local('2014-06-09 09:00')}
      from obligation o join placement p on p.unit_id = o.unit_id
      join docket d on d.campaign_id = o.campaign_id and d.unit_id = p.parent_id
      where o.duty = 'report' and o.unit_id % 20 = 9`.execute(tx)
  })
}
