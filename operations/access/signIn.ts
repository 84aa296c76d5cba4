import { hash, verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import { inScope, type Db, type Tx } from '../../db/connection.ts'
import { currentTime } from '../../db/clock.ts'
import type { AccountRole, Language } from '../../db/tables/tree.ts'
import { Problem } from '../../domain/problem.ts'
import { requireInPerson, requireRole, type AccountActor, type Op } from '../perform.ts'
import { nudgeDelivery, record } from '../record.ts'
import { hashToken, newToken, tokenFrom } from './tokens.ts'

/** A session ends after so many days; signing in anew is one mail away. */
const SESSION_DAYS = 14
const MIN_PASSWORD = 10

interface Account {
  id: number
  unit_id: number
  role: AccountRole
  name: string
  language: Language
  password_hash: string | null
}

/**
 * Mails a link that signs in once. Says nothing of whether the address is known, and takes as long either way
 * as far as the caller can tell.
 * @param next the path that the link leads to
 */
export async function requestSignIn(db: Db, email: string, next: string): Promise<void> {
  const account = await findAccount(db, { email: email.trim().toLowerCase() })
  if (account === null) return
  await inScope(db, { unitId: account.unit_id, depth: 'own' }, async (tx) => {
    const asOf = await currentTime(tx)
    await tx
      .insertInto('message')
      .values({
        kind: 'sign_in',
        unit_id: account.unit_id,
        account_id: account.id,
        facts: JSON.stringify({ next }),
        slot: asOf,
        send_at: asOf,
        created_at: asOf,
      })
      .execute()
    await nudgeDelivery(tx)
  })
}

/** Uses up a mailed token. @returns the token of a new session, or null when it is used, expired or unknown */
export async function useSignInToken(db: Db, token: string): Promise<string | null> {
  const { rows } = await sql<{
    account_id: number
  }>`select account_id from use_sign_in_token(${hashToken(token)})`.execute(db)
  const accountId = rows[0]?.account_id
  return accountId === undefined ? null : startSession(db, accountId)
}

/**
 * @param repeat the caller's idempotency key: the same request again gives the same session, not a second one. Its
 *   token follows from key, address, password and the installation's secret, so nothing readable is kept for it.
 * @returns the token of a session, or null when address and password do not belong together
 */
export async function signInWithPassword(
  db: Db,
  input: { email: string; password: string },
  repeat: { key: string; secret: Buffer } | null = null,
): Promise<string | null> {
  const account = await findAccount(db, { email: input.email.trim().toLowerCase() })
  const matches = await verify(account?.password_hash ?? (await decoy()), input.password)
  if (account === null || account.password_hash === null || !matches) return null
  const token =
    repeat === null
      ? newToken()
      : tokenFrom(repeat.secret, 'session', [repeat.key, input.email, input.password])
  return startSession(db, account.id, token)
}

let decoyHash: Promise<string> | null = null
/** An unknown address costs as much as a wrong password. */
function decoy(): Promise<string> {
  decoyHash ??= hash(newToken())
  return decoyHash
}

async function startSession(db: Db, accountId: number, token = newToken()): Promise<string> {
  await sql`select start_session(${accountId}::integer, ${hashToken(token)}, ${SESSION_DAYS}::integer)`.execute(
    db,
  )
  return token
}

/** Who comes with a session's token; null when it has ended. */
export async function openSession(db: Db, sessionToken: string): Promise<AccountActor | null> {
  const { rows } = await sql<{
    account_id: number
  }>`select account_id from open_session(${hashToken(sessionToken)})`.execute(db)
  const accountId = rows[0]?.account_id
  if (accountId === undefined) return null
  const account = await findAccount(db, { id: accountId })
  if (account === null) return null
  const { id, unit_id, role, name, language } = account
  return { kind: 'account', accountId: id, unitId: unit_id, role, name, language }
}

export async function endSession(db: Db, sessionToken: string): Promise<void> {
  await sql`select end_session(${hashToken(sessionToken)})`.execute(db)
}

/** @throws Problem not-allowed, password-too-short */
export async function setPassword(op: Op, input: { password: string }): Promise<void> {
  requireRole(op, 'administrator', 'coordinator', 'supervisor', 'leader')
  requireInPerson(op)
  if (input.password.length < MIN_PASSWORD) {
    throw new Problem('password-too-short', { min: MIN_PASSWORD }, [
      { field: 'password', code: 'password-too-short' },
    ])
  }
  await op.tx
    .updateTable('account')
    .set({ password_hash: await hash(input.password) })
    .where('id', '=', op.actor.accountId)
    .execute()
  await record(op, {
    operation: 'set-password',
    unitId: op.actor.unitId,
    subject: 'account',
    subjectId: op.actor.accountId,
  })
}

async function findAccount(db: Db | Tx, by: { id: number } | { email: string }): Promise<Account | null> {
  const id = 'id' in by ? by.id : null
  const email = 'email' in by ? by.email : null
  const { rows } = await sql<Account>`
    select id, unit_id, role, name, language, password_hash from account_for_sign_in(${id}::integer, ${email}::text)`.execute(
    db,
  )
  return rows[0] ?? null
}
