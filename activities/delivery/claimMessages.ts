import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { inTransaction, type Tx } from '../../db/connection.ts'
import type { ActivityDependencies } from '../dependencies.ts'
import { composeMails } from './composeMails.ts'
import { ANSWERS, type ClaimedMessage, type Drain, type MessageRow } from './drain.ts'
import { LEASE_SECONDS } from './lease.ts'

export interface Claim {
  /** Rows that left the queue, the cancelled ones included; 0: the queue is empty. */
  taken: number
  messages: ClaimedMessage[]
  /** What the mails of this claim are held by. */
  token: string
}

/** Takes the next mails that are due and writes down what they say before the first byte goes out. */
export function claimMessages(deps: ActivityDependencies, drain: Drain, limit: number): Promise<Claim> {
  return inTransaction(deps.db, 'claim', async (tx) => {
    const rows = await dueRows(tx, drain, limit)
    const claimToken = randomUUID()
    if (rows.length === 0) return { taken: 0, messages: [], token: claimToken }
    const composed = await composeMails(tx, drain, rows)
    const going = composed.map((mail) => ({
      ...mail,
      claimToken,
      headerId: mail.headerId ?? newHeaderId(mail.id, deps.mail.from),
    }))
    await markSending(tx, going)
    await cancelRest(tx, drain, rows, going)
    return { taken: rows.length, messages: going, token: claimToken }
  })
}

function dueRows(tx: Tx, drain: Drain, limit: number): Promise<MessageRow[]> {
  return tx
    .selectFrom('message as m')
    .leftJoin('campaign as c', 'c.id', 'm.campaign_id')
    .selectAll('m')
    .where('m.state', 'in', ['created', 'temporary_failure', 'uncertain'])
    .where('m.send_at', '<=', drain.asOf)
    .where((eb) => eb.or([eb('m.state', '<>', 'uncertain'), eb('m.uncertain_times', '<', 2)]))
    .where((eb) => eb.or([eb('c.paused_at', 'is', null), eb('m.kind', 'in', ANSWERS)]))
    .$if(drain.heldSince !== null, (query) =>
      query.where('m.kind', '=', 'sign_in').where('m.created_at', '>', drain.heldSince ?? drain.asOf),
    )
    .$if(!drain.windowOpen, (query) =>
      query.where((eb) => eb.or([eb('m.kind', 'in', ANSWERS), eb('c.urgent', '=', true)])),
    )
    .orderBy('m.send_at')
    .orderBy('m.id')
    .limit(limit)
    .forUpdate('m')
    .skipLocked()
    .execute()
}

function newHeaderId(messageId: number, from: string): string {
  const domain = from.slice(from.indexOf('@') + 1)
  return `<${messageId}.${randomBytes(9).toString('base64url')}@${domain}>`
}

async function markSending(tx: Tx, going: ClaimedMessage[]): Promise<void> {
  if (going.length === 0) return
  await sql`
    update message m set state = 'sending', attempts = attempts + 1, claim_token = ${going[0]?.claimToken},
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), address = t.address, content = t.content::jsonb,
      header_id = t.header
    from unnest(${going.map(({ id }) => id)}::bigint[], ${going.map(({ address }) => address)}::text[],
      ${going.map(({ content }) => JSON.stringify(content))}::text[], ${going.map(({ headerId }) => headerId)}::text[])
      as t(id, address, content, header)
    where m.id = t.id`.execute(tx)
}

/** Done meanwhile, withdrawn, or nobody there to read it. */
async function cancelRest(tx: Tx, drain: Drain, rows: MessageRow[], going: ClaimedMessage[]): Promise<void> {
  const kept = new Set(going.map(({ id }) => id))
  const rest = rows.filter(({ id }) => !kept.has(id)).map(({ id }) => id)
  if (rest.length === 0) return
  await tx
    .updateTable('message')
    .set({ state: 'cancelled', finished_at: drain.asOf })
    .where('id', 'in', rest)
    .execute()
}
