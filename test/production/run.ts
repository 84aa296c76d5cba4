/**
 * `npm run production`: what docker-compose.yml describes, part by part without containers: each service's own command,
 * Temporal's own server on PostgreSQL, and one campaign over the whole.
 * Wants TEMPORAL_SERVER, TEMPORAL_SQL_TOOL and TEMPORAL_MODULE: see docs/operating.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { freePort } from '../../cli/embedded/ports.ts'
import { startChild, type Child } from '../../cli/embedded/supervise.ts'
import { generateFederation } from '../../domain/federation.ts'
import { startMailbox } from '../../mail/mailbox/mailbox.ts'
import { openMailboxStore } from '../../mail/mailbox/store.ts'
import { treeFile } from '../../operations/tree/treeFile.ts'
import { campaignWorkflowId } from '../../workflows/names.ts'
import { commandOf, readCompose, roleStatements } from './compose.ts'
import { playCampaign, until } from './campaign.ts'
import { postgresServer, temporalServer } from './servers.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-production-'))
spawnSync('chmod', ['711', folder])
const password = randomBytes(12).toString('hex')
const children: Child[] = []
const say = (line: string): void => console.log(`✓ ${line}`)

function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`set ${name}: see docs/operating.md`)
  return value
}

const programs = {
  server: setting('TEMPORAL_SERVER'),
  sqlTool: setting('TEMPORAL_SQL_TOOL'),
  module: setting('TEMPORAL_MODULE'),
}
const compose = readCompose()
say('docker-compose.yml parses')
try {
  const postgres = await postgresServer(folder, password, roleStatements(compose, password))
  children.push(postgres.child)
  say('PostgreSQL: roles and database by the statements of the compose file')
  const temporal = await temporalServer(folder, programs, { port: postgres.port, password }, 'duban')
  children.push(temporal.child)
  say("Temporal's own server on that PostgreSQL: schema, namespace, search attributes")
  const store = await openMailboxStore(join(folder, 'mails'))
  const relay = await startMailbox({ smtpPort: await freePort(), store })
  const web = await freePort()
  const variables = {
    POSTGRES_PASSWORD: password,
    DUBAN_LINK_KEY: randomBytes(32).toString('base64'),
    DUBAN_BASE_URL: `http://127.0.0.1:${web}`,
    DUBAN_MAIL_FROM: 'duban@fl.example',
    SMTP_URL: relay.smtpUrl,
  }
  const hosts = {
    'postgres:5432': `127.0.0.1:${postgres.port}`,
    'temporal:7233': `127.0.0.1:${temporal.port}`,
    '0.0.0.0': '127.0.0.1',
  }
  const service = (name: string) => {
    const { command, args, env } = commandOf(compose, name, variables, hosts)
    // A server of this machine starts in no folder of ours.
    const paths = args.map((arg) => (arg.startsWith('cli/') ? join(process.cwd(), arg) : arg))
    return { command, args: paths, env: { PATH: process.env['PATH'] ?? '', ...env, DUBAN_PORT: String(web) } }
  }
  const start = async (name: string): Promise<Child> => {
    const { command, args, env } = service(name)
    const child = await startChild({ server: name, command, args, env, logFile: join(folder, `${name}.log`) })
    children.push(child)
    return child
  }

  const { command, args, env } = service('migrate')
  const migrated = spawnSync(command, args, { env, encoding: 'utf8' })
  if (migrated.status !== 0) throw new Error(migrated.stdout + migrated.stderr)
  const signIn = /\/sign-in\/\S+/.exec(migrated.stdout)?.[0] ?? ''
  say('duban migrate: schema made, first link printed')
  const tree = join(folder, 'tree.csv')
  writeFileSync(tree, treeFile(generateFederation({ seed: 1, units: 60 })))
  const imported = spawnSync(command, ['cli/bootstrap.mjs', 'import', tree, '--from', '2026-01-01'], {
    env,
    encoding: 'utf8',
  })
  if (imported.status !== 0) throw new Error(imported.stdout + imported.stderr)
  say('duban import: a federation of 60 units')

  const api = await start('api')
  const baseUrl = `http://127.0.0.1:${web}`
  await api.ready(async () => (await fetch(`${baseUrl}/readyz`).catch(() => null))?.ok === true, 60_000, 500)
  say('duban api: ready while no worker runs')
  let worker = await start('worker')
  const restartWorker = async (): Promise<void> => {
    process.kill(worker.pid, 'SIGKILL')
    await worker.exited
    worker = await start('worker')
  }
  const campaignId = await playCampaign({ baseUrl, signIn, store, restartWorker, say })
  const connection = await Connection.connect({ address: `127.0.0.1:${temporal.port}` })
  const client = new Client({ connection, namespace: 'duban' })
  const handle = client.workflow.getHandle(campaignWorkflowId(campaignId))
  await until(async () => (await handle.describe()).status.name === 'COMPLETED', 'the results')
  say(
    `results compiled: the campaign's workflow ended after ${(await handle.describe()).historyLength} events`,
  )
  await connection.close()
  await relay.stop()
  console.log('production: all parts proven')
} finally {
  for (const child of children.reverse()) await child.stop()
  if (process.env['DUBAN_KEEP'] === undefined) rmSync(folder, { recursive: true, force: true })
}
