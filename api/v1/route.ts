import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../db/connection.ts'
import { Problem, type FieldProblem } from '../../domain/problem.ts'
import type { AccountActor, Op } from '../../operations/perform.ts'
import type { Access } from '../../web/access.ts'
import { requireMatch, type Representation } from './etag.ts'
import { operateAs, readAs } from './operate.ts'
import { idempotencyHeaders, matchHeaders, refusals } from './schemas.ts'

/** What a route needs of the application. */
export interface ApiDependencies {
  db: Db
  linkKey: Buffer
}

type Shape = z.ZodType
const nothing = z.strictObject({})

interface RouteSpec<P extends Shape, I extends Shape, A extends z.ZodType<object>> {
  summary: string
  tag: string
  access: Exclude<Access, 'public' | 'link'>
  params: P
  /** Query of a reading route, body of a writing one. */
  input: I
  answer: A
}

export interface Reading<P extends Shape, I extends Shape, A extends z.ZodType<object>> extends RouteSpec<
  P,
  I,
  A
> {
  read(op: Op<AccountActor>, params: z.output<P>, query: z.output<I>): Promise<z.output<A>>
}

export interface Command<P extends Shape, I extends Shape, A extends z.ZodType<object>> extends RouteSpec<
  P,
  I,
  A
> {
  /** What two may be changing at a time, as its GET answers it: If-Match is compared with that. */
  ifMatch?: Representation<P, z.ZodType<object>>
  run(op: Op<AccountActor>, params: z.output<P>, body: z.output<I>): Promise<z.output<A>>
}

/** A GET: reads in the scope of whoever asks, and changes nothing. */
export function reads<P extends Shape, I extends Shape, A extends z.ZodType<object>>(
  app: FastifyInstance,
  { db }: ApiDependencies,
  url: string,
  spec: Reading<P, I, A>,
): void {
  app.get(url, {
    config: { access: spec.access },
    schema: {
      summary: spec.summary,
      tags: [spec.tag],
      params: spec.params,
      querystring: spec.input,
      response: { 200: spec.answer, ...refusals },
    },
    handler: (request) => {
      const params = parse(spec.params, request.params)
      const query = parse(spec.input, request.query)
      return readAs(db, request, (op) => spec.read(op, params, query))
    },
  })
}

/** A POST or PUT: one operation, once per idempotency key. */
export function commands<P extends Shape, I extends Shape, A extends z.ZodType<object>>(
  app: FastifyInstance,
  { db }: ApiDependencies,
  method: 'POST' | 'PUT' | 'DELETE',
  url: string,
  spec: Command<P, I, A>,
): void {
  app.route({
    method,
    url,
    config: { access: spec.access },
    schema: {
      summary: spec.summary,
      tags: [spec.tag],
      params: spec.params,
      headers: spec.ifMatch === undefined ? idempotencyHeaders : matchHeaders,
      ...(method === 'DELETE' ? {} : { body: spec.input }),
      response: { 200: spec.answer, ...refusals },
    },
    handler: (request) => {
      const params = parse(spec.params, request.params)
      const body = parse(spec.input, request.body ?? {})
      return operateAs(db, request, spec.answer, async (op) => {
        if (spec.ifMatch !== undefined) await requireMatch(request, spec.ifMatch, op, params)
        return spec.run(op, params, body)
      })
    },
  })
}

export const noParams = nothing
export const noInput = nothing

/** @throws Problem invalid-input, with every field that is wrong */
export function parse<S extends Shape>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Problem('invalid-input', {}, parsed.error.issues.map(complaint))
}

function complaint(issue: z.core.$ZodIssue): FieldProblem {
  const field = issue.path.map(String).join('.')
  switch (issue.code) {
    case 'too_big':
      return { field, code: 'too-long', facts: { max: Number(issue.maximum) } }
    case 'too_small':
      return { field, code: 'too-short', facts: { min: Number(issue.minimum) } }
    case 'unrecognized_keys':
      return { field: issue.keys[0] ?? field, code: 'unknown-field' }
    case 'invalid_type':
      return { field, code: issue.input === undefined ? 'required' : 'invalid-input' }
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_value':
    case 'custom':
      return { field, code: 'invalid-input' }
  }
}
