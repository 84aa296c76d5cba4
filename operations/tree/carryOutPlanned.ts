import type { Selectable } from 'kysely'
import { currentTime } from '../../db/clock.ts'
import type { Db } from '../../db/connection.ts'
import type { PlannedChangeTable } from '../../db/tables/tree.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn } from '../../domain/time.ts'
import { perform, type AccountActor } from '../perform.ts'
import { changeNow, type ChangeOrder } from './orderChange.ts'

type Planned = Selectable<PlannedChangeTable>

/** Changes taken up in one go; the rest is the next round's. */
const AT_ONCE = 100

/**
 * Carries out what was planned for today or earlier, oldest day first, as whoever planned it. What is refused on its
 * day stays on record with the reason of the refusal, and is shown at its unit.
 */
export async function carryOutPlanned(db: Db): Promise<void> {
  const today = dateIn((await loadInstallation(db)).zone, await currentTime(db))
  const due = await db
    .selectFrom('planned_change')
    .selectAll()
    .where('state', '=', 'planned')
    .where('applies_from', '<=', today)
    .orderBy('applies_from')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute()
  for (const planned of due) await carryOut(db, planned)
}

async function carryOut(db: Db, planned: Planned): Promise<void> {
  const actor = await plannerOf(db, planned)
  try {
    await perform(db, actor, async (op) => {
      const ours = await op.tx
        .updateTable('planned_change')
        .set({ state: 'done', ended_at: op.asOf })
        .where('id', '=', planned.id)
        .where('state', '=', 'planned')
        .returning('id')
        .executeTakeFirst()
      if (ours !== undefined) await changeNow(op, orderOf(planned))
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await db
      .updateTable('planned_change')
      .set({ state: 'failed', problem: error.code, ended_at: await currentTime(db) })
      .where('id', '=', planned.id)
      .where('state', '=', 'planned')
      .execute()
  }
}

async function plannerOf(db: Db, planned: Planned): Promise<AccountActor> {
  const account = await db
    .selectFrom('account')
    .select(['id', 'unit_id', 'role', 'name', 'language'])
    .where('id', '=', planned.account_id)
    .executeTakeFirstOrThrow()
  const { id, unit_id, role, name, language } = account
  return { kind: 'account', accountId: id, unitId: unit_id, role, name, language }
}

function orderOf({ unit_id, applies_from, reason, change, name, other_unit_id }: Planned): ChangeOrder {
  const common = { unitId: unit_id, from: applies_from, reason }
  switch (change) {
    case 'rename':
      return { ...common, change, name: name ?? '' }
    case 'move':
      return { ...common, change, parentId: other_unit_id ?? 0 }
    case 'merge':
      return { ...common, change, intoId: other_unit_id ?? 0 }
    case 'close':
      return { ...common, change }
  }
}
