import { sql } from 'kysely'
import type { UnitType } from '../../../domain/audience.ts'
import { Problem } from '../../../domain/problem.ts'
import type { LocalDate } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'

export interface UnitRow {
  id: number
  code: string
  parentId: number | null
  type: UnitType
  name: string
  from: LocalDate
  until: LocalDate | null
}

export interface UnitFilter {
  parentId?: number | undefined
  /** The tree as of this day. */
  on: LocalDate
  after: number
  limit: number
}

/** Units as they were called and stood on a day, by id, one more than asked for. */
export async function listUnits(tx: Tx, filter: UnitFilter): Promise<UnitRow[]> {
  const { rows } = await sql<UnitRow>`
    select u.id, u.code, p.parent_id as "parentId", p.type, p.name, lower(p.valid)::text as from, upper(p.valid)::text as until
    from unit u join placement p on p.unit_id = u.id
    where p.valid @> ${filter.on}::date and u.id > ${filter.after}
      and (${filter.parentId ?? null}::integer is null or p.parent_id = ${filter.parentId ?? null})
    order by u.id limit ${filter.limit + 1}`.execute(tx)
  return rows
}

/** @throws Problem not-found, unless it is the asker's own or below it */
export async function requireUnit(tx: Tx, unitId: number): Promise<void> {
  const { rows } = await sql`select 1 from scope_subtree where unit_id = ${unitId}`.execute(tx)
  if (rows.length === 0) throw new Problem('not-found')
}

/** A unit as it is called and stands on a day. @throws Problem not-found */
export async function findUnit(tx: Tx, unitId: number, on: LocalDate): Promise<UnitRow> {
  const { rows } = await sql<UnitRow>`
    select u.id, u.code, p.parent_id as "parentId", p.type, p.name, lower(p.valid)::text as from, upper(p.valid)::text as until
    from unit u join placement p on p.unit_id = u.id
    where p.valid @> ${on}::date and u.id = ${unitId}`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Problem('not-found')
  return row
}

/** Keeps the unit, as it is called and stands now, from being changed until the transaction ends. */
export async function holdUnit(tx: Tx, unitId: number): Promise<void> {
  await sql`select 1 from placement where unit_id = ${unitId} and upper_inf(valid) for update`.execute(tx)
}
