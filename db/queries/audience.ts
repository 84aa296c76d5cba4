import { sql } from 'kysely'
import { selectAudience, type AudienceRule, type TreeUnit } from '../../domain/audience.ts'
import type { LocalDate } from '../../domain/time.ts'
import type { Db, Tx } from '../connection.ts'

/** The tree as of a day, below (and with) a unit: every unit that stood somewhere then. */
export async function treeAsOf(db: Db | Tx, rootId: number, day: LocalDate): Promise<TreeUnit[]> {
  const { rows } = await sql<TreeUnit>`
    with recursive below as (
      select p.unit_id, null::integer as parent_id, p.type from placement p
      where p.unit_id = ${rootId} and p.valid @> ${day}::date
      union all
      select p.unit_id, p.parent_id, p.type from placement p join below b on p.parent_id = b.unit_id
      where p.valid @> ${day}::date
    )
    select unit_id as id, parent_id as "parentId", type from below`.execute(db)
  return rows
}

/** The units that a notice of this issuer goes to; the issuer itself is none of them. */
export async function audienceAsOf(
  db: Db | Tx,
  input: { issuerId: number; rules: AudienceRule[]; day: LocalDate },
): Promise<number[]> {
  const tree = await treeAsOf(db, input.issuerId, input.day)
  return selectAudience(input.rules, tree).filter((unitId) => unitId !== input.issuerId)
}
