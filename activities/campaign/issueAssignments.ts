import { insertAssignments } from '../../db/queries/assignments.ts'
import { audienceAsOf } from '../../db/queries/audience.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { inTransaction, type Db, type Tx } from '../../db/connection.ts'
import { nextSendable } from '../../domain/sending.ts'
import type { Instant } from '../../domain/time.ts'
import { recordSweep } from '../recordSweep.ts'

/** Units per transaction: some seconds at most, so that a lost worker repeats little. */
const SLICE = 5000

/**
 * Gives an issued notice to its audience, in slices that may be run again, and opens the campaign.
 * @returns how many units have it
 */
export async function issueAssignments(db: Db, campaignId: number, asOf: Instant): Promise<number> {
  const campaign = await db
    .selectFrom('campaign as c')
    .innerJoin('notice as n', 'n.id', 'c.notice_id')
    .select(['c.state', 'c.issuer_id', 'c.audience_as_of', 'c.zone', 'c.urgent', 'c.issued_at', 'n.audience'])
    .where('c.id', '=', campaignId)
    .executeTakeFirstOrThrow()
  if (campaign.state !== 'issuing') return 0
  const time = await loadWorkingTime(db, campaign.zone)
  const sendAt = campaign.urgent ? asOf : nextSendable(time.calendar, time.sending, asOf)
  const unitIds = await audienceAsOf(db, {
    issuerId: campaign.issuer_id,
    rules: campaign.audience,
    day: campaign.audience_as_of,
  })
  for (let start = 0; start < unitIds.length; start += SLICE) {
    const slice = unitIds.slice(start, start + SLICE)
    const armedAt = campaign.issued_at
    const given = await inTransaction(db, 'issue-slice', async (tx) => {
      if (!(await isIssuing(tx, campaignId))) return false
      await insertAssignments(tx, { campaignId, unitIds: slice, asOf: armedAt, sendAt, swept: true })
      return true
    })
    if (!given) return start
  }
  await open(db, campaignId, unitIds.length, asOf)
  return unitIds.length
}

/** Closed or called off while it is being issued, it goes to nobody else. */
async function isIssuing(tx: Tx, campaignId: number): Promise<boolean> {
  const campaign = await tx
    .selectFrom('campaign')
    .select('state')
    .where('id', '=', campaignId)
    .forShare()
    .executeTakeFirstOrThrow()
  return campaign.state === 'issuing'
}

async function open(db: Db, campaignId: number, units: number, at: Instant): Promise<void> {
  await inTransaction(db, 'issue-open', async (tx) => {
    await tx
      .updateTable('campaign')
      .set({ state: 'open', audience_size: units })
      .where('id', '=', campaignId)
      .where('state', '=', 'issuing')
      .execute()
    await recordSweep(tx, { operation: 'give-out', campaignId, at, detail: { units } })
    await tx.insertInto('outbox').values({ target: 'delivery', target_id: 0 }).execute()
  })
}
