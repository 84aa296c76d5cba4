/** Runs a main file below test/ with the sources as they are, after installing what is missing: `node test/runMain.mjs faults …`. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, projectRoot } from '../cli/install.mjs'

const [folder = '', ...args] = process.argv.slice(2)
const problem = ensureInstalled()
if (problem) {
  console.error(problem)
  process.exit(1)
}
const child = spawn(
  process.execPath,
  ['--import', import.meta.resolve('tsx'), join(projectRoot, 'test', folder, 'main.ts'), ...args],
  { stdio: 'inherit', env: { ...process.env, TSX_TSCONFIG_PATH: join(projectRoot, 'tsconfig.json') } },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.once('exit', (code) => process.exit(code ?? 1))
