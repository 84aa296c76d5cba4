import type { Tx } from '../db/connection.ts'
import type { OutboxTable } from '../db/tables/delivery.ts'
import type { Op } from './perform.ts'

export interface AuditFact {
  operation: string
  unitId: number
  campaignId?: number | null
  subject: string
  subjectId?: number | null
  reason?: string | null
  detail?: object
}

/** Writes who did what, when and why, in the operation's own transaction. One entry for a set, not one per row. */
export async function record(op: Op, fact: AuditFact): Promise<void> {
  await op.tx
    .insertInto('audit_entry')
    .values({
      at: op.asOf,
      actor_kind: op.actor.kind,
      actor_id: op.actor.kind === 'account' ? op.actor.accountId : op.actor.contactId,
      operation: fact.operation,
      unit_id: fact.unitId,
      campaign_id: fact.campaignId ?? null,
      subject: fact.subject,
      subject_id: fact.subjectId ?? null,
      reason: fact.reason ?? null,
      detail: JSON.stringify(fact.detail ?? {}),
      request_id: op.requestId,
      api_key_id: op.actor.kind === 'account' ? (op.actor.key?.id ?? null) : null,
    })
    .execute()
}

/**
 * Asks for a workflow to look again, once the transaction is through. Only where something that it waits for
 * has changed: each nudge costs an event of its history.
 */
export async function nudge(tx: Tx, target: OutboxTable['target'], ...targetIds: number[]): Promise<void> {
  if (targetIds.length === 0) return
  await tx
    .insertInto('outbox')
    .values(targetIds.map((target_id) => ({ target, target_id })))
    .execute()
}

/** The delivery has one run for the installation; its outbox rows name this id. */
export const DELIVERY_ID = 0

export const nudgeDelivery = (tx: Tx): Promise<void> => nudge(tx, 'delivery', DELIVERY_ID)
