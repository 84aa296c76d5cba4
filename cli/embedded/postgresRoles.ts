import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { z } from 'zod'
import { StartError } from './startError.ts'

/** owner runs migrations and owns the tables; api and worker are bound by row-level security and grants. */
export const roles = ['duban_owner', 'duban_api', 'duban_worker'] as const
export type Role = (typeof roles)[number]

const passwordsSchema = z.object({
  postgres: z.string().min(1),
  duban_owner: z.string().min(1),
  duban_api: z.string().min(1),
  duban_worker: z.string().min(1),
})
export type Passwords = z.infer<typeof passwordsSchema>

/** The passwords kept in the file (mode 0600), made up the first time, before there is a cluster to lock out. */
export function keptPasswords(file: string, cluster: string): Passwords {
  if (existsSync(file)) return passwordsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  if (existsSync(cluster)) throw StartError.of('passwordsMissing', { folder: cluster, file })
  const word = (): string => randomBytes(24).toString('base64url')
  const made: Passwords = { postgres: word(), duban_owner: word(), duban_api: word(), duban_worker: word() }
  writeFileSync(`${file}.new`, JSON.stringify(made, null, 2), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return made
}

/** A connection string to the local server. The passwords are base64url, so nothing needs escaping. */
export function postgresUrl(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
}

/**
 * Brings roles, extensions and the database `duban` to what they should be; run at every start, so a start that
 * was killed half way is completed by the next. The extensions go into template1 too: databases made from it
 * have them, and the owner, who is no superuser, need not create them.
 */
export async function ensureDatabase(port: number, passwords: Passwords): Promise<void> {
  await asSuperuser(port, passwords, 'postgres', async (client) => {
    for (const role of roles) {
      const exists = await client.query('select 1 from pg_roles where rolname = $1', [role])
      const verb = exists.rowCount === 0 ? 'create' : 'alter'
      const password = client.escapeLiteral(passwords[role])
      await client.query(
        `${verb} role ${role} with login nosuperuser nocreatedb nocreaterole nobypassrls password ${password}`,
      )
    }
  })
  await asSuperuser(port, passwords, 'template1', ensureExtensions)
  await asSuperuser(port, passwords, 'postgres', async (client) => {
    const exists = await client.query(`select 1 from pg_database where datname = 'duban'`)
    if (exists.rowCount === 0)
      await client.query('create database duban owner duban_owner template template1')
  })
  await asSuperuser(port, passwords, 'duban', ensureExtensions)
}

async function ensureExtensions(client: pg.Client): Promise<void> {
  for (const extension of ['btree_gist', 'pg_trgm']) {
    await client.query(`create extension if not exists ${extension}`)
  }
}

async function asSuperuser(
  port: number,
  passwords: Passwords,
  database: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    connectionString: postgresUrl('postgres', passwords.postgres, port, database),
    options: '-c client_min_messages=warning',
  })
  client.on('error', () => undefined) // a server that ends takes this process with it otherwise
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
