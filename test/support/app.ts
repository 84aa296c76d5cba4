import { buildApp } from '../../api/app.ts'
import { newToken, hashToken } from '../../operations/access/tokens.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { sql } from 'kysely'
import type { TestDatabase } from './database.ts'
import { BASE_URL, LINK_KEY } from './settings.ts'

export function testApp(database: TestDatabase) {
  return buildApp({ db: database.api, baseUrl: BASE_URL, linkKey: LINK_KEY, secureCookies: false })
}

/** A session as signing in would start it. */
export async function sessionOf(database: TestDatabase, actor: AccountActor): Promise<string> {
  const token = newToken()
  await sql`insert into session (token_hash, account_id, expires_at)
    values (${hashToken(token)}, ${actor.accountId}, now() + interval '1 day')`.execute(database.owner)
  return token
}
