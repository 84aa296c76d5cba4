import { Problem } from '../../domain/problem.ts'
import { requireRole, type Op } from '../perform.ts'
import { nudgeDelivery, record } from '../record.ts'

/**
 * A mail that was sent twice into the unknown waits for a person: she takes it as sent, or has it sent once more (the
 * unit may then get it again). One that failed for good may be tried anew, once its remedy has been seen to.
 * @throws Problem not-allowed, not-found
 */
export async function settleMessage(
  op: Op,
  input: { messageId: number; as: 'sent' | 'again' },
): Promise<void> {
  requireRole(op, 'coordinator', 'administrator')
  const message = await op.tx
    .selectFrom('message')
    .select(['id', 'unit_id', 'campaign_id', 'state', 'uncertain_times'])
    .where('id', '=', input.messageId)
    .forUpdate()
    .executeTakeFirst()
  const open =
    message?.state === 'permanent_failure' || (message?.state === 'uncertain' && message.uncertain_times >= 2)
  if (message === undefined || !open) throw new Problem('not-found')
  await op.tx
    .updateTable('message')
    .set(
      input.as === 'sent'
        ? { state: 'sent', finished_at: op.asOf }
        : {
            state: 'created',
            send_at: op.asOf,
            attempts: 0,
            uncertain_times: 0,
            error: null,
            remedy: null,
            finished_at: null,
          },
    )
    .where('id', '=', message.id)
    .execute()
  if (input.as === 'again') await nudgeDelivery(op.tx)
  await record(op, {
    operation: input.as === 'sent' ? 'take-as-sent' : 'send-again',
    unitId: message.unit_id,
    campaignId: message.campaign_id,
    subject: 'message',
    subjectId: message.id,
  })
}
