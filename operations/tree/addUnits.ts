import { sql } from 'kysely'
import type { UnitType } from '../../domain/audience.ts'
import { soundsOf } from '../../domain/sounds.ts'
import type { LocalDate } from '../../domain/time.ts'
import type { Op } from '../perform.ts'

export interface NewUnit {
  id: number
  code: string
  parentId: number | null
  type: UnitType
  name: string
}

/**
 * Inserts units with their first placements. Their place in the closure comes first: until it is there, the rows are
 * outside of what the administrator may see.
 */
export async function addUnits(
  op: Op,
  units: NewUnit[],
  parentOf: ReadonlyMap<number, number | null>,
  from: LocalDate,
): Promise<void> {
  if (units.length === 0) return
  const ids = units.map(({ id }) => id)
  await sql`
    insert into unit (id, code, created_at) overriding system value
    select id, code, ${op.asOf} from unnest(${ids}::integer[], ${units.map(({ code }) => code)}::text[]) as t(id, code)`.execute(
    op.tx,
  )
  await insertClosure(op, ids, parentOf)
  await sql`
    insert into placement (unit_id, parent_id, type, name, sounds, valid)
    select id, parent, type, name, sounds, daterange(${from}::date, null)
    from unnest(${ids}::integer[], ${units.map(({ parentId }) => parentId)}::integer[],
      ${units.map(({ type }) => type)}::text[], ${units.map(({ name }) => name)}::text[],
      ${units.map(({ name }) => soundsOf(name))}::text[]) as t(id, parent, type, name, sounds)`.execute(op.tx)
}

/** Works the closure out anew for these units: each of them below itself and all that stand above it. */
export async function replaceClosure(
  op: Op,
  ids: number[],
  parentOf: ReadonlyMap<number, number | null>,
): Promise<void> {
  const inside = ids.filter((id) => id !== op.actor.unitId)
  await insertClosure(op, inside, parentOf)
  const rows = closureRows(op.actor.unitId, inside, parentOf)
  await sql`
    delete from unit_closure c where c.descendant_id = any(${inside}::integer[])
      and c.ancestor_id in (select descendant_id from unit_closure where ancestor_id = ${op.actor.unitId})
      and not exists (select from unnest(${rows.map((r) => r.ancestor)}::integer[], ${rows.map((r) => r.unit)}::integer[])
        as t(ancestor, unit) where t.ancestor = c.ancestor_id and t.unit = c.descendant_id)`.execute(op.tx)
}

async function insertClosure(
  op: Op,
  ids: number[],
  parentOf: ReadonlyMap<number, number | null>,
): Promise<void> {
  const rows = closureRows(op.actor.unitId, ids, parentOf)
  await sql`
    insert into unit_closure (ancestor_id, descendant_id, depth)
    select * from unnest(${rows.map((r) => r.ancestor)}::integer[], ${rows.map((r) => r.unit)}::integer[],
      ${rows.map((r) => r.depth)}::integer[])
    on conflict (ancestor_id, descendant_id) do update set depth = excluded.depth`.execute(op.tx)
  await sql`
    insert into unit_closure (ancestor_id, descendant_id, depth)
    select above.ancestor_id, mine.descendant_id, above.depth + mine.depth
    from unit_closure above join unit_closure mine on mine.ancestor_id = above.descendant_id
    where above.descendant_id = ${op.actor.unitId} and above.depth > 0 and mine.descendant_id = any(${ids}::integer[])
    on conflict (ancestor_id, descendant_id) do update set depth = excluded.depth`.execute(op.tx)
}

interface ClosureRow {
  ancestor: number
  unit: number
  depth: number
}

/** From each unit up to the administrator's own. */
function closureRows(top: number, ids: number[], parentOf: ReadonlyMap<number, number | null>): ClosureRow[] {
  return ids.flatMap((unit) => {
    const rows: ClosureRow[] = []
    let ancestor: number | null = unit
    for (let depth = 0; ancestor !== null; depth += 1) {
      rows.push({ ancestor, unit, depth })
      ancestor = ancestor === top ? null : (parentOf.get(ancestor) ?? null)
    }
    return rows
  })
}
