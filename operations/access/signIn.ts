import { hash, verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import { inScope, type Db, type Tx } from '../../db/connection.ts'
import { currentTime } from '../../db/clock.ts'
import type { AccountRole, Language } from '../../db/tables/tree.ts'
import { Problem } from '../../domain/problem.ts'
import type { Instant } from '../../domain/time.ts'
import { requireInPerson, requireRole, type AccountActor, type Op } from '../perform.ts'
import { nudgeDelivery, record } from '../record.ts'
import { Guesses } from './guesses.ts'
import { hashToken, newToken, tokenFrom } from './tokens.ts'

/** A session ends after so many days; signing in anew is one mail away. */
const SESSION_DAYS = 14
const MIN_PASSWORD = 10
/** Argon2id with what OWASP asks for at the least: 19 MiB and two passes for each guess. */
const HASHING = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** A mail that signs in is on its way; another so soon would only fill her mailbox. */
const MAIL_EVERY_SECONDS = 60

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
    if (await hasMailUnderWay(tx, account.id, asOf)) return
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

async function hasMailUnderWay(tx: Tx, accountId: number, asOf: Instant): Promise<boolean> {
  const since = new Date(asOf.getTime() - MAIL_EVERY_SECONDS * 1000)
  const row = await tx
    .selectFrom('message')
    .select('id')
    .where('account_id', '=', accountId)
    .where('kind', '=', 'sign_in')
    .where('created_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
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
 * @throws Problem too-many-requests after many wrong ones for one address, whoever tries; the mailed link still signs in
 */
export async function signInWithPassword(
  db: Db,
  input: { email: string; password: string },
  repeat: { key: string; secret: Buffer } | null = null,
): Promise<string | null> {
  const email = input.email.trim().toLowerCase()
  guesses.require(email)
  const account = await findAccount(db, { email })
  const matches = await verify(account?.password_hash ?? (await decoy()), input.password)
  if (account === null || account.password_hash === null || !matches) {
    guesses.count(email)
    return null
  }
  guesses.forget(email)
  const token =
    repeat === null
      ? newToken()
      : tokenFrom(repeat.secret, 'session', [repeat.key, input.email, input.password])
  return startSession(db, account.id, token)
}

const guesses = new Guesses()

let decoyHash: Promise<string> | null = null
/** An unknown address costs as much as a wrong password. */
function decoy(): Promise<string> {
  decoyHash ??= hash(newToken(), HASHING)
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

/**
 * Whoever signed in before, on other devices or with a password that became known, is out.
 * @param input.session hers, which goes on
 * @throws Problem not-allowed, password-too-short
 */
export async function setPassword(
  op: Op,
  input: { password: string; session: string | null },
): Promise<void> {
  requireRole(op, 'administrator', 'coordinator', 'supervisor', 'leader')
  requireInPerson(op)
  if (input.password.length < MIN_PASSWORD) {
    throw new Problem('password-too-short', { min: MIN_PASSWORD }, [
      { field: 'password', code: 'password-too-short' },
    ])
  }
  await op.tx
    .updateTable('account')
    .set({ password_hash: await hash(input.password, HASHING) })
    .where('id', '=', op.actor.accountId)
    .execute()
  if (input.session !== null) await sql`select end_other_sessions(${hashToken(input.session)})`.execute(op.tx)
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
