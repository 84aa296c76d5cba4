/** `npm run fuzz -- --examples 300 --seed 1`: runs test/fuzz/main.ts. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, projectRoot } from '../../cli/install.mjs'

const problem = ensureInstalled()
if (problem) {
  console.error(problem)
  process.exit(1)
}
const main = join(projectRoot, 'test', 'fuzz', 'main.ts')
const child = spawn(
  process.execPath,
  ['--import', import.meta.resolve('tsx'), main, ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...process.env, TSX_TSCONFIG_PATH: join(projectRoot, 'tsconfig.json') },
  },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.once('exit', (code) => process.exit(code ?? 1))
