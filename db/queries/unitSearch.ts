import { sql, type RawBuilder } from 'kysely'
import { typedSound } from '../../domain/sounds.ts'

/** A unit `u` whose code or name contains what was typed, or whose name sounds like it: `yxq`, `yuexiu`. */
export function foundBy(q: string): RawBuilder<boolean> {
  if (q === '') return sql`true`
  const part = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const sound = typedSound(q)
  return sql`(u.code ilike ${part}
    or u.id in (select unit_id from units_called(${part}, ${sound === '' ? '' : `%${sound}%`})))`
}
