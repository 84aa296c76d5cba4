import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../db/connection.ts'
import {
  accountRoles,
  keyAccesses,
  type AccountRole,
  type KeyAccess,
  type Language,
} from '../../db/tables/tree.ts'
import { Problem } from '../../domain/problem.ts'
import { singleLine } from '../../domain/text.ts'
import { requireInPerson, requireRole, type AccountActor, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { requireOpenUnit } from '../tree/openUnit.ts'
import { mayAppoint } from './changeAccount.ts'
import { hashToken, newToken, tokenFrom } from './tokens.ts'

/** What a key begins with, so that one that has got somewhere it does not belong is found by looking for this. */
const PREFIX = 'dbk_'
const MOST_DAYS = 366

export const newApiKeySchema = z.strictObject({
  name: singleLine(1, 60),
  unitId: z.number().int().positive().max(2_147_483_647),
  role: z.enum(accountRoles),
  access: z.enum(keyAccesses),
  /** How long it is good for. */
  days: z.number().int().min(1).max(MOST_DAYS),
})
export type NewApiKey = z.infer<typeof newApiKeySchema>

/**
 * Makes a key for a program: for a unit and all below it, with a role that its maker might give. It is told this once.
 * @param repeat the same request again gives the same key, not a second one, and nothing readable is kept for it
 * @throws Problem not-allowed, not-found
 */
export async function createApiKey(
  op: Op,
  input: NewApiKey,
  repeat: { key: string; secret: Buffer } | null = null,
): Promise<{ keyId: number; token: string }> {
  requireRole(op, 'administrator')
  requireInPerson(op)
  if (!mayAppoint(op.actor.role, input.role)) throw new Problem('not-allowed')
  await requireOpenUnit(op, input.unitId)
  const { accountId } = op.actor
  const said = [String(accountId), JSON.stringify(input)]
  const token = `${PREFIX}${repeat === null ? newToken() : tokenFrom(repeat.secret, 'api-key', [repeat.key, ...said])}`
  const { rows } = await sql<{ id: number }>`
    insert into api_key (token_hash, name, account_id, unit_id, role, access, expires_at)
    values (${hashToken(token)}, ${input.name}, ${accountId}, ${input.unitId}, ${input.role}, ${input.access},
      now() + make_interval(days => ${input.days}))
    on conflict do nothing returning id`.execute(op.tx)
  const made = rows[0]
  if (made === undefined) return { keyId: await madeBefore(op, token), token }
  await record(op, {
    operation: 'create-api-key',
    unitId: input.unitId,
    subject: 'api-key',
    subjectId: made.id,
    detail: { role: input.role, access: input.access, days: input.days },
  })
  return { keyId: made.id, token }
}

/** @throws Problem idempotency-key-reused when it opens nothing any more */
async function madeBefore(op: Op, token: string): Promise<number> {
  const { rows } = await sql<OpenKey>`select * from open_api_key(${hashToken(token)})`.execute(op.tx)
  if (rows[0] === undefined) throw new Problem('idempotency-key-reused')
  return rows[0].id
}

/** The key opens nothing any more, from the next request on. @throws Problem not-allowed, not-found */
export async function revokeApiKey(op: Op, input: { keyId: number }): Promise<void> {
  requireRole(op, 'administrator')
  requireInPerson(op)
  const revoked = await op.tx
    .updateTable('api_key')
    .set({ revoked_at: sql`now()` })
    .where('id', '=', input.keyId)
    .where('revoked_at', 'is', null)
    .returning('unit_id')
    .executeTakeFirst()
  if (revoked === undefined) throw new Problem('not-found')
  await record(op, {
    operation: 'revoke-api-key',
    unitId: revoked.unit_id,
    subject: 'api-key',
    subjectId: input.keyId,
  })
}

interface OpenKey {
  id: number
  account_id: number
  unit_id: number
  role: AccountRole
  access: KeyAccess
  name: string
  language: Language
}

export const isApiKey = (token: string): boolean => token.startsWith(PREFIX)

/** The program that comes with a key; null when it is none, is over, is revoked, or its maker administers no more. */
export async function openApiKey(db: Db, token: string): Promise<AccountActor | null> {
  const { rows } = await sql<OpenKey>`select * from open_api_key(${hashToken(token)})`.execute(db)
  const [key] = rows
  if (key === undefined) return null
  const { id, account_id, unit_id, role, access, name, language } = key
  return {
    kind: 'account',
    accountId: account_id,
    unitId: unit_id,
    role,
    name,
    language,
    key: { id, access },
  }
}
