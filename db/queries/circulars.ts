import { sql } from 'kysely'
import type { CircularDraft } from '../../domain/circular/draft.ts'
import type { RecipientMatch, UnitNamed } from '../../domain/circular/match.ts'
import type { CircularAnswers } from '../../domain/circular/toNotice.ts'
import type { Tx } from '../connection.ts'

/** The circular that a notice was drafted from. */
export interface StoredCircular {
  name: string
  draft: CircularDraft
  matches: RecipientMatch[]
  answers: CircularAnswers
  noticeVersion: number
}

/** Null for a notice that was written by hand. */
export async function loadCircular(tx: Tx, noticeId: number): Promise<StoredCircular | null> {
  const row = await tx.selectFrom('circular').selectAll().where('notice_id', '=', noticeId).executeTakeFirst()
  if (row === undefined) return null
  const { name, matches, answers } = row
  return {
    name,
    draft: { ...row.draft, text: row.text },
    matches,
    answers,
    noticeVersion: row.notice_version,
  }
}

const MOST_FOR_A_NAME = 12

/** Units that stand today under each of some names, or hold it in theirs; a dozen for a name at most. */
export async function unitsNamed(tx: Tx, names: readonly string[]): Promise<Map<string, UnitNamed[]>> {
  const found = new Map<string, UnitNamed[]>(names.map((name) => [name, []]))
  if (names.length === 0) return found
  const wanted = [...found.keys()]
  const parts = wanted.map((name) => `%${name.replaceAll(/[\\%_]/g, '\\$&')}%`)
  const { rows } = await sql<UnitNamed & { word: string }>`
    select w.word, c.id, c.code, c.name
    from unnest(${wanted}::text[], ${parts}::text[]) as w(word, part)
    cross join lateral (
      select u.id, u.code, p.name
      from units_called(w.part, '') k
      join unit u on u.id = k.unit_id join placement p on p.unit_id = u.id and upper_inf(p.valid)
      where u.id in (select unit_id from scope_subtree)
      order by p.name <> w.word, u.code limit ${MOST_FOR_A_NAME}) c`.execute(tx)
  for (const { word, ...unit } of rows) found.get(word)?.push(unit)
  return found
}
