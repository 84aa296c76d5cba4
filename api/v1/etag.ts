import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../domain/problem.ts'
import type { AccountActor, Op } from '../../operations/perform.ts'

/** What a GET answers, for changes that name the state which they set out from. */
export interface Representation<P extends z.ZodType, A extends z.ZodType<object>> {
  answer: A
  read(op: Op<AccountActor>, params: z.output<P>): Promise<z.output<A>>
  /** Keeps others from changing it until the transaction ends. What does not exist is left to `read`. */
  hold(op: Op<AccountActor>, params: z.output<P>): Promise<unknown>
}

/** A strong tag: the same for the same bytes, in whichever process. */
export function etagOf(payload: string): string {
  return `"${createHash('sha256').update(payload).digest('base64url').slice(0, 27)}"`
}

/** Every answer to a GET carries its tag, and is kept by no cache: it holds what only this caller may see. */
export function tagAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    void reply.header('cache-control', 'no-store')
    const reading = request.method === 'GET' || request.method === 'HEAD'
    if (reading && reply.statusCode === 200 && typeof payload === 'string')
      void reply.header('etag', etagOf(payload))
  })
}

/**
 * Compares If-Match with what is so now, and holds that until the change is made. Without the header nothing is asked.
 * @throws Problem precondition-failed, and whatever reading it is refused for
 */
export async function requireMatch<P extends z.ZodType, A extends z.ZodType<object>>(
  request: FastifyRequest,
  representation: Representation<P, A>,
  op: Op<AccountActor>,
  params: z.output<P>,
): Promise<void> {
  const wanted = request.headers['if-match']
  if (wanted === undefined) return
  await representation.hold(op, params)
  const now = await representation.read(op, params)
  if (wanted.trim() === '*') return
  const tags = wanted.split(',').map((tag) => tag.trim())
  if (!tags.includes(etagOf(JSON.stringify(z.encode(representation.answer, now)))))
    throw new Problem('precondition-failed')
}
