import { loadInstallation } from '../../db/queries/workingTime.ts'
import type { Installation } from '../../domain/installation.ts'
import { Problem } from '../../domain/problem.ts'
import { nudgeAll } from '../calendar/changeCalendar.ts'
import { requireRole, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { requireTop } from '../requireTop.ts'

/**
 * Changes what holds for the whole installation. Unsent moments and running waits follow new hours and sending times;
 * notices that are issued keep the zone that they were issued in.
 * @param input.was the settings as the person saw them; when somebody has changed them since, she is told
 * @throws Problem not-allowed, changed-meanwhile
 */
export async function changeInstallation(
  op: Op,
  input: { was: string; wanted: Installation },
): Promise<void> {
  requireRole(op, 'administrator')
  await requireTop(op)
  const now = await loadInstallation(op.tx)
  if (settingsMark(now) !== input.was) throw new Problem('changed-meanwhile')
  const value = JSON.stringify(input.wanted)
  await op.tx
    .insertInto('setting')
    .values({ key: 'installation', value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
  await nudgeAll(op)
  await record(op, {
    operation: 'change-installation',
    unitId: op.actor.unitId,
    subject: 'installation',
    detail: { was: now, is: input.wanted },
  })
}

/** Tells one state of the settings from another. */
export function settingsMark(installation: Installation): string {
  return JSON.stringify(installation)
}
