import { sql } from 'kysely'
import type { Op } from '../perform.ts'
import type { LineProblem, TreeLine } from './treeCsv.ts'

/** Who signs in has an address of her own: one that the file, or the installation, gives to somebody else is refused. */
export async function takenEmails(op: Op, lines: TreeLine[]): Promise<LineProblem[]> {
  const owners = new Map((await accountsByEmail(op, lines)).map(({ email, owner }) => [email, owner]))
  const problems: LineProblem[] = []
  for (const { line, code, person } of lines) {
    if (person === null || person.role === 'contact' || person.email === null) continue
    const owner = [code, person.role, person.name].join('/')
    const known = owners.get(person.email)
    if (known === undefined) owners.set(person.email, owner)
    else if (known !== owner) problems.push({ line, field: 'email', code: 'email-taken' })
  }
  return problems
}

async function accountsByEmail(op: Op, lines: TreeLine[]): Promise<{ email: string; owner: string }[]> {
  const emails = lines.flatMap(({ person }) => (person === null ? [] : [person.email]))
  const { rows } = await sql<{ email: string; owner: string }>`
    select a.email, u.code || '/' || a.role || '/' || a.name as owner
    from account a join unit u on u.id = a.unit_id
    where upper_inf(a.valid) and a.email = any(${emails}::text[])`.execute(op.tx)
  return rows
}
