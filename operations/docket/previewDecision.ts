import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import { perform, type AccountActor, type Op } from '../perform.ts'
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

class Undo extends Error {
  readonly preview: DecisionPreview
  constructor(preview: DecisionPreview) {
    super('undo')
    this.preview = preview
  }
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
  try {
    return await perform(db, actor, async (op) => {
      const before = await held(op)
      const outcome = await decideItems(op, decision)
      const after = await held(op)
      throw new Undo({
        ...outcome,
        mails: await newMails(op),
        itemsBefore: before.n,
        itemsAfter: after.n,
        climbsOn: after.climbsOn,
      })
    })
  } catch (error) {
    if (error instanceof Undo) return error.preview
    throw error
  }
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

/** Rows that this very transaction wrote. */
async function newMails(op: Op): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from message where xmin = pg_current_xact_id()::xid`.execute(op.tx)
  return rows[0]?.n ?? 0
}
