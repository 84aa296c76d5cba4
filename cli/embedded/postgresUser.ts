import { spawnSync } from 'node:child_process'
import { StartError } from './startError.ts'

/** Who runs the database: nobody special (empty) unless this process is root, whom PostgreSQL refuses. */
export interface PostgresUser {
  uid?: number
  gid?: number
}

const name = 'postgres'

export const isRoot = (): boolean => process.getuid?.() === 0

/** The user `postgres`, made as a system user without a home when root runs where there is none. */
export function postgresUser(): PostgresUser {
  if (!isRoot()) return {}
  const found = lookUp()
  if (found) return found
  const made = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name],
    ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', name], // BusyBox
  ].some(([command = '', ...args]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0)
  const user = made ? lookUp() : null
  if (!user) throw StartError.of('noPostgresUser', {})
  return user
}

function lookUp(): PostgresUser | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout)
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}

/**
 * Whether the user may pass through a folder: below root's home (mode 0700) it may not, whatever the folder's
 * own mode. The system is asked as that user, because modes alone leave out access lists and mounts.
 */
export function canEnter(folder: string, user: PostgresUser): boolean {
  return spawnSync('test', ['-x', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
}

/** Refuses a folder that the database's user can't enter. */
export function requireEnter(folder: string, user: PostgresUser): void {
  if (!canEnter(folder, user)) throw StartError.of('folderUnreachable', { folder, user: name })
}
