import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../../cli/embedded/cacheFolder.ts'

const VERSION = '4.32.5'

/**
 * The program that asks, in an environment of its own in the cache folder; installed when it is missing.
 * @throws Error where Python or its package index is out of reach
 */
export function schemathesis(): string {
  const named = process.env['SCHEMATHESIS']
  if (named !== undefined && named !== '') return named
  const venv = join(cacheFolder(), `schemathesis-${VERSION}`)
  const program = join(venv, 'bin', 'schemathesis')
  if (existsSync(join(venv, 'whole'))) return program
  rmSync(venv, { recursive: true, force: true })
  run('python3', ['-m', 'venv', venv])
  const pip = join(venv, 'bin', 'pip')
  run(pip, ['install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`])
  // Made last: without it an installation that was broken off would pass for a whole one.
  writeFileSync(join(venv, 'whole'), '')
  return program
}

/** Whether it can be run here, without installing it. */
export function isInstalled(): boolean {
  return existsSync(join(cacheFolder(), `schemathesis-${VERSION}`, 'whole'))
}

function run(command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: Python 3 with venv and pip is needed`)
}
