import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'
import { freePort } from '../../cli/embedded/ports.ts'
import { postgresBinaries } from '../../cli/embedded/postgresBinaries.ts'
import { ensureCluster, plainEnv, readPostmasterFile } from '../../cli/embedded/postgresCluster.ts'
import { postgresUser } from '../../cli/embedded/postgresUser.ts'
import { namespaceAnswers } from '../../cli/embedded/temporalReady.ts'
import { startChild, type Child } from '../../cli/embedded/supervise.ts'
import { searchAttributes } from '../../workflows/names.ts'

/** What stands in for the containers: PostgreSQL and Temporal's own server, as processes of this machine. */
export interface Server {
  port: number
  child: Child
}

/** A bare PostgreSQL with its superuser, to which the compose file's own statements are put. */
export async function postgresServer(
  folder: string,
  password: string,
  statements: string[],
): Promise<Server> {
  const user = postgresUser()
  const binaries = postgresBinaries(user)
  const cluster = join(folder, 'cluster')
  ensureCluster(cluster, { binaries, user, superuserPassword: password, fast: true })
  const port = await freePort()
  const child = await startChild({
    server: 'PostgreSQL',
    command: binaries.postgres,
    args: [
      '-D',
      cluster,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
    ],
    logFile: join(folder, 'postgres.log'),
    env: plainEnv,
    ...user,
    stopSignal: 'SIGINT',
  })
  await child.ready(() => readPostmasterFile(cluster)?.ready === true, 60_000)
  const client = new pg.Client({
    connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
  })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
  return { port, child }
}

export interface TemporalPrograms {
  server: string
  sqlTool: string
  /** Temporal's schema/postgresql/v12 and the configuration that its module ships. */
  module: string
}

/** Temporal's own server on that PostgreSQL: schema, configuration with free ports, namespace, search attributes. */
export async function temporalServer(
  folder: string,
  programs: TemporalPrograms,
  database: { port: number; password: string },
  namespace: string,
): Promise<Server> {
  for (const [name, schema] of [
    ['temporal', 'temporal'],
    ['temporal_visibility', 'visibility'],
  ] as const)
    makeSchema(programs, database, name, join(programs.module, 'schema/postgresql/v12', schema, 'versioned'))
  const port = await freePort()
  const root = join(folder, 'temporal')
  mkdirSync(join(root, 'config'), { recursive: true })
  writeFileSync(join(root, 'config', 'development.yaml'), await configuration(programs, database, port))
  const child = await startChild({
    server: 'Temporal',
    command: programs.server,
    args: ['--root', root, '--config', 'config', '--allow-no-auth', 'start'],
    logFile: join(folder, 'temporal.log'),
  })
  const address = `127.0.0.1:${port}`
  await child.ready(async () => (await tryConnect(address)) !== null, 60_000, 500)
  await register(address, namespace)
  return { port, child }
}

function makeSchema(
  { sqlTool }: TemporalPrograms,
  database: { port: number; password: string },
  name: string,
  schema: string,
): void {
  const common = [
    '--plugin',
    'postgres12',
    '--ep',
    '127.0.0.1',
    '-p',
    String(database.port),
    '-u',
    'temporal',
  ]
  const at = [...common, '--pw', database.password, '--db', name]
  for (const args of [['create-database'], ['setup-schema', '-v', '0.0'], ['update-schema', '-d', schema]]) {
    const run = spawnSync(sqlTool, [...at, ...args], { encoding: 'utf8' })
    if (run.status !== 0) throw new Error(`${args[0]} of ${name}: ${run.stderr || run.stdout}`)
  }
}

/** The configuration that Temporal ships for PostgreSQL, on ports that are free here. */
async function configuration(
  { module }: TemporalPrograms,
  database: { port: number; password: string },
  port: number,
): Promise<string> {
  let text = readFileSync(join(module, 'config/development-postgres12.yaml'), 'utf8')
    .replaceAll('127.0.0.1:5432', `127.0.0.1:${database.port}`)
    .replaceAll('password: "temporal"', `password: "${database.password}"`)
    .replace(/^ {2}pprof:\n {4}port: \d+\n/m, '')
    .replace(/^ {2}metrics:[\s\S]*?(?=^services:)/m, '\n')
    .replace(/^dynamicConfigClient:[\s\S]*$/m, '')
    .replaceAll('localhost:7233', `127.0.0.1:${port}`)
    .replace('grpcPort: 7233', `grpcPort: ${port}`)
  // Temporal keeps the ports of its members in 16 bits with a sign.
  let next = 20_000 + (process.pid % 10_000)
  for (const line of text.match(/(?:grpcPort|membershipPort|httpPort): \d+/g) ?? []) {
    if (line === `grpcPort: ${port}`) continue
    text = text.replace(line, line.replace(/\d+$/, String((next += 1))))
  }
  return text
}

async function tryConnect(address: string): Promise<Connection | null> {
  try {
    return await Connection.connect({ address, connectTimeout: '2 seconds' })
  } catch {
    return null
  }
}

async function register(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address })
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('7 days'),
  })
  // The namespace is known to the frontend some seconds after it is registered.
  for (let tries = 0; ; tries += 1) {
    try {
      await addAttributes(connection, namespace)
      break
    } catch (error) {
      if (tries > 60) throw error
      await sleep(1000)
    }
  }
  while (!(await namespaceAnswers(address, Object.keys(searchAttributes), namespace))) await sleep(500)
  await connection.close()
}

async function addAttributes(connection: Connection, namespace: string): Promise<void> {
  const { IndexedValueType } = proto.temporal.api.enums.v1
  const types = {
    Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    Int: IndexedValueType.INDEXED_VALUE_TYPE_INT,
    Datetime: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  }
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(
      Object.entries(searchAttributes).map(([name, type]) => [name, types[type]]),
    ),
  })
}
