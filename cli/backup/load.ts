import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Readable, Writable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { z } from 'zod'
import type { BackupSummary } from './dump.ts'
import { BackupRefused, Unseal } from './sealed.ts'
import { migrationsOf, tablesInOrder } from './tables.ts'

const headSchema = z.object({
  kind: z.literal('duban-backup'),
  version: z.literal(1),
  at: z.string(),
  migrations: z.array(z.string()),
})
const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()) })
const endSchema = z.object({ end: z.literal(true), rows: z.number().int() })

export type BackupHeadRead = z.infer<typeof headSchema>

/** Why a whole backup does not fit the database that it is to go into. */
export class RestoreRefused extends Error {
  readonly why: 'other-version' | 'not-empty'
  constructor(why: RestoreRefused['why']) {
    super(why)
    this.name = 'RestoreRefused'
    this.why = why
  }
}

/** What reads a backup is told of, in order. */
interface Reader {
  table(name: string, columns: string[]): Promise<void>
  /** Whole lines, as COPY wrote them. */
  rows(lines: Buffer): Promise<void>
  endTable(): Promise<void>
}

/** Reads a whole file and keeps nothing of it. @throws BackupRefused */
export async function verify(file: string, key: Buffer): Promise<BackupHeadRead & BackupSummary> {
  let tables = 0
  const nothing = (): Promise<void> => Promise.resolve()
  const { head, rows } = await read(file, key, {
    table: () => {
      tables += 1
      return nothing()
    },
    rows: nothing,
    endTable: nothing,
  })
  return { ...head, tables, rows }
}

/**
 * Puts a backup in the place of what a database holds, in one transaction: a file that is refused, or fails half way,
 * leaves it as it was. Mails are held from then on until a person releases them; nobody is signed in, and no key of a
 * program opens anything.
 * @param replace whether notices that the database holds may be lost
 * @throws BackupRefused, RestoreRefused
 */
export async function load(
  url: string,
  key: Buffer,
  file: string,
  options: { replace: boolean },
): Promise<BackupSummary> {
  const { migrations } = await verify(file, key)
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('begin')
    await requireRoom(client, migrations, options.replace)
    const tables = await tablesInOrder(client)
    await client.query(`truncate ${tables.map(({ name }) => pg.escapeIdentifier(name)).join(', ')} cascade`)
    const summary = await fill(client, file, key)
    await setSequences(client)
    await holdMail(client)
    await revokeKeys(client)
    await client.query('commit')
    return summary
  } finally {
    await client.end()
  }
}

async function requireRoom(client: pg.Client, migrations: string[], replace: boolean): Promise<void> {
  const own = await migrationsOf(client)
  if (own.join() !== migrations.join()) throw new RestoreRefused('other-version')
  const { rows } = await client.query('select 1 from notice union all select 1 from unit offset 1 limit 1')
  if (rows.length > 0 && !replace) throw new RestoreRefused('not-empty')
}

async function fill(client: pg.Client, file: string, key: Buffer): Promise<BackupSummary> {
  let tables = 0
  let copy: Writable | null = null
  const { rows } = await read(file, key, {
    table(name, columns) {
      tables += 1
      const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
      copy = client.query(copyFrom(`copy ${pg.escapeIdentifier(name)} (${list}) from stdin`))
      return Promise.resolve()
    },
    rows: (lines) => write(copy, lines),
    endTable: () => finish(copy),
  })
  return { tables, rows }
}

function write(copy: Writable | null, lines: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    if (copy === null) return resolve()
    copy.once('error', reject)
    copy.write(lines, (error) => {
      copy.off('error', reject)
      if (error) reject(error)
      else resolve()
    })
  })
}

function finish(copy: Writable | null): Promise<void> {
  return copy === null ? Promise.resolve() : pipeline(Readable.from([]), copy)
}

/** Numbers go on after the highest that came back. */
async function setSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; column: string; sequence: string }>(`
    select c.relname as name, a.attname as column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attidentity <> ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`)
  for (const { name, column, sequence } of rows) {
    const [table, id] = [pg.escapeIdentifier(name), pg.escapeIdentifier(column)]
    await client.query(
      `select setval($1::regclass, coalesce((select max(${id}) from ${table}), 0) + 1, false)`,
      [sequence],
    )
  }
}

/** What was due between backup and restore has gone out already, or is of no use any more: a person looks first. */
async function holdMail(client: pg.Client): Promise<void> {
  await client.query(`
    insert into setting (key, value) values ('mailHold', jsonb_build_object('since', duban_now(), 'why', 'restored'))
    on conflict (key) do update set value = excluded.value`)
}

/** A key may have been taken back after the backup was made. Sessions are in no backup, and those that were go with the rest. */
async function revokeKeys(client: pg.Client): Promise<void> {
  await client.query('update api_key set revoked_at = duban_now() where revoked_at is null')
}

async function read(
  file: string,
  key: Buffer,
  reader: Reader,
): Promise<{ head: BackupHeadRead; rows: number }> {
  const parser = new Parser(reader)
  try {
    await pipeline(createReadStream(file), new Unseal(key), createGunzip(), parser)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR')
      throw new BackupRefused('cut-short')
    throw error
  }
  return parser.result()
}

/** Takes the plain text of a backup apart, however its bytes arrive. */
class Parser extends Writable {
  readonly #reader: Reader
  #pending = Buffer.alloc(0)
  #head: BackupHeadRead | null = null
  #inTable = false
  #rows = 0
  #end: number | null = null

  constructor(reader: Reader) {
    super()
    this.#reader = reader
  }

  result(): { head: BackupHeadRead; rows: number } {
    if (this.#head === null || this.#end === null || this.#end !== this.#rows)
      throw new BackupRefused('cut-short')
    return { head: this.#head, rows: this.#rows }
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#take(chunk).then(
      () => done(),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    )
  }

  async #take(chunk: Buffer): Promise<void> {
    const bytes = Buffer.concat([this.#pending, chunk])
    let from = 0
    let copied = 0
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      const isRow = this.#inTable && !(bytes[from] === 0x5c && bytes[from + 1] === 0x2e)
      if (!isRow) {
        await this.#copy(bytes.subarray(copied, from))
        await this.#line(bytes.subarray(from, end).toString('utf8'))
        copied = end + 1
      } else this.#rows += 1
      from = end + 1
    }
    await this.#copy(bytes.subarray(copied, from))
    this.#pending = Buffer.from(bytes.subarray(from))
  }

  #copy(lines: Buffer): Promise<void> {
    return lines.length === 0 ? Promise.resolve() : this.#reader.rows(lines)
  }

  async #line(text: string): Promise<void> {
    if (this.#inTable) {
      this.#inTable = false
      return this.#reader.endTable()
    }
    const line: unknown = JSON.parse(text)
    if (this.#head === null) {
      this.#head = headSchema.parse(line)
      return
    }
    const table = tableSchema.safeParse(line)
    if (!table.success) {
      this.#end = endSchema.parse(line).rows
      return
    }
    this.#inTable = true
    await this.#reader.table(table.data.table, table.data.columns)
  }
}
