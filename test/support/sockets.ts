import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface Listening {
  /** As the kernel writes it, in hexadecimal. */
  address: string
  port: number
}

/** 127.0.0.1, ::1, and the former as an address of version 6, as the kernel writes them on a little-endian machine. */
export const loopback = ['0100007F', '00000000000000000000000001000000', '0000000000000000FFFF00000100007F']

/** Every TCP socket that a process or one of its descendants listens on. Linux only. */
export function listeningBelow(pid: number): Listening[] {
  const inodes = new Set(family(pid).flatMap(socketsOf))
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode ?? ''))
      .map(([, local = '']) => {
        const [address = '', port = '0'] = local.split(':')
        return { address, port: parseInt(port, 16) }
      }),
  )
}

function family(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)))
    parents.set(Number(name), parentOf(name))
  const isBelow = (one: number): boolean => {
    for (let at: number | undefined = one; at !== undefined && at > 1; at = parents.get(at))
      if (at === pid) return true
    return false
  }
  return [...parents.keys()].filter(isBelow)
}

function parentOf(pid: string): number {
  const status = orEmpty(() => readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0)
}

function socketsOf(pid: number): string[] {
  const entries = orEmpty(() => readdirSync(`/proc/${pid}/fd`).join(' ')).split(' ')
  return entries.flatMap((fd) => {
    const target = orEmpty(() => readlinkSync(`/proc/${pid}/fd/${fd}`))
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
    return inode === undefined ? [] : [inode]
  })
}

/** A process may end while it is looked at. */
function orEmpty(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
