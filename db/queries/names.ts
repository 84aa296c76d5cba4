import { sql, type RawBuilder } from 'kysely'

/** What a unit is called today, or was called last where it is closed. */
export function latestName(unitId: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`(select p.name from placement p where p.unit_id = ${unitId} order by lower(p.valid) desc limit 1)`
}
