import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { z } from 'zod'
import type { Entry } from './measure.ts'

const FILE = 'bench/results.json'

const number = z.number().nullable()
const entrySchema = z.object({
  name: z.string(),
  ours: number,
  baseline: number,
  unit: z.string(),
  ratio: number,
  goal: z.string(),
  met: z.boolean().nullable(),
  note: z.string(),
})
const growthSchema = z.object({
  name: z.string(),
  unit: z.string(),
  points: z.array(z.object({ size: z.number(), ours: z.number(), baseline: z.number() })),
  exponent: z.number(),
  baselineExponent: z.number(),
  met: z.boolean(),
  note: z.string(),
})
export type Growth = z.infer<typeof growthSchema>

const resultsSchema = z.object({
  machine: z.string(),
  date: z.string(),
  entries: z.array(entrySchema),
  growth: z.array(growthSchema),
})
export type Results = z.infer<typeof resultsSchema>

export function readResults(): Results {
  const none = { machine: '', date: '', entries: [], growth: [] }
  return existsSync(FILE) ? resultsSchema.parse(JSON.parse(readFileSync(FILE, 'utf8'))) : none
}

/** What was measured takes the place of what stood under the same name; the rest of the file stays. */
export function keepResults(found: { entries?: Entry[]; growth?: Growth[] }): Results {
  const known = readResults()
  const results = {
    machine: machine(),
    date: new Date().toISOString().slice(0, 10),
    entries: merged(known.entries, found.entries ?? []),
    growth: merged(known.growth, found.growth ?? []),
  }
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`)
  return results
}

function merged<T extends { name: string }>(known: T[], found: T[]): T[] {
  const fresh = new Map(found.map((line) => [line.name, line]))
  const kept = known.map((line) => fresh.get(line.name) ?? line)
  const names = new Set(known.map(({ name }) => name))
  return [...kept, ...found.filter(({ name }) => !names.has(name))]
}

function machine(): string {
  const processors = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}, ${memory} GB, Node ${process.version}, ${process.platform}`
}
