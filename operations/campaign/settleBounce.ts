import { sql } from 'kysely'
import { Problem } from '../../domain/problem.ts'
import { requireRole, type Op } from '../perform.ts'
import { record } from '../record.ts'

interface Found {
  unit_id: number
  message_id: number | null
  recipient: string | null
  remedy: string
  diagnostic: string
}

/**
 * A bounce that named no mail was only told of: anybody can write one. A coordinator who knows it for true has it
 * count: its mail as not delivered, and its contact as out of reach until the address changes or a mail stays out.
 * Said again it changes nothing.
 * @throws Problem not-allowed, not-found
 */
export async function settleBounce(op: Op, input: { bounceId: number }): Promise<void> {
  requireRole(op, 'coordinator', 'administrator')
  const found = await op.tx
    .selectFrom('bounce')
    .select(['unit_id', 'message_id', 'recipient', 'diagnostic'])
    .select(sql<string>`coalesce(remedy, 'address-unknown')`.as('remedy'))
    .where('id', '=', input.bounceId)
    .where('permanent', '=', true)
    .where('outcome', '<>', 'failed')
    .executeTakeFirst()
  if (found === undefined) throw new Problem('not-found')
  const { message_id } = found
  const units =
    message_id === null ? await markByAddress(op, found) : await failMessage(op, found, message_id)
  for (const unitId of units)
    await record(op, { operation: 'settle-bounce', unitId, subject: 'bounce', subjectId: input.bounceId })
}

/** @returns the units of which something has changed */
async function failMessage(op: Op, bounce: Found, messageId: number): Promise<number[]> {
  const message = await op.tx
    .updateTable('message')
    .set({
      state: 'permanent_failure',
      error: `bounce: ${bounce.diagnostic}`,
      remedy: bounce.remedy,
      finished_at: op.asOf,
    })
    .where('id', '=', messageId)
    .where('state', 'in', ['sent', 'uncertain'])
    .returning(['unit_id', 'contact_id', 'address'])
    .executeTakeFirst()
  if (message === undefined) return []
  await unreachable(op, bounce.remedy)
    .where('id', '=', message.contact_id)
    .where('email', '=', message.address?.toLowerCase() ?? null)
    .execute()
  return [message.unit_id]
}

async function markByAddress(op: Op, { recipient, remedy }: Found): Promise<number[]> {
  const marked = await unreachable(op, remedy)
    .where('email', '=', recipient)
    .where(sql<boolean>`upper_inf(valid)`)
    .returning('unit_id')
    .execute()
  return marked.map(({ unit_id }) => unit_id)
}

function unreachable(op: Op, remedy: string) {
  return op.tx
    .updateTable('contact')
    .set({ undeliverable_since: op.asOf, undeliverable_remedy: remedy })
    .where('undeliverable_since', 'is', null)
}
