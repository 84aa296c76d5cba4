import { sql } from 'kysely'
import type { UnitType } from '../../domain/audience.ts'
import type { Tx } from '../connection.ts'
import { latestName } from './names.ts'

export interface AudienceRow {
  unitId: number
  code: string
  name: string
  type: UnitType
  parentName: string | null
  contactName: string | null
  email: string | null
  telephone: string | null
}

/** Who gets a notice, one by one. @param unreachable only those without an address */
export async function listAudience(
  tx: Tx,
  unitIds: readonly number[],
  filter: { unreachable: boolean; limit: number; offset: number },
): Promise<{ rows: AudienceRow[]; total: number }> {
  const { rows } = await sql<AudienceRow & { total: number }>`
    with wanted as (
      select u.id, u.code, count(*) over () as total from unit u
      where u.id = any(${unitIds}::integer[]) and (not ${filter.unreachable} or not exists (
        select from contact k where k.unit_id = u.id and upper_inf(k.valid) and k.email is not null))
      order by u.code limit ${filter.limit} offset ${filter.offset})
    select w.id as "unitId", w.code, w.total, p.name, p.type, c.name as "contactName", c.email, c.telephone,
      ${latestName(sql`p.parent_id`)} as "parentName"
    from wanted w
    join placement p on p.unit_id = w.id and upper_inf(p.valid)
    left join lateral (select k.name, k.email, k.telephone from contact k
      where k.unit_id = w.id and upper_inf(k.valid) order by k.email is null, k.id limit 1) c on true
    order by w.code`.execute(tx)
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 }
}

/** Unit ids by code, for the codes that exist and are in sight. */
export async function idsByCode(tx: Tx, codes: readonly string[]): Promise<Map<string, number>> {
  if (codes.length === 0) return new Map()
  const { rows } = await sql<{ id: number; code: string }>`
    select id, code from unit where code = any(${codes}::text[])`.execute(tx)
  return new Map(rows.map(({ id, code }) => [code, id]))
}

export async function codesById(tx: Tx, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; code: string }>`
    select id, code from unit where id = any(${ids}::integer[])`.execute(tx)
  return new Map(rows.map(({ id, code }) => [id, code]))
}
