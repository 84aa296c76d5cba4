import { sql, type Selectable } from 'kysely'
import type { Db, Tx } from '../../db/connection.ts'
import type { MessageTable } from '../../db/tables/delivery.ts'
import type { BounceOutcome } from '../../db/tables/mailText.ts'
import type { Instant } from '../../domain/time.ts'
import type { Bounce } from '../../mail/bounces/bounce.ts'

type Message = Selectable<MessageTable>

/** A bounce that names no mail is told at the mail that went to its address so lately. */
const LATELY_MS = 7 * 86_400_000
/** A contact whose mail came back is well again when a later one has stayed out for so long. */
const STAYED_OUT_HOURS = 24
const AT_THE_ADDRESS = ['address-unknown', 'mailbox-full']

/**
 * Writes down a mail that came back, once. Only a bounce that names the Message-ID of the mail, which nobody knows who
 * has not seen it, makes it undelivered; every other is told of, and nothing follows from it.
 * @returns 'known' where it was written down before; null where its mail is still being sent: it is read again later
 */
export async function recordBounce(
  db: Db,
  bounce: Bounce,
  asOf: Instant,
): Promise<BounceOutcome | 'known' | null> {
  return db.transaction().execute(async (tx) => {
    const named = await namedMessage(tx, bounce.originalIds)
    if (named?.state === 'sending') return null
    const message = named ?? (await lateMessageTo(tx, bounce.recipient, asOf))
    const outcome = outcomeOf(bounce, named, message)
    const isNew = await insert(tx, bounce, { message, outcome, asOf })
    if (!isNew) return 'known'
    if (outcome === 'failed' && named !== null) await settle(tx, named, bounce, asOf)
    return outcome
  })
}

function outcomeOf(bounce: Bounce, named: Message | null, message: Message | null): BounceOutcome {
  if (message === null) return 'unmatched'
  const wentOut = named !== null && (named.state === 'sent' || named.state === 'uncertain')
  return wentOut && bounce.permanent ? 'failed' : 'noted'
}

async function namedMessage(tx: Tx, ids: readonly string[]): Promise<Message | null> {
  if (ids.length === 0) return null
  const found = await tx
    .selectFrom('message')
    .selectAll()
    .where('header_id', 'in', [...ids])
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  return found ?? null
}

async function lateMessageTo(tx: Tx, recipient: string | null, asOf: Instant): Promise<Message | null> {
  if (recipient === null) return null
  const found = await tx
    .selectFrom('message')
    .selectAll()
    .where(sql`lower(address)`, '=', recipient)
    .where('state', 'in', ['sent', 'uncertain'])
    .where('send_at', '>', new Date(asOf.getTime() - LATELY_MS))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found ?? null
}

async function insert(
  tx: Tx,
  bounce: Bounce,
  { message, outcome, asOf }: { message: Message | null; outcome: BounceOutcome; asOf: Instant },
): Promise<boolean> {
  const added = await tx
    .insertInto('bounce')
    .values({
      header_id: bounce.headerId,
      read_at: asOf,
      unit_id: message?.unit_id ?? topUnit,
      message_id: message?.id ?? null,
      // Whose mail it was has her address there, and there it is erased when she is.
      recipient: message === null ? bounce.recipient : null,
      status: bounce.status,
      permanent: bounce.permanent,
      remedy: bounce.remedy,
      diagnostic: bounce.diagnostic,
      outcome,
    })
    .onConflict((conflict) => conflict.column('header_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

const topUnit = sql<number>`(select ancestor_id from unit_closure order by depth desc, ancestor_id limit 1)`

/** As if the mail server had refused it at once; and whoever watches the campaign is told. */
async function settle(tx: Tx, message: Message, bounce: Bounce, asOf: Instant): Promise<void> {
  await tx
    .updateTable('message')
    .set({
      state: 'permanent_failure',
      error: `bounce: ${bounce.diagnostic}`,
      remedy: bounce.remedy,
      finished_at: asOf,
    })
    .where('id', '=', message.id)
    .execute()
  if (AT_THE_ADDRESS.includes(bounce.remedy)) await markUndeliverable(tx, message, bounce, asOf)
  await tx
    .insertInto('audit_entry')
    .values({
      at: asOf,
      actor_kind: 'system',
      actor_id: null,
      operation: 'mail-bounced',
      unit_id: message.unit_id,
      campaign_id: message.campaign_id,
      subject: 'message',
      subject_id: message.id,
      reason: null,
      detail: JSON.stringify({ status: bounce.status, remedy: bounce.remedy }),
      request_id: null,
    })
    .execute()
}

/** Unless the contact has another address by now. */
async function markUndeliverable(tx: Tx, message: Message, bounce: Bounce, asOf: Instant): Promise<void> {
  await sql`
    update contact set undeliverable_since = coalesce(undeliverable_since, ${asOf}), undeliverable_remedy = ${bounce.remedy}
    where id = ${message.contact_id} and lower(email) = lower(${message.address})`.execute(tx)
}

/**
 * Contacts whose mail came back are well again when a later mail has stayed out for a day: that a relay of ours took it
 * says nothing.
 */
export async function forgiveBounced(db: Db, asOf: Instant): Promise<void> {
  await sql`
    update contact c set undeliverable_since = null, undeliverable_remedy = null
    where c.undeliverable_since is not null and exists (
      select from message m where m.contact_id = c.id and m.state = 'sent' and lower(m.address) = lower(c.email)
        and m.finished_at < ${asOf}::timestamptz - make_interval(hours => ${STAYED_OUT_HOURS})
        and m.finished_at > greatest(c.undeliverable_since, (select max(b.read_at) from bounce b
          join message x on x.id = b.message_id where x.contact_id = c.id and b.outcome = 'failed')))`.execute(
    db,
  )
}
