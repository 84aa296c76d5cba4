import { sql } from 'kysely'
import { expect } from 'vitest'
import { loadBurnUp } from '../../db/queries/burnUp.ts'
import { countByDuty, loadDistricts } from '../../db/queries/campaignBoard.ts'
import { loadCampaignHead, type CampaignHead } from '../../db/queries/campaignHead.ts'
import { loadSoundness } from '../../db/queries/soundness.ts'
import { counted, countedState } from '../../db/queries/stateCounts.ts'
import { listUnits } from '../../db/queries/unitList.ts'
import type { Tx } from '../../db/connection.ts'
import type { StateCounts } from '../../domain/result.ts'
import { look, type AccountActor } from '../../operations/perform.ts'
import type { TestDatabase } from './database.ts'

/**
 * What is kept is what counting gives, in every cut that pages make: by duty, by district, by day; states exclude one
 * another and sum to the total.
 */
export async function expectTrueCounts(
  database: TestDatabase,
  campaignId: number,
  reader: AccountActor,
): Promise<void> {
  expect((await loadSoundness(database.worker)).counts).toBe(0)
  await look(database.api, reader, async ({ tx, asOf }) => {
    const head = await loadCampaignHead(tx, campaignId)
    expect(head.tallied).toBe(true)
    const kept = await countByDuty(tx, head, asOf)
    for (const duty of head.duties) {
      const counts = kept.get(duty.key)?.counts
      expect(counts).toEqual(await countOne(tx, head, duty.milestoneId, asOf))
      const filter = { state: null, district: null, reach: null, q: '' }
      const page = { asOf, offset: 0, limit: 2000 }
      const { rows, total } = await listUnits(tx, head, duty, filter, page)
      expect([rows.length, total]).toEqual([counts?.total, counts?.total])
      const seen = { ...head, tallied: false }
      expect(await loadDistricts(tx, head, duty, asOf)).toEqual(await loadDistricts(tx, seen, duty, asOf))
      expect(await loadBurnUp(tx, head, duty, asOf)).toEqual(await loadBurnUp(tx, seen, duty, asOf))
    }
    expect(kept).toEqual(await countByDuty(tx, { ...head, tallied: false }, asOf))
  })
}

/** As it was counted before counts were kept. */
async function countOne(
  tx: Tx,
  head: CampaignHead,
  milestoneId: number | null,
  asOf: Date,
): Promise<StateCounts> {
  const { rows } = await sql<{ state: keyof StateCounts; n: number }>`
    select ${countedState(asOf)} as state, count(*) as n from obligation o join assignment a on a.id = o.assignment_id
    where o.campaign_id = ${head.id} and o.milestone_id is not distinct from ${milestoneId}::integer and ${counted}
    group by 1`.execute(tx)
  const counts: StateCounts = {
    unacknowledged: 0,
    acknowledged: 0,
    submitted: 0,
    returned: 0,
    accepted: 0,
    overdue: 0,
    waived: 0,
    total: 0,
  }
  for (const { state, n } of rows) counts[state] = n
  counts.total = rows.reduce((sum, { n }) => sum + n, 0)
  return counts
}
