import { inScope, type Db, type Tx } from '../db/connection.ts'
import { currentTime } from '../db/clock.ts'
import type { AccountRole, KeyAccess, Language } from '../db/tables/tree.ts'
import { Problem } from '../domain/problem.ts'
import type { Instant } from '../domain/time.ts'

/** A person who signed in. She sees her unit and all below it. */
export interface AccountActor {
  kind: 'account'
  accountId: number
  unitId: number
  role: AccountRole
  name: string
  language: Language
  /** Where a program acts in her name: what its key is, and whether it may change anything. */
  key?: { id: number; access: KeyAccess }
}

/** A unit's contact, come by a link, for one campaign. She sees her own unit only. */
export interface LinkActor {
  kind: 'link'
  linkId: number
  contactId: number
  unitId: number
  campaignId: number
  name: string
  language: Language
}

export type Actor = AccountActor | LinkActor

/** One operation under way: its transaction, who asked, and the time that all of it happens at. */
export interface Op<A extends Actor = Actor> {
  tx: Tx
  actor: A
  asOf: Instant
  /** Follows one request through log, outbox and record. */
  requestId: string | null
}

/**
 * The one way in. Runs the work in one transaction that sees only what the actor may see;
 * a Problem thrown by it leaves nothing behind.
 */
export function perform<A extends Actor, T>(
  db: Db,
  actor: A,
  work: (op: Op<A>) => Promise<T>,
  requestId: string | null = null,
): Promise<T> {
  const scope = { unitId: actor.unitId, depth: actor.kind === 'account' ? 'subtree' : 'own' } as const
  return inScope(db, scope, async (tx) => work({ tx, actor, asOf: await currentTime(tx), requestId }))
}

/** The same for reading: a scope, no facts written. */
export const look = perform

/** @throws Problem not-allowed, unless the actor signed in with one of the roles. */
export function requireRole(op: Op, ...roles: AccountRole[]): asserts op is Op<AccountActor> {
  if (op.actor.kind !== 'account' || !roles.includes(op.actor.role)) throw new Problem('not-allowed')
}

/**
 * For what opens a way in: a key that could make accounts or further keys would outlive being revoked.
 * @throws Problem not-allowed, to a program
 */
export function requireInPerson(op: Op<AccountActor>): void {
  if (op.actor.key !== undefined) throw new Problem('not-allowed')
}

/** A reason that must be given. @throws Problem reason-needed */
export function requireReason(reason: string): string {
  const text = reason.trim()
  if (text === '') throw new Problem('reason-needed', {}, [{ field: 'reason', code: 'reason-needed' }])
  return text
}
