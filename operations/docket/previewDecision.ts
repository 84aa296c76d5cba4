import type { Db } from '../../db/connection.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import type { AccountActor, Op } from '../perform.ts'
import { newMails, tryOut } from '../tryOut.ts'
import { decideItems, type Decision } from './decideItems.ts'

export interface DecisionPreview {
  decided: number
  passedOver: number
  mails: number
  itemsBefore: number
  itemsAfter: number
  /** The next day on which an undecided item of hers climbs. */
  climbsOn: LocalDate | null
}

/**
 * What a decision will do: it is done, looked at and undone, so that it cannot differ from the real one.
 * @throws whatever decideItems throws
 */
export async function previewDecision(
  db: Db,
  actor: AccountActor,
  decision: Decision,
): Promise<DecisionPreview> {
  return tryOut(db, actor, async (op) => {
    const before = await held(op)
    const outcome = await decideItems(op, decision)
    const after = await held(op)
    return {
      ...outcome,
      mails: await newMails(op),
      itemsBefore: before.n,
      itemsAfter: after.n,
      climbsOn: after.climbsOn,
    }
  })
}

async function held(op: Op<AccountActor>): Promise<{ n: number; climbsOn: LocalDate | null }> {
  const row = await op.tx
    .selectFrom('docket_item')
    .select(({ fn }) => [fn.countAll<number>().as('n'), fn.min('wait_ends_at').as('climbs')])
    .where('state', '=', 'undecided')
    .where('holder_unit_id', '=', op.actor.unitId)
    .where('holder_role', '=', op.actor.role === 'leader' ? 'leader' : 'supervisor')
    .executeTakeFirstOrThrow()
  const { zone } = await loadInstallation(op.tx)
  return { n: row.n, climbsOn: row.climbs === null ? null : dateIn(zone, row.climbs) }
}
