import { createServer } from 'node:net'
import { StartError } from './startError.ts'

/** What listens on this machine, where it listens unless told otherwise, and which variable tells it. */
export const ports = {
  web: { port: 8080, purpose: '督办 Web', variable: 'DUBAN_PORT' },
  postgres: { port: 15432, purpose: 'PostgreSQL', variable: 'DUBAN_POSTGRES_PORT' },
  temporal: { port: 17233, purpose: 'Temporal', variable: 'DUBAN_TEMPORAL_PORT' },
  temporalUi: { port: 18233, purpose: 'Temporal UI', variable: 'DUBAN_TEMPORAL_UI_PORT' },
  demo: { port: 8090, purpose: '督办 demo', variable: 'DUBAN_DEMO_PORT' },
  smtp: { port: 11025, purpose: 'SMTP', variable: 'DUBAN_SMTP_PORT' },
} as const

export type PortName = keyof typeof ports

/** The port that the environment asks for, else the fixed default. Doesn't look whether it is free. */
export function configuredPort(name: PortName, env: NodeJS.ProcessEnv = process.env): number {
  const { port, variable } = ports[name]
  const value = env[variable]
  if (value === undefined || value === '') return port
  const chosen = Number(value)
  if (!/^\d+$/.test(value) || chosen < 1 || chosen > 65535)
    throw StartError.of('portInvalid', { variable, value })
  return chosen
}

/** Refuses, in one sentence that names the variable to change, when the port can't be listened on. */
export async function requirePort(name: PortName, port: number, host = '127.0.0.1'): Promise<void> {
  if (await canListen(port, host)) return
  const { purpose, variable } = ports[name]
  throw StartError.of('portTaken', { port, purpose, variable })
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

const given = new Set<number>()

/** A port that is free now, never the same one twice in this process. For tests: another process may take it. */
export async function freePort(): Promise<number> {
  const port = await new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
  if (given.has(port)) return freePort()
  given.add(port)
  return port
}
