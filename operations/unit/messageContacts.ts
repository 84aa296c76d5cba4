import { sql } from 'kysely'
import type { MessageKind } from '../../db/tables/delivery.ts'
import type { MessageFacts } from '../../domain/message.ts'
import type { Instant } from '../../domain/time.ts'
import type { Op } from '../perform.ts'

export interface MessageToUnits {
  kind: MessageKind
  obligationIds: number[]
  facts: MessageFacts
  sendAt: Instant
}

/**
 * Writes one message for each contact (with a mail address) of the units that owe these obligations. What it says
 * and whether it still goes is decided when it is claimed.
 * @returns how many messages were written
 */
export async function messageContacts(op: Op, message: MessageToUnits): Promise<number> {
  if (message.obligationIds.length === 0) return 0
  const written = await sql`
    insert into message (kind, unit_id, contact_id, campaign_id, obligation_id, slot, send_at, facts, created_at)
    select ${message.kind}, o.unit_id, c.id, o.campaign_id, o.id, ${message.sendAt}, ${message.sendAt},
           ${JSON.stringify(message.facts)}::jsonb, ${op.asOf}
    from obligation o join contact c on c.unit_id = o.unit_id
    where o.id = any(${message.obligationIds}::bigint[]) and c.email is not null and upper_inf(c.valid)
      and coalesce(c.campaign_id, o.campaign_id) = o.campaign_id`.execute(op.tx)
  return Number(written.numAffectedRows ?? 0n)
}
