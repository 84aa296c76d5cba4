import { sql, type RawBuilder } from 'kysely'
import { typedSound } from '../../domain/sounds.ts'
import type { Tx } from '../connection.ts'
import { idsByCode } from './audienceList.ts'

/** A unit `u` whose code or name contains what was typed, or whose name sounds like it: `yxq`, `yuexiu`. */
export function foundBy(q: string): RawBuilder<boolean> {
  if (q === '') return sql`true`
  const part = partOf(q)
  return sql`(u.code ilike ${part} or u.id in (select unit_id from units_called(${part}, ${soundOf(q)})))`
}

const partOf = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

function soundOf(text: string): string {
  const sound = typedSound(text)
  return sound === '' ? '' : `%${sound}%`
}

/**
 * Units as people name them in a form: by code, by name, or by a part or spelling of a name that only one unit has. What
 * means none or several is left out.
 */
export async function idsByWords(tx: Tx, words: readonly string[]): Promise<Map<string, number>> {
  const known = await idsByCode(tx, words)
  const others = [...new Set(words.filter((word) => !known.has(word)))]
  if (others.length === 0) return known
  const { rows } = await sql<{ word: string; id: number }>`
    with wanted as (
      select * from unnest(${others}::text[], ${others.map(partOf)}::text[], ${others.map(soundOf)}::text[])
        as t(word, part, sound)),
    found as (
      select w.word, u.id, p.name = w.word as exact
      from wanted w cross join lateral units_called(w.part, w.sound) c
      join unit u on u.id = c.unit_id join placement p on p.unit_id = u.id and upper_inf(p.valid)),
    best as (select word, id, exact, bool_or(exact) over (partition by word) as any_exact from found)
    select word, min(id) as id from best where exact = any_exact group by word having count(*) = 1`.execute(
    tx,
  )
  return new Map([...known, ...rows.map(({ word, id }) => [word, id] as const)])
}
