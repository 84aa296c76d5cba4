import { spawn, spawnSync } from 'node:child_process'
import { startMessage } from '../../messages/start.ts'
import { isRoot } from './postgresUser.ts'
import { isExecutable, onPath } from './tools.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const installBoundMs = 10 * 60_000

/** A browser for screenshots, PDFs and page tests: CHROMIUM_PATH, else on PATH, else in the usual places. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env['CHROMIUM_PATH']
  if (named) return isExecutable(named) ? named : null
  for (const name of names) {
    const found = onPath(name, env)
    if (found) return found
  }
  return usualPlaces.find(isExecutable) ?? null
}

/** Whether Chinese would be drawn as letters and not as boxes. True where the system can't be asked. */
export function hasChineseFonts(): boolean {
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  return list.status !== 0 || list.stdout.trim() !== ''
}

/**
 * Installs Chromium and Noto's Chinese fonts with apt-get where root has one. Says whether it did; where it
 * can't, or fails, it says false and leaves the rest to the caller. Never throws.
 */
export async function installChromium(log: (line: string) => void): Promise<boolean> {
  if (!isRoot() || !onPath('apt-get')) return false
  log(startMessage('installingChromium', {}))
  await aptGet(['update']) // a mirror that lags is no reason not to try
  const options = ['-o', 'DPkg::Lock::Timeout=60', '--no-install-recommends']
  return aptGet(['install', '-y', ...options, 'chromium', 'fonts-noto-cjk'])
}

function aptGet(args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('apt-get', ['-qq', ...args], {
      stdio: 'ignore',
      timeout: installBoundMs,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}
