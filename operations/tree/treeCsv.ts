import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { oneLine } from '../../domain/text.ts'
import { unitTypes, type UnitType } from '../../domain/audience.ts'
import type { ProblemFacts } from '../../domain/problem.ts'
import { asWritten } from '../../domain/spreadsheetText.ts'

/** One complaint about one line of a file. Lines are counted from 1, the heading included. */
export interface LineProblem {
  line: number
  field: string
  code: string
  facts?: ProblemFacts | undefined
}

/** A contact answers for her unit by its link; the others sign in. */
export const personRoles = ['contact', 'supervisor', 'leader', 'coordinator'] as const
export type PersonRole = (typeof personRoles)[number]

/** One line: a unit, and a person who answers or decides for it (or nobody). Several lines may name one unit. */
export interface TreeLine {
  line: number
  code: string
  parent: string | null
  type: UnitType
  name: string
  person: {
    role: PersonRole
    name: string
    email: string | null
    telephone: string | null
    language: 'zh-CN' | 'en'
  } | null
}

export const treeColumns = [
  'code',
  'parent',
  'type',
  'name',
  'role',
  'person',
  'email',
  'telephone',
  'language',
] as const

/** Larger files are refused before they are read: 100,000 units with two persons each fit well inside. */
export const MAX_IMPORT_BYTES = 40 * 1024 * 1024

const blank = (text: string): string | null => (text === '' ? null : text)

const lineSchema = z.object({
  code: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'code-invalid'),
  parent: z.string().max(64, 'too-long').transform(blank),
  type: z.enum(unitTypes, 'type-unknown'),
  name: z.string().overwrite(oneLine).min(1, 'required').max(120, 'too-long'),
  role: z.enum(['', ...personRoles], 'role-unknown'),
  person: z.string().overwrite(oneLine).max(60, 'too-long'),
  email: z
    .union([z.literal(''), z.email('email-invalid').max(254, 'too-long')], 'email-invalid')
    .transform((text) => blank(text.toLowerCase())),
  telephone: z.string().overwrite(oneLine).max(40, 'too-long').transform(blank),
  language: z.enum(['', 'zh-CN', 'en'], 'language-unknown'),
})

/** Reads UTF-8 (with or without the mark that Excel and WPS write) or else GB18030. */
export function decodeCsv(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** Reads a tree file. Every complaint names its line and column; lines without one are returned all the same. */
export function readTreeCsv(bytes: Buffer): { lines: TreeLine[]; problems: LineProblem[] } {
  if (bytes.length > MAX_IMPORT_BYTES) {
    return {
      lines: [],
      problems: [
        { line: 1, field: 'file', code: 'file-too-large', facts: { max: MAX_IMPORT_BYTES / 2 ** 20 } },
      ],
    }
  }
  const records = readRecords(bytes)
  if (!Array.isArray(records)) return { lines: [], problems: [records] }
  const [first, ...rows] = records
  const heading = first?.cells ?? []
  const missing = treeColumns.slice(0, 4).filter((column) => !heading.includes(column))
  if (missing.length > 0) {
    return { lines: [], problems: missing.map((field) => ({ line: 1, field, code: 'column-missing' })) }
  }
  const problems: LineProblem[] = []
  const lines = rows.flatMap(({ cells, line }) => {
    const read = readLine(heading, cells, line)
    if ('problems' in read) {
      problems.push(...read.problems)
      return []
    }
    return [read]
  })
  return { lines, problems }
}

interface CsvRecord {
  cells: string[]
  /** Where it begins: empty lines and line breaks in a cell count as in the file. */
  line: number
}

const recordsSchema = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }),
)

function readRecords(bytes: Buffer): CsvRecord[] | LineProblem {
  try {
    const found: unknown = parse(decodeCsv(bytes), {
      bom: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    })
    return recordsSchema.parse(found).map(({ record, info }) => ({
      cells: record,
      line: info.lines - record.join('').split('\n').length + 1,
    }))
  } catch (error) {
    return { line: brokenLine(error), field: 'file', code: 'csv-broken' }
  }
}

/** A quote that does not end runs to the end of the file: what is told is where its line begins. */
function brokenLine(error: unknown): number {
  const found = z
    .object({ code: z.string(), lines: z.number(), records: z.number(), empty_lines: z.number() })
    .safeParse(error)
  if (!found.success) return 1
  const { code, lines, records, empty_lines } = found.data
  return code === 'CSV_QUOTE_NOT_CLOSED' ? records + empty_lines + 1 : lines
}

function readLine(heading: string[], cells: string[], line: number): TreeLine | { problems: LineProblem[] } {
  const cell = (column: string): string => asWritten(cells[heading.indexOf(column)] ?? '')
  const parsed = lineSchema.safeParse(Object.fromEntries(treeColumns.map((column) => [column, cell(column)])))
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) => ({
        line,
        field: String(issue.path[0] ?? 'line'),
        code: issue.message,
      })),
    }
  }
  const { role, person, email, telephone, language, ...unit } = parsed.data
  if (role === '') return { line, ...unit, person: null }
  if (person === '') return { problems: [{ line, field: 'person', code: 'required' }] }
  return {
    line,
    ...unit,
    person: { role, name: person, email, telephone, language: language === '' ? 'zh-CN' : language },
  }
}
