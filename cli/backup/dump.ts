import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { Seal } from './sealed.ts'
import { migrationsOf, tablesInOrder } from './tables.ts'

/** The first line of a backup. */
export interface BackupHead {
  kind: 'duban-backup'
  version: 1
  at: string
  migrations: string[]
}

export interface BackupSummary {
  tables: number
  rows: number
}

/**
 * Writes all facts as of one moment, compressed and sealed, while the installation runs on. The file appears under its
 * name when it is whole.
 * @param key 32 bytes
 */
export async function dump(url: string, key: Buffer, file: string, at: string): Promise<BackupSummary> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  const part = `${file}.part`
  try {
    await client.query('begin isolation level repeatable read read only')
    const plain = new PassThrough()
    const written = pipeline(plain, createGzip(), new Seal(key), createWriteStream(part, { mode: 0o600 }))
    const summary = await writeTables(client, plain, at).finally(() => plain.end())
    await written
    await client.query('commit')
    await toDisk(part)
    await rename(part, file)
    return summary
  } catch (error) {
    await rm(part, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

/** A line of JSON before each table, its rows as COPY writes them, and a line with a dot after them. */
async function writeTables(client: pg.Client, plain: PassThrough, at: string): Promise<BackupSummary> {
  const head: BackupHead = { kind: 'duban-backup', version: 1, at, migrations: await migrationsOf(client) }
  plain.write(`${JSON.stringify(head)}\n`)
  const tables = await tablesInOrder(client)
  let rows = 0
  for (const { name, columns } of tables) {
    plain.write(`${JSON.stringify({ table: name, columns })}\n`)
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
    const copy = client.query(copyTo(`copy ${pg.escapeIdentifier(name)} (${list}) to stdout`))
    await pipeline(copy, plain, { end: false })
    rows += copy.rowCount
    plain.write(`\\.${copy.rowCount}\n`)
  }
  plain.write(`${JSON.stringify({ end: true, rows })}\n`)
  return { tables: tables.length, rows }
}

async function toDisk(file: string): Promise<void> {
  const handle = await open(file, 'r')
  await handle.sync()
  await handle.close()
}
