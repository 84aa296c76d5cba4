import { sql } from 'kysely'
import { isForeignKeyViolation } from '../../db/errors.ts'
import type { UnitType } from '../../domain/audience.ts'
import { Problem } from '../../domain/problem.ts'
import { soundsOf } from '../../domain/sounds.ts'
import type { LocalDate } from '../../domain/time.ts'
import type { Op } from '../perform.ts'

export interface Place {
  unitId: number
  parentId: number | null
  type: UnitType
  name: string
  from: LocalDate
}

/**
 * Gives a unit another name, type or parent from a day on; what held before stays on record. On the day that the
 * current placement began, that one is corrected. The database itself refuses what overlaps or hangs in the air.
 * @throws Problem placement-overlaps when a later placement exists or the day lies before the current one
 */
export async function place(op: Op, wanted: Place): Promise<void> {
  const { rows } = await sql<{ begins: LocalDate }>`
    select lower(valid)::text as begins from placement where unit_id = ${wanted.unitId} and upper_inf(valid) for update`.execute(
    op.tx,
  )
  const begins = rows[0]?.begins
  if (begins === undefined || wanted.from < begins)
    throw new Problem('placement-overlaps', { date: wanted.from })
  if (wanted.from === begins) {
    await sql`
      update placement set parent_id = ${wanted.parentId}, type = ${wanted.type}, name = ${wanted.name},
        sounds = ${soundsOf(wanted.name)}
      where unit_id = ${wanted.unitId} and upper_inf(valid)`.execute(op.tx)
    return
  }
  await endPlacement(op, wanted.unitId, wanted.from)
  await sql`
    insert into placement (unit_id, parent_id, type, name, sounds, valid)
    values (${wanted.unitId}, ${wanted.parentId}, ${wanted.type}, ${wanted.name}, ${soundsOf(wanted.name)},
      daterange(${wanted.from}::date, null))`.execute(op.tx)
}

/**
 * That every unit stands under one that exists just as long, the database checks when the transaction ends. Asked here,
 * once all places are changed, it is refused with a reason.
 * @throws Problem placement-parent-missing
 */
export async function requireParents(op: Op, from: LocalDate): Promise<void> {
  try {
    await sql`set constraints all immediate`.execute(op.tx)
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    throw new Problem('placement-parent-missing', { date: from }, [
      { field: 'from', code: 'placement-parent-missing' },
    ])
  }
  await sql`set constraints all deferred`.execute(op.tx)
}

/** The open placement holds up to, and without, a day. */
export async function endPlacement(op: Op, unitId: number, before: LocalDate): Promise<void> {
  await sql`
    update placement set valid = daterange(lower(valid), ${before}::date)
    where unit_id = ${unitId} and upper_inf(valid)`.execute(op.tx)
}
