import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'
import { hashToken, newToken } from '../../operations/access/tokens.ts'

/** A link that signs the first administrator in, once, for whoever can read this console. */
export async function administratorLink(owner: Db, baseUrl: string): Promise<string | null> {
  const account = await owner
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'administrator')
    .where(sql<boolean>`upper_inf(valid)`)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (account === undefined) return null
  const token = newToken()
  await owner
    .insertInto('sign_in_token')
    .values({
      token_hash: hashToken(token),
      account_id: account.id,
      expires_at: sql`now() + interval '24 hours'`,
      used_at: null,
    })
    .execute()
  return `${baseUrl}/sign-in/${token}`
}
