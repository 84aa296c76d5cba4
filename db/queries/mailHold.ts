import { sql } from 'kysely'
import type { Instant } from '../../domain/time.ts'
import type { Db, Tx } from '../connection.ts'

export interface MailHold {
  since: Instant
  /** Mails that wait, of before the hold. */
  waiting: number
}

/** Null while mails go out. After a restore they are held until a person releases them. */
export async function loadMailHold(db: Db | Tx): Promise<MailHold | null> {
  const { rows } = await sql<MailHold>`
    select (s.value->>'since')::timestamptz as since,
      (select count(*) from message m where m.state in ('created', 'temporary_failure', 'uncertain', 'sending')
        and m.created_at <= (s.value->>'since')::timestamptz) as waiting
    from setting s where s.key = 'mailHold'`.execute(db)
  return rows[0] ?? null
}
