import { sql } from 'kysely'
import type { Db } from '../connection.ts'

/** So many rows that have not been summed up slow nobody down. */
const FEW = 500

/**
 * Sums up the rows of the kept counts, for campaigns that have gathered many. Whoever reads or writes meanwhile is not
 * held up, and sees either the rows or their sums; of two who sum up at once, the second passes over.
 */
export async function foldTallies(db: Db, few = FEW): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select campaign_id as id from (
      select campaign_id from tally where not folded union all select campaign_id from tally_day where not folded) t
    group by 1 having count(*) > ${few} order by 1`.execute(db)
  for (const { id } of rows) await fold(db, id)
}

async function fold(db: Db, campaignId: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('duban.tally'), ${campaignId}) as mine`.execute(tx)
    if (rows[0]?.mine !== true) return
    await sql`
      with gone as (delete from tally where campaign_id = ${campaignId} returning *)
      insert into tally (campaign_id, milestone_id, place_id, own, state, acknowledged, late, due_on, due_at, n, folded)
      select campaign_id, milestone_id, place_id, own, state, acknowledged, late, due_on, due_at, sum(n), true from gone
      group by campaign_id, milestone_id, place_id, own, state, acknowledged, late, due_on, due_at having sum(n) <> 0`.execute(
      tx,
    )
    await sql`
      with gone as (delete from tally_day where campaign_id = ${campaignId} returning *)
      insert into tally_day (campaign_id, milestone_id, place_id, line, day, n, folded)
      select campaign_id, milestone_id, place_id, line, day, sum(n), true from gone
      group by campaign_id, milestone_id, place_id, line, day having sum(n) <> 0`.execute(tx)
  })
}

/** Counts everything anew; who changes something waits for it. */
export async function rebuildTally(db: Db): Promise<void> {
  await sql`select make_tally()`.execute(db)
}
