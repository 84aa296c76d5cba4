import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What was answered with 2xx, and by what it can be found again. */
export interface Acknowledged {
  kind: 'acknowledge' | 'report' | 'file' | 'accept' | 'return' | 'decide' | 'close'
  /** The idempotency key; it stands in the text, name or reason of what was written as well. */
  key: string
  unitId: number
  subjectId: number
  body: Record<string, unknown>
  /** Of a file: the SHA-256 of what was sent, in hex. */
  sha256?: string
}

export interface Written {
  status: number
  body: Record<string, unknown>
}

export interface WriteOptions {
  path: string
  key: string
  body?: object
  /** A session; without it the path's link says who it is. */
  session?: string | undefined
  /** Of the address that the request comes from: the rate limits count by address. */
  from: number
}

/** Writes as people's programs should: with a key, again until there is an answer, giving up after some minutes. */
export interface ApiClient {
  write(options: WriteOptions): Promise<Written>
  /** How many tries were answered by nothing or by 5xx. */
  failed: Map<string, number>
  close(): void
}

const PATIENCE_MS = 180_000

export function apiClient(baseUrl: string): ApiClient {
  const agents = new Map<string, Agent>()
  const { hostname, port } = new URL(baseUrl)
  const failed = new Map<string, number>()

  function agentOf(from: number): Agent {
    const address =
      process.platform === 'linux'
        ? `127.${1 + (from >> 14)}.${(from >> 7) & 127}.${1 + (from & 127)}`
        : '127.0.0.1'
    const known = agents.get(address)
    if (known !== undefined) return known
    const made = new Agent({ keepAlive: true, maxSockets: 4, localAddress: address, timeout: 30_000 })
    agents.set(address, made)
    return made
  }

  function once({ path, key, body, session, from }: WriteOptions): Promise<Written> {
    return new Promise((resolve, reject) => {
      const payload = body === undefined ? '' : JSON.stringify(body)
      const asked = request(
        {
          hostname,
          port,
          path: `/api/v1${path}`,
          method: 'POST',
          agent: agentOf(from),
          timeout: 30_000,
          headers: {
            'idempotency-key': key,
            ...(payload === '' ? {} : { 'content-type': 'application/json' }),
            'content-length': Buffer.byteLength(payload),
            ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
          },
        },
        (response) => {
          const pieces: Buffer[] = []
          response.on('data', (piece: Buffer) => pieces.push(piece))
          response.on('error', reject)
          response.on('aborted', () => reject(new Error('cut')))
          response.on('end', () => {
            try {
              const text = Buffer.concat(pieces).toString('utf8')
              resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> })
            } catch (error) {
              reject(error instanceof Error ? error : new Error('unreadable'))
            }
          })
        },
      )
      asked.on('timeout', () => asked.destroy(new Error('no answer')))
      asked.on('error', reject)
      asked.end(payload)
    })
  }

  const count = (what: string): void => void failed.set(what, (failed.get(what) ?? 0) + 1)

  return {
    failed,
    async write(options) {
      for (const end = Date.now() + PATIENCE_MS; ; await sleep(150)) {
        try {
          const written = await once(options)
          if (written.status < 500 && written.status !== 429) return written
          count(written.status === 500 ? `500 ${JSON.stringify(written.body)}` : String(written.status))
        } catch (error) {
          count(error instanceof Error && 'code' in error ? String(error.code) : String(error))
        }
        if (Date.now() > end) throw new Error(`no answer to ${options.path}: ${JSON.stringify([...failed])}`)
      }
    },
    close() {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}
