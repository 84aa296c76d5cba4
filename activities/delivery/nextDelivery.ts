import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'
import { nextSendable } from '../../domain/sending.ts'
import { ANSWERS, type Drain } from './drain.ts'

/** A slot that waits for its campaigns is looked at again after so long; the nudge of their sweep comes sooner. */
const SLOT_RETRY_MS = 20_000

/** Milliseconds until there is something to do by itself: a slot, a retry, the window's opening, a lost lease. */
export async function nextDelivery(db: Db, drain: Drain): Promise<number | null> {
  const { rows } = await sql<{
    slot: Date | null
    /** Answers and what is urgent keep to no window. */
    atOnce: Date | null
    mail: Date | null
    lease_ms: number | null
  }>`
    select (select min(slot) from mail_slot where composed_at is null) as slot,
      (select min(m.send_at) from message m left join campaign c on c.id = m.campaign_id
         where m.state in ('created', 'temporary_failure', 'uncertain') and (m.state <> 'uncertain' or m.uncertain_times < 2)
           and (m.kind = any(${ANSWERS}::text[]) or (c.urgent and c.paused_at is null))) as "atOnce",
      (select min(m.send_at) from message m left join campaign c on c.id = m.campaign_id
         where m.state in ('created', 'temporary_failure', 'uncertain') and (m.state <> 'uncertain' or m.uncertain_times < 2)
           and m.kind <> all(${ANSWERS}::text[]) and c.urgent is not true and c.paused_at is null) as mail,
      (select extract(epoch from min(lease_until) - now()) * 1000 from message where state = 'sending') as lease_ms`.execute(
    db,
  )
  const [row] = rows
  if (row === undefined) return null
  const { asOf, time } = drain
  const waits: number[] = []
  if (row.slot !== null) waits.push(row.slot <= asOf ? SLOT_RETRY_MS : row.slot.getTime() - asOf.getTime())
  if (row.atOnce !== null) waits.push(row.atOnce.getTime() - asOf.getTime())
  if (row.mail !== null) {
    const from = row.mail > asOf ? row.mail : asOf
    waits.push(nextSendable(time.calendar, time.sending, from).getTime() - asOf.getTime())
  }
  if (row.lease_ms !== null) waits.push(row.lease_ms + 1000)
  return waits.length === 0 ? null : Math.max(1000, Math.min(...waits))
}
