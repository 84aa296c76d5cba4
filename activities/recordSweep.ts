import type { Db, Tx } from '../db/connection.ts'
import type { Instant } from '../domain/time.ts'

export interface SweepFact {
  operation: 'give-out' | 'sweep-campaign' | 'sweep-docket' | 'compile-result'
  campaignId: number
  at: Instant
  detail: Record<string, number>
}

/** What happened by itself goes into the audit trail as well: one entry for a sweep that did something. */
export async function recordSweep(db: Db | Tx, fact: SweepFact): Promise<void> {
  const { issuer_id } = await db
    .selectFrom('campaign')
    .select('issuer_id')
    .where('id', '=', fact.campaignId)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('audit_entry')
    .values({
      at: fact.at,
      actor_kind: 'system',
      actor_id: null,
      operation: fact.operation,
      unit_id: issuer_id,
      campaign_id: fact.campaignId,
      subject: 'campaign',
      subject_id: fact.campaignId,
      reason: null,
      detail: JSON.stringify(fact.detail),
      request_id: null,
    })
    .execute()
}
