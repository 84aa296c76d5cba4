import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem, type FieldProblem } from '../domain/problem.ts'
import { MAX_FILES } from '../operations/unit/attachments.ts'

export interface FormFile {
  field: string
  name: string
  bytes: Buffer
  /** Cut off at the limit: its bytes are not the whole file. */
  tooLarge: boolean
}

/** What a person sent by a form, as typed. Kept so that a refused form can be shown again as it was. */
export class Form {
  readonly #values: ReadonlyMap<string, string[]>
  readonly files: FormFile[]

  constructor(values: Iterable<readonly [string, string]> = [], files: FormFile[] = []) {
    const collected = new Map<string, string[]>()
    for (const [name, value] of values) collected.set(name, [...(collected.get(name) ?? []), value])
    this.#values = collected
    this.files = files
  }

  /** The first value, line ends as the server writes them; '' where there is none. */
  one(name: string): string {
    return (this.#values.get(name)?.[0] ?? '').replaceAll('\r\n', '\n')
  }
  all(name: string): string[] {
    return this.#values.get(name) ?? []
  }
  has(name: string): boolean {
    return this.#values.has(name)
  }
  entries(): [string, string[]][] {
    return [...this.#values]
  }
  names(): string[] {
    return [...this.#values.keys()]
  }
}

/** All files of one form together: they are held in memory while it is read. */
const MAX_TOTAL_BYTES = 64 * 1024 * 1024

const urlEncoded = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** Reads the body of a POST, urlencoded or multipart, files in memory up to their limit. */
export async function readForm(request: FastifyRequest): Promise<Form> {
  if (request.isMultipart()) return readParts(request)
  const parsed = urlEncoded.safeParse(request.body ?? {})
  if (!parsed.success) return new Form()
  return new Form(
    Object.entries(parsed.data).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const)),
  )
}

async function readParts(request: FastifyRequest): Promise<Form> {
  const values: [string, string][] = []
  const files: FormFile[] = []
  let total = 0
  for await (const part of request.parts({ limits: { files: MAX_FILES + 1, fieldSize: 1024 * 1024 } })) {
    if (part.type === 'field') {
      values.push([part.fieldname, typeof part.value === 'string' ? part.value : ''])
      continue
    }
    const bytes = await readFile(part.file, MAX_TOTAL_BYTES - total)
    total += bytes.length
    // A file field that was left empty arrives as a file without a name.
    if (part.filename === '' && bytes.length === 0) continue
    const tooLarge = part.file.truncated || total >= MAX_TOTAL_BYTES
    files.push({ field: part.fieldname, name: part.filename, bytes, tooLarge })
  }
  return new Form(values, files)
}

/** Reads to the end, so that the rest of the form arrives, but keeps no more than there is room for. */
async function readFile(stream: Readable, room: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let kept = 0
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk) || kept >= room) continue
    chunks.push(chunk)
    kept += chunk.length
  }
  return Buffer.concat(chunks)
}

/** Parses what was sent. @throws Problem invalid-input, each complaint at its field */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new Problem('invalid-input', {}, fieldProblems(result.error))
}

/** As parse, for what stands in an address: there a mistake is a page that does not exist. */
export function parseAddress<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new Problem('not-found')
}

/** zod's complaints in the words of the catalogue. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), ...complaint(issue) }))
}

function complaint(issue: z.core.$ZodIssue): Omit<FieldProblem, 'field'> {
  switch (issue.code) {
    case 'too_big':
      return sized(issue.origin, 'too-long', { max: Number(issue.maximum) })
    case 'too_small':
      if (issue.origin === 'string') return { code: 'required' }
      return sized(issue.origin, 'too-short', { min: Number(issue.minimum) })
    case 'invalid_type':
      return { code: issue.expected === 'number' || issue.expected === 'int' ? 'not-a-number' : 'required' }
    case 'invalid_value':
      return { code: 'not-an-option' }
    case 'unrecognized_keys':
      return { code: 'unknown-field', facts: { field: issue.keys.join(', ') } }
    case 'custom':
      return { code: customCode(issue.message) }
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
      return { code: 'invalid-input' }
  }
}

function sized(origin: string, code: string, facts: Record<string, number>): Omit<FieldProblem, 'field'> {
  return origin === 'number' || origin === 'int' ? { code: 'out-of-range' } : { code, facts }
}

function customCode(message: string): string {
  if (message === 'date') return 'not-a-date'
  if (message === 'zone') return 'not-a-zone'
  return message
}

/** What rows are numbered by; a larger number is nobody's. */
export const idField = z.coerce.number().int().positive().max(2_147_483_647)
export const pageField = z.coerce.number().int().min(1).max(100_000).catch(1)

/** `milestones[0][what]` as the path of a complaint: `milestones.0.what`. */
export function pathOf(name: string): string {
  return name.replaceAll(/\[([^\]]*)\]/g, '.$1')
}
