import { sql } from 'kysely'
import { Problem } from '../../domain/problem.ts'
import type { Op } from '../perform.ts'

/**
 * A unit that is open, and the actor's own or below it: those above it she sees by name, and changes nothing of them.
 * @throws Problem not-found, or as told
 */
export async function requireOpenUnit(
  op: Op,
  unitId: number,
  otherwise: 'not-found' | 'unit-unknown' = 'not-found',
): Promise<void> {
  await requireOpenUnits(op, [unitId], otherwise)
}

/** @throws Problem as told, where one of them is not */
export async function requireOpenUnits(
  op: Op,
  unitIds: readonly number[],
  otherwise: 'not-found' | 'unit-unknown',
): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from placement where unit_id = any(${unitIds}::integer[]) and upper_inf(valid)
      and unit_id in (select unit_id from scope_subtree)`.execute(op.tx)
  if (rows[0]?.n !== new Set(unitIds).size) throw new Problem(otherwise)
}
