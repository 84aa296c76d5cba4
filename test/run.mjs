/** `npm test`: the four checks, then vitest, then one line that counts both. Arguments go to vitest. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, projectRoot } from '../cli/install.mjs'

const checks = ['check:types', 'check:lint', 'check:format', 'check:imports']
const total = { passed: 0, failed: 0, skipped: 0 }

const problem = ensureInstalled()
if (problem) {
  console.error(problem)
  total.failed += 1
} else {
  for (const check of checks) await runCheck(check)
  await run(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    join(projectRoot, 'test', 'prepare.ts'),
  ])
  await runVitest()
}
const { passed, failed, skipped } = total
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed ? 1 : 0

async function runCheck(check) {
  const began = Date.now()
  const code = await run('npm', ['run', '--silent', check])
  console.log(`${code === 0 ? '✓' : '✗'} ${check} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  total[code === 0 ? 'passed' : 'failed'] += 1
}

async function runVitest() {
  const folder = mkdtempSync(join(tmpdir(), 'duban-result-'))
  const resultFile = join(folder, 'vitest.json')
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`]
  const code = await run(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)])
  const result = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : { testResults: [] }
  rmSync(folder, { recursive: true, force: true })

  const before = total.failed
  let ran = 0
  for (const file of result.testResults) {
    const failedBefore = total.failed
    for (const { status } of file.assertionResults) {
      if (status === 'passed' || status === 'failed') ran += 1
      total[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1
    }
    // A file that could not be loaded, or whose hooks failed, has no failed test of its own.
    if (file.status === 'failed' && total.failed === failedBefore) total.failed += 1
  }
  // No test at all, or a failure outside of every test: neither may pass for success.
  if (total.failed === before && (ran === 0 || code !== 0)) total.failed += 1
}

/** Runs a command, output shown, and hands on the signal that would end this process. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: projectRoot, stdio: 'inherit' })
    const end = (signal) => child.kill(signal)
    process.once('SIGTERM', end)
    const ignore = () => undefined // the terminal has told the child as well
    process.on('SIGINT', ignore)
    child.once('error', () => resolve(1))
    child.once('exit', (code) => {
      process.off('SIGTERM', end)
      process.off('SIGINT', ignore)
      resolve(code ?? 1)
    })
  })
}
