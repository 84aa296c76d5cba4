import { sql } from 'kysely'
import type { UnitType } from '../../domain/audience.ts'
import { Problem } from '../../domain/problem.ts'
import { oneLine } from '../../domain/text.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import { mayStandUnder } from '../../domain/tree.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { withdrawAssignments } from '../campaign/addUnits.ts'
import { requireReason, requireRole, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { moveInClosure } from './closure.ts'
import { requireOpenUnit } from './openUnit.ts'
import { endPlacement, place, requireParents } from './place.ts'

interface Change {
  unitId: number
  /** From this day on; not after today. */
  from: LocalDate
  reason: string
}

interface Current {
  parentId: number | null
  type: UnitType
  name: string
}

/** @throws Problem not-allowed, not-found, reason-needed, placement-overlaps, placement-parent-missing */
export async function renameUnit(op: Op, input: Change & { name: string }): Promise<void> {
  const current = await lockForChange(op, input)
  const name = oneLine(input.name)
  if (name === '' || name.length > 120)
    throw new Problem('invalid-input', {}, [{ field: 'name', code: 'required' }])
  await place(op, { ...current, unitId: input.unitId, name, from: input.from })
  await requireParents(op, input.from)
  await recordChange(op, 'rename-unit', input)
}

/**
 * Puts a unit, with all below it, under another. Its open docket items stay where they are until they are handed over.
 * @throws Problem not-allowed, not-found, reason-needed, unit-unknown, tree-cycle, placement-overlaps,
 *   placement-parent-missing, invalid-input
 */
export async function moveUnit(op: Op, input: Change & { parentId: number }): Promise<void> {
  const current = await lockForChange(op, input)
  await requireOpenUnit(op, input.parentId, 'unit-unknown')
  const parent = await currentPlacement(op, input.parentId)
  if (parent === undefined) throw new Problem('unit-unknown')
  if (await isBelow(op, input.unitId, input.parentId)) throw new Problem('tree-cycle')
  if (!mayStandUnder(current.type, parent.type)) {
    throw new Problem('invalid-input', {}, [{ field: 'parentId', code: 'parent-type-wrong' }])
  }
  await place(op, { ...current, unitId: input.unitId, parentId: input.parentId, from: input.from })
  await requireParents(op, input.from)
  await moveInClosure(op.tx, input.unitId, input.parentId)
  await recordChange(op, 'move-unit', input, { parentId: input.parentId })
}

/**
 * A unit ceases to be: it keeps its history, drops out of later audiences, and owes nothing more to open campaigns.
 * @throws Problem not-allowed, not-found, reason-needed, unit-has-children, placement-overlaps, placement-parent-missing
 */
export async function closeUnit(op: Op, input: Change): Promise<void> {
  await close(op, input)
  await recordChange(op, 'close-unit', input)
}

/** The same, with the heir on record; a coordinator adds the heir to the campaigns that still want an answer. */
export async function mergeUnit(op: Op, input: Change & { intoId: number }): Promise<void> {
  await requireOpenUnit(op, input.intoId, 'unit-unknown')
  if (input.intoId === input.unitId) throw new Problem('unit-unknown')
  await close(op, input)
  await recordChange(op, 'merge-unit', input, { intoId: input.intoId })
}

async function close(op: Op, input: Change): Promise<void> {
  const { begins } = await lockForChange(op, input)
  if (input.from <= begins) throw new Problem('placement-overlaps', { date: input.from })
  const child = await op.tx
    .selectFrom('placement')
    .select('unit_id')
    .where('parent_id', '=', input.unitId)
    .where(sql<boolean>`upper_inf(valid)`)
    .limit(1)
    .executeTakeFirst()
  if (child !== undefined) throw new Problem('unit-has-children')
  await endPlacement(op, input.unitId, input.from)
  await requireParents(op, input.from)
  await op.tx
    .updateTable('contact')
    .set({ valid: sql`daterange(lower(valid), greatest(${input.from}::date, lower(valid) + 1))` })
    .where('unit_id', '=', input.unitId)
    .where(sql<boolean>`upper_inf(valid)`)
    .execute()
  const campaigns = await op.tx
    .selectFrom('campaign as c')
    .innerJoin('assignment as a', 'a.campaign_id', 'c.id')
    .select('c.id')
    .where('a.unit_id', '=', input.unitId)
    .where('a.state', '=', 'active')
    .where('c.state', 'in', ['issuing', 'open'])
    .orderBy('c.id')
    .forUpdate('c')
    .execute()
  for (const { id } of campaigns) await withdrawAssignments(op, id, [input.unitId], input.reason)
}

async function lockForChange(op: Op, input: Change): Promise<Current & { begins: LocalDate }> {
  requireRole(op, 'administrator', 'coordinator')
  requireReason(input.reason)
  const { zone } = await loadInstallation(op.tx)
  if (input.from > dateIn(zone, op.asOf)) {
    throw new Problem('invalid-input', {}, [{ field: 'from', code: 'date-in-future' }])
  }
  await sql`select pg_advisory_xact_lock(hashtext('duban.tree'))`.execute(op.tx)
  await requireOpenUnit(op, input.unitId)
  const current = await currentPlacement(op, input.unitId)
  if (current === undefined || input.unitId === op.actor.unitId) throw new Problem('not-found')
  return current
}

async function currentPlacement(
  op: Op,
  unitId: number,
): Promise<(Current & { begins: LocalDate }) | undefined> {
  const { rows } = await sql<Current & { begins: LocalDate }>`
    select parent_id as "parentId", type, name, lower(valid)::text as begins
    from placement where unit_id = ${unitId} and upper_inf(valid)`.execute(op.tx)
  return rows[0]
}

async function isBelow(op: Op, ancestorId: number, unitId: number): Promise<boolean> {
  const row = await op.tx
    .selectFrom('unit_closure')
    .select('depth')
    .where('ancestor_id', '=', ancestorId)
    .where('descendant_id', '=', unitId)
    .executeTakeFirst()
  return row !== undefined
}

async function recordChange(op: Op, operation: string, input: Change, detail: object = {}): Promise<void> {
  await record(op, {
    operation,
    unitId: input.unitId,
    subject: 'unit',
    subjectId: input.unitId,
    reason: input.reason,
    detail: { from: input.from, ...detail },
  })
}
