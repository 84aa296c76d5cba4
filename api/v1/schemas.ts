import { z } from 'zod'
import { problemStatus } from '../../domain/problem.ts'

/** What several routes share. Registered by their ids, so that the OpenAPI file names each once. */

export const idParams = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })

export type Id = z.output<typeof idParams>

export const cursorQuery = {
  /** Where the page before ended; leave it out for the first. */
  cursor: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9_-]+$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

export const idempotencyHeaders = z.object({
  /** The same key with the same request is carried out once; its answer is given again. */
  'idempotency-key': z.string().min(8).max(128).optional(),
})

export const matchHeaders = idempotencyHeaders.extend({
  /** The ETag of what was looked at; 412 when somebody has changed it since. Without it nothing is compared. */
  'if-match': z.string().max(1000).optional(),
})

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.union([z.enum(codes()), z.literal('unexpected')]),
    facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    fields: z
      .array(z.object({ field: z.string(), code: z.string(), message: z.string() }).loose())
      .optional(),
    request: z.string().optional(),
  })
  .meta({
    id: 'Problem',
    description: 'application/problem+json; `title` says what to do, in the language asked for',
  })

function codes(): [string, ...string[]] {
  const [first = '', ...rest] = Object.keys(problemStatus)
  return [first, ...rest]
}

const refusal = {
  description: 'Refused, with the reason and what to do about it',
  content: { 'application/problem+json': { schema: problemSchema } },
}

/** Every refusal has the same shape, whatever its status. */
export const refusals = {
  400: refusal,
  401: refusal,
  403: refusal,
  404: refusal,
  405: refusal,
  409: refusal,
  410: refusal,
  412: refusal,
  413: refusal,
  415: refusal,
  422: refusal,
  429: refusal,
  500: refusal,
  503: refusal,
}

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

export const instant = z.iso.datetime()
export const day = z.iso.date()
export const reasonBody = z.strictObject({ reason: z.string().trim().min(1).max(2000) })
export const done = z.object({ done: z.literal(true) })
