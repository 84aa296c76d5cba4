import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { schemathesis } from './schemathesis.ts'
import { startSeeded } from './seeded.ts'

export interface FuzzOptions {
  examples: number
  workers: number
  seed: number
  phases: string
  operation?: string
  units: number
}

export interface FuzzResult {
  cases: number
  /** Answers of 5xx, and accidents that the installation logged. */
  serverErrors: number
  /** Answers other than the OpenAPI file describes: status, content type, header, body, method. */
  schemaBreaks: number
  /** What it was, each with how often. */
  findings: Record<string, number>
}

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'unsupported_method',
  'allow_header_conformance',
  'ignored_auth',
  'use_after_free',
]

/** Starts an installation in mid-campaign, asks it at random, and says what it found. The report goes to the console. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const program = schemathesis()
  const folder = mkdtempSync(join(tmpdir(), 'duban-fuzz-'))
  const installation = await startSeeded(folder, options.units)
  try {
    writeFileSync(join(folder, 'known.json'), JSON.stringify(installation.known))
    const report = await ask(program, folder, installation.baseUrl, options)
    const accidents = installation.accidents()
    for (const line of new Set(accidents)) console.log(line)
    return resultOf(report, accidents.length)
  } finally {
    await installation.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns what the program printed. Not waited for in this thread, so that the installation is read meanwhile. */
function ask(program: string, folder: string, baseUrl: string, options: FuzzOptions): Promise<string> {
  const { examples, workers, seed, phases, operation } = options
  const args = [
    ...['run', `${baseUrl}/api/v1/openapi.json`, '--url', baseUrl, '--checks', CHECKS.join(',')],
    ...['--phases', phases, '--max-examples', String(examples), '--workers', String(workers)],
    ...['--seed', String(seed), '--continue-on-failure', '--no-color', '--warnings', 'off'],
    ...['--request-timeout', '60', '--suppress-health-check', 'all', '--generation-database', 'none'],
    ...(operation === undefined ? [] : ['--include-operation-id-regex', operation]),
  ]
  const env = {
    ...process.env,
    SCHEMATHESIS_HOOKS: 'hooks',
    PYTHONPATH: import.meta.dirname,
    PYTHONDONTWRITEBYTECODE: '1',
    DUBAN_KNOWN: join(folder, 'known.json'),
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
    let report = ''
    child.stdout.on('data', (chunk: Buffer) => {
      report += chunk.toString('utf8')
      process.stdout.write(chunk)
    })
    child.once('error', reject)
    child.once('close', () => resolve(report))
  })
}

/** Reads the summary at the end of the report, `❌ Server error: 3`. */
function resultOf(report: string, accidents: number): FuzzResult {
  const cases = Number(/([\d,]+) generated/.exec(report)?.[1]?.replaceAll(',', '') ?? 0)
  const findings: Record<string, number> = {}
  for (const [, name = '', times = '0'] of report.matchAll(/^ +❌ ([^:\n]+): (\d+)$/gm))
    findings[name] = Number(times)
  const answered = findings['Server error'] ?? 0
  const all = Object.values(findings).reduce((sum, times) => sum + times, 0)
  const broken = Number(/, (\d+) errors? in /.exec(report)?.[1] ?? 0)
  if (broken > 0) findings['Not asked, since the program that asks failed'] = broken
  if (/^=+ Interrupted /m.test(report)) findings['Interrupted before its end'] = 1
  return { cases, serverErrors: Math.max(answered, accidents), schemaBreaks: all - answered, findings }
}
