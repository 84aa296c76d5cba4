import { Socket } from 'node:net'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Database } from './database.ts'
import { faultPoint, type TransactionName } from './faultPoints.ts'

export type Db = Kysely<Database>
export type Tx = Transaction<Database>

const { builtins } = pg.types

/** int8 and numeric as numbers (ids and amounts stay below 2^53), `date` as the text it is. */
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, Number],
  [builtins.NUMERIC, Number],
  [builtins.DATE, (text) => text],
])

export type DatabaseRole = 'duban_owner' | 'duban_api' | 'duban_worker'

export interface ConnectOptions {
  max?: number
  /** Acts as this role where the address signs in as another that may (one's own server with one address). */
  role?: DatabaseRole
  onError?: (error: Error) => void
  /** Milliseconds to wait for a connection, free or new; 10,000 unless told. */
  waitMs?: number
  /** Milliseconds without a byte after which a connection counts as dead; without it one may be silent for ever. */
  silenceMs?: number
}

const LONGEST_WAIT_MS = 10_000

/**
 * A pool of connections for one of the three roles.
 * @param onError told of connections that the server ended; without a listener they would end the process.
 */
export function connect(url: string, options: ConnectOptions = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: options.waitMs ?? LONGEST_WAIT_MS,
    ...(options.silenceMs === undefined ? {} : { stream: watchedSocket(options.silenceMs) }),
    ...(options.role === undefined ? {} : { options: `-c role=${options.role}` }),
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        parsers.get(oid) ?? pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format),
    },
  })
  const onError = options.onError ?? (() => undefined)
  pool.on('error', onError)
  // A connection in the middle of a transaction is the pool's no longer: its end would end the process as well.
  pool.on('connect', (client) => client.on('error', onError))
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

/**
 * Sockets that are given up when nothing comes for so long: a statement that waits on a line that is dead (no reset, no
 * answer) would wait for ever, and its connection with it. One that lies idle in the pool goes the same way, unnoticed.
 */
function watchedSocket(silenceMs: number): () => Socket {
  return () => {
    const socket = new Socket()
    socket.setTimeout(silenceMs, () => socket.destroy(new Error('Connection terminated: no answer')))
    return socket
  }
}

/** Whose rows a transaction of the API may see: a unit and everything below it, or that unit alone. */
export interface Scope {
  unitId: number
  depth: 'subtree' | 'own'
}

/** All of the work is stored, or nothing. The name tells the seam to whoever tests what happens when it breaks. */
export async function inTransaction<T>(
  db: Db,
  name: TransactionName,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  faultPoint(`${name}.begin`)
  const result = await db.transaction().execute(async (tx) => {
    const done = await work(tx)
    faultPoint(`${name}.before-commit`)
    return done
  })
  faultPoint(`${name}.after-commit`)
  return result
}

/** Runs in one transaction that sees what the scope allows. The setting ends with the transaction. */
export function inScope<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(db, 'operation', async (tx) => {
    const depth = scope.depth === 'subtree' ? 1000 : 0
    await sql`select set_config('duban.scope_unit', ${String(scope.unitId)}, true),
                     set_config('duban.scope_depth', ${String(depth)}, true)`.execute(tx)
    return work(tx)
  })
}
