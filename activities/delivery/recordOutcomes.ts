import { sql } from 'kysely'
import { inTransaction, type Db, type Tx } from '../../db/connection.ts'
import type { SendOutcome } from '../../mail/mailer.ts'
import type { Drain, Outcome } from './drain.ts'

/** Minutes until the next try, by how many there were; after the last it is given up with its remedy. */
const RETRY_MINUTES = [5, 15, 60, 240, 720, 1440]

/** Remedies that lie with the contact's address; the others are faults of ours, and no contact is to blame. */
const AT_THE_ADDRESS = new Set<string>(['address-unknown', 'mailbox-full'])

/** Writes what became of a claim's mails, and what that says of their contacts; a mail that somebody else has claimed since is left alone. */
export async function recordOutcomes(db: Db, drain: Drain, outcomes: Outcome[]): Promise<void> {
  if (outcomes.length === 0) return
  await inTransaction(db, 'outcomes', async (tx) => {
    await settle(tx, drain, outcomes)
    const ids = outcomes.map(({ id }) => id)
    await markUndeliverable(tx, drain, ids)
    await markReached(tx, ids)
  })
}

async function settle(tx: Tx, drain: Drain, outcomes: Outcome[]): Promise<void> {
  const rows = outcomes.map(({ id, claimToken, result }) => ({ id, claimToken, ...columnsOf(result) }))
  await sql`
    update message m set
      state = case when t.state = 'temporary_failure' and m.attempts > ${RETRY_MINUTES.length} then 'permanent_failure' else t.state end,
      uncertain_times = m.uncertain_times + case when t.state = 'uncertain' then 1 else 0 end,
      error = t.error, remedy = t.remedy, claim_token = null, lease_until = null,
      finished_at = case when t.state in ('sent', 'permanent_failure') then ${drain.asOf}::timestamptz end,
      send_at = case when t.state = 'temporary_failure'
        then ${drain.asOf}::timestamptz + make_interval(mins => (${RETRY_MINUTES}::integer[])[least(m.attempts, ${RETRY_MINUTES.length})])
        else m.send_at end
    from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.claimToken)}::uuid[], ${rows.map((r) => r.state)}::text[],
      ${rows.map((r) => r.error)}::text[], ${rows.map((r) => r.remedy)}::text[]) as t(id, token, state, error, remedy)
    where m.id = t.id and m.claim_token = t.token and m.state = 'sending'`.execute(tx)
}

function columnsOf(result: SendOutcome): { state: string; error: string | null; remedy: string | null } {
  switch (result.kind) {
    case 'sent':
      return { state: 'sent', error: null, remedy: null }
    case 'temporary':
      return { state: 'temporary_failure', error: result.error, remedy: result.remedy }
    case 'permanent':
      return { state: 'permanent_failure', error: result.error, remedy: result.remedy }
    case 'uncertain':
      return { state: 'uncertain', error: result.error, remedy: null }
  }
}

/**
 * The contact shows as not reachable, with the remedy, until the address is changed or a mail gets through. What was
 * given up after the last try counts as much as what was refused at once.
 */
async function markUndeliverable(tx: Tx, drain: Drain, messageIds: number[]): Promise<void> {
  await sql`
    update contact c set undeliverable_since = coalesce(c.undeliverable_since, ${drain.asOf}), undeliverable_remedy = m.remedy
    from message m where m.id = any(${messageIds}::bigint[]) and m.contact_id = c.id
      and m.state = 'permanent_failure' and m.remedy = any(${[...AT_THE_ADDRESS]}::text[])`.execute(tx)
}

/** One whose mails a relay takes and sends back is not reached by being taken: see ../bounces/recordBounce.ts. */
async function markReached(tx: Tx, messageIds: number[]): Promise<void> {
  await sql`
    update contact c set undeliverable_since = null, undeliverable_remedy = null
    from message m where m.id = any(${messageIds}::bigint[]) and m.contact_id = c.id
      and m.state = 'sent' and c.undeliverable_since is not null and not exists (
        select from bounce b join message x on x.id = b.message_id
        where x.contact_id = c.id and b.outcome = 'failed' and b.read_at >= c.undeliverable_since)`.execute(
    tx,
  )
}
