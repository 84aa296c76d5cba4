import { sql } from 'kysely'
import { loadMailHold } from '../../db/queries/mailHold.ts'
import { Problem } from '../../domain/problem.ts'
import { requireRole, type Op } from '../perform.ts'
import { nudgeDelivery, record } from '../record.ts'
import { requireTop } from '../requireTop.ts'

/**
 * Lets mails go again after a restore. What had been waiting when the backup was made may have gone out since then, so it
 * is dropped unless it is asked for; even then a mail goes only where it is still due. Reminders missed meanwhile are
 * made up for once, by the next sweep.
 * @returns how many of the waiting mails go, and how many were dropped
 * @throws Problem not-allowed, mail-not-held
 */
export async function releaseMail(
  op: Op,
  input: { sendWaiting: boolean },
): Promise<{ sent: number; dropped: number }> {
  requireRole(op, 'administrator')
  await requireTop(op)
  const hold = await loadMailHold(op.tx)
  if (hold === null) throw new Problem('mail-not-held')
  const dropped = input.sendWaiting ? 0 : await dropWaiting(op, hold.since)
  await op.tx.deleteFrom('setting').where('key', '=', 'mailHold').execute()
  await nudgeDelivery(op.tx)
  const outcome = { sent: hold.waiting - dropped, dropped }
  await record(op, {
    operation: 'release-mail',
    unitId: op.actor.unitId,
    subject: 'mail',
    detail: outcome,
  })
  return outcome
}

async function dropWaiting(op: Op, since: Date): Promise<number> {
  const dropped = await sql`
    update message set state = 'cancelled', finished_at = ${op.asOf}, claim_token = null, lease_until = null
    where state in ('created', 'temporary_failure', 'uncertain', 'sending') and created_at <= ${since}`.execute(
    op.tx,
  )
  return Number(dropped.numAffectedRows ?? 0n)
}
