/** The way in on a fresh machine: installs what is missing, then runs cli/main.ts with the same arguments. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, projectRoot } from './install.mjs'

const problem = ensureInstalled()
if (problem) {
  console.error(problem)
  process.exit(1)
}

const main = join(projectRoot, 'cli', 'main.ts')
const loader = import.meta.resolve('tsx')
const child = spawn(process.execPath, ['--import', loader, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  // tsx would look for it in the folder that Duban is started from.
  env: { ...process.env, TSX_TSCONFIG_PATH: join(projectRoot, 'tsconfig.json') },
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Ctrl-C at a terminal reaches the child by itself; a second one would look like impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
}
child.once('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
child.once('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)))
