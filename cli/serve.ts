import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildApp } from '../api/app.ts'
import { requestLog } from '../api/log.ts'
import { localDate } from '../domain/time.ts'
import { smtpMailer } from '../mail/mailer.ts'
import { startMessage } from '../messages/start.ts'
import { importOrReport, importTree, type ImportReport } from '../operations/tree/importTree.ts'
import { perform } from '../operations/perform.ts'
import { startWorker } from '../worker/start.ts'
import { edgeOf, readConfig, type Config } from './config.ts'
import { dataFolder } from './embedded/dataFolder.ts'
import { configuredPort, requirePort } from './embedded/ports.ts'
import { StartError } from './embedded/startError.ts'
import { firstAdministrator } from './parts/administrator.ts'
import { databaseForCommand } from './parts/borrow.ts'
import { connectDatabase, startDatabase, type DatabasePart } from './parts/database.ts'
import { linkKey } from './parts/linkKey.ts'
import { inboxOf } from './parts/mail.ts'
import { administratorLink } from './parts/signInLink.ts'
import { showTimings } from './parts/timings.ts'
import { startTemporalPart } from './parts/temporal.ts'
import { interrupted } from './start.ts'

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
const log = console.log

/** The parts of a production installation, each its own process; see docker-compose.yml. */

/** `duban migrate`: brings DATABASE_URL to this version, and prints the first administrator's link. */
export async function migrate(): Promise<void> {
  const config = readConfig()
  required('DATABASE_URL', config.DATABASE_URL)
  const database = await startDatabase(config, '', log)
  const link = await administratorLink(database.owner, baseUrlOf(config))
  if (link !== null) log(`${startMessage('signInOnce', {})}\n  ${link}`)
  await database.stop()
}

/** `duban worker`: workflows, activities and the keeper, until it is asked to stop. */
export async function worker(): Promise<void> {
  const config = readConfig()
  const smtpUrl = required('SMTP_URL', config.SMTP_URL)
  required('TEMPORAL_ADDRESS', config.TEMPORAL_ADDRESS)
  const database = connectOwn(config)
  const temporal = await startTemporalPart(config, '', log)
  const mailer = smtpMailer({ url: smtpUrl })
  const running = await startWorker({
    temporalAddress: temporal.address,
    namespace: temporal.namespace,
    db: database.worker,
    mailer,
    mail: { from: config.DUBAN_MAIL_FROM, baseUrl: baseUrlOf(config), linkKey: keyOf(config) },
    inbox: inboxOf(config),
    onError: (error) => log(String(error)),
  })
  const timings =
    config.DUBAN_METRICS_PORT === undefined ? null : await showTimings(config.DUBAN_METRICS_PORT)
  log(startMessage('addresses', {}))
  await interrupted()
  await timings?.stop()
  await running.stop()
  await mailer.close()
  await database.stop()
}

/** `duban api`: the pages and the API, until it is asked to stop. */
export async function api(): Promise<void> {
  const config = readConfig()
  const database = connectOwn(config)
  const port = configuredPort('web')
  await requirePort('web', port, config.DUBAN_HOST)
  const baseUrl = baseUrlOf(config)
  const app = await buildApp({
    db: database.api,
    baseUrl,
    linkKey: keyOf(config),
    secureCookies: baseUrl.startsWith('https:'),
    logger: requestLog(config.DUBAN_LOG_LEVEL),
    ...edgeOf(config),
    ...(config.DUBAN_METRICS_TOKEN === undefined ? {} : { metricsToken: config.DUBAN_METRICS_TOKEN }),
  })
  await app.listen({ port, host: config.DUBAN_HOST })
  log(startMessage('addressWeb', { url: baseUrl }))
  await interrupted()
  await app.close()
  await database.stop()
}

/** `duban import FILE`: the same as the import page, for an administrator at this machine. */
export async function importFile(file: string, options: { from: string; dryRun: boolean }): Promise<boolean> {
  const config = readConfig()
  const database = await databaseForCommand(config, dataFolder(projectRoot).postgres)
  try {
    const report = await runImport(database, file, options)
    log(JSON.stringify(report, null, 2))
    return report.problems.length === 0
  } finally {
    await database.stop()
  }
}

async function runImport(
  database: DatabasePart,
  file: string,
  options: { from: string; dryRun: boolean },
): Promise<ImportReport> {
  const administrator = await firstAdministrator(database.owner)
  const bytes = readFileSync(file)
  return importOrReport(() =>
    perform(database.api, administrator, (op) =>
      importTree(op, { bytes, from: localDate(options.from), dryRun: options.dryRun }),
    ),
  )
}

function connectOwn(config: Config): DatabasePart {
  required('DATABASE_URL', config.DATABASE_URL)
  return connectDatabase(config)
}

function keyOf(config: Config): Buffer {
  return linkKey(required('DUBAN_LINK_KEY', config.DUBAN_LINK_KEY), '')
}

function baseUrlOf(config: Config): string {
  return required('DUBAN_BASE_URL', config.DUBAN_BASE_URL).replace(/\/$/, '')
}

function required(variable: string, value: string | undefined): string {
  if (value === undefined) throw StartError.of('settingMissing', { variable })
  return value
}
