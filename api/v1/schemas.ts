import { z } from 'zod'
import { problemStatus } from '../../domain/problem.ts'

/** What several routes share. Registered by their ids, so that the OpenAPI file names each once. */

export const idParams = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })

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

/** Every refusal has the same shape, whatever its status. */
export const refusals = {
  400: problemSchema,
  401: problemSchema,
  403: problemSchema,
  404: problemSchema,
  409: problemSchema,
  410: problemSchema,
  413: problemSchema,
  415: problemSchema,
  422: problemSchema,
  429: problemSchema,
  500: problemSchema,
  503: problemSchema,
}

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

export const instant = z.iso.datetime()
export const day = z.iso.date()
export const reasonBody = z.strictObject({ reason: z.string().trim().min(1).max(2000) })
export const done = z.object({ done: z.literal(true) })
