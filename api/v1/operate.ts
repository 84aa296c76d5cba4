import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../db/connection.ts'
import { Problem } from '../../domain/problem.ts'
import { look, perform, type AccountActor, type Actor, type Op } from '../../operations/perform.ts'

/** @throws Problem sign-in-needed */
export function personOf(request: FastifyRequest): AccountActor {
  if (request.person === null) throw new Problem('sign-in-needed')
  return request.person
}

/** Reads as the person who asks. */
export function readAs<T>(
  db: Db,
  request: FastifyRequest,
  work: (op: Op<AccountActor>) => Promise<T>,
): Promise<T> {
  return look(db, personOf(request), work, request.id)
}

/** Carries out an operation as the person who asks, once per idempotency key. */
export function operateAs<S extends z.ZodType<object>>(
  db: Db,
  request: FastifyRequest,
  answer: S,
  work: (op: Op<AccountActor>) => Promise<z.output<S>>,
): Promise<z.output<S>> {
  return operate(db, request, personOf(request), answer, work)
}

/**
 * The key, the operation and its answer are one transaction: a second request with the same key waits for the first
 * and gets its answer; after a refusal nothing is kept and the key may be used again.
 * @throws Problem idempotency-key-reused when the key came with another request
 */
export function operate<A extends Actor, S extends z.ZodType<object>>(
  db: Db,
  request: FastifyRequest,
  actor: A,
  answer: S,
  work: (op: Op<A>) => Promise<z.output<S>>,
): Promise<z.output<S>> {
  const key = keyOf(request)
  return perform(
    db,
    actor,
    async (op) => {
      if (key === null) return work(op)
      const who = nameOf(actor)
      const requestHash = hashOf(request)
      const earlier = await claimKey(op, who, key, requestHash)
      if (earlier !== null) return replay(earlier, requestHash, answer)
      const result = await work(op)
      await op.tx
        .updateTable('idempotency_key')
        .set({ status: 200, response: JSON.stringify(result) })
        .where('actor', '=', who)
        .where('key', '=', key)
        .execute()
      return result
    },
    request.id,
  )
}

/**
 * The same for what leaves nothing behind, a preview or a dry run: the first answer to a key is kept and given again.
 * @throws Problem idempotency-key-reused
 */
export async function rehearseAs<S extends z.ZodType<object>>(
  db: Db,
  request: FastifyRequest,
  answer: S,
  work: (actor: AccountActor) => Promise<z.output<S>>,
): Promise<z.output<S>> {
  const result = await work(personOf(request))
  return operateAs(db, request, answer, () => Promise.resolve(result))
}

export function keyOf(request: FastifyRequest): string | null {
  const parsed = z.string().min(8).max(128).safeParse(request.headers['idempotency-key'])
  return parsed.success ? parsed.data : null
}

/** Whose idempotency keys they are: a program sees less than its key's maker, and gets none of her answers. */
function nameOf(actor: Actor): string {
  if (actor.kind === 'link') return `link-${actor.linkId}`
  return actor.key === undefined ? `account-${actor.accountId}` : `key-${actor.key.id}`
}

function hashOf(request: FastifyRequest): Buffer {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest()
}

interface Earlier {
  request_hash: Buffer
  response: object | null
}

/** Null: the key is new and now ours. */
async function claimKey(op: Op, actor: string, key: string, requestHash: Buffer): Promise<Earlier | null> {
  const inserted = await op.tx
    .insertInto('idempotency_key')
    .values({ actor, key, request_hash: requestHash, status: null, response: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted !== undefined) return null
  const row = await op.tx
    .selectFrom('idempotency_key')
    .select(['request_hash', 'response'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

function replay<S extends z.ZodType>(earlier: Earlier, requestHash: Buffer, answer: S): z.output<S> {
  if (!earlier.request_hash.equals(requestHash)) throw new Problem('idempotency-key-reused')
  return answer.parse(earlier.response)
}
