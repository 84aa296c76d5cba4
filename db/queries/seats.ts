import { sql, type RawBuilder } from 'kysely'
import type { LocalDate } from '../../domain/time.ts'

/**
 * Who fills each seat (a role at a unit) on a day: its holder, or her deputy while she is absent. One row for each
 * person in office, with `holder_id`, `filler_id`, `unit_id` and `role`.
 */
export function seatsOn(day: LocalDate): RawBuilder<unknown> {
  return sql`(select a.id as holder_id, coalesce(d.id, a.id) as filler_id, a.unit_id, a.role
    from account a left join account d on d.id = a.deputy_id and a.absent @> ${day}::date and upper_inf(d.valid)
    where upper_inf(a.valid))`
}
