import { fileURLToPath } from 'node:url'
import { buildApp } from '../api/app.ts'
import { requestLog } from '../api/log.ts'
import { startMessage } from '../messages/start.ts'
import { startWorker } from '../worker/start.ts'
import { edgeOf, readConfig, type Config } from './config.ts'
import { dataFolder, lockDataFolder } from './embedded/dataFolder.ts'
import { configuredPort, requirePort } from './embedded/ports.ts'
import { StartError } from './embedded/startError.ts'
import { startDatabase, type DatabasePart } from './parts/database.ts'
import { linkKey } from './parts/linkKey.ts'
import { inboxOf, startMail, type MailPart } from './parts/mail.ts'
import { administratorLink } from './parts/signInLink.ts'
import { startTemporalPart, type TemporalPart } from './parts/temporal.ts'
import { Stack } from './parts/stack.ts'

const projectRoot = fileURLToPath(new URL('..', import.meta.url))

type Log = (line: string) => void

/** Everything of one installation, started in order; stopped in the reverse. */
export interface Installation {
  database: DatabasePart
  temporal: TemporalPart
  mail: MailPart
  baseUrl: string
  folder: string
  /** Resolves when a server that this process runs has ended by itself. */
  died: Promise<string>
  stop(): Promise<void>
}

/** `duban start`: all parts in this process, embedded where the environment names none of one's own. */
export async function start(log: Log = console.log): Promise<void> {
  const config = readConfig()
  const installation = await startInstallation(config, log)
  await announce(installation, log)
  const reason = await Promise.race([interrupted(), installation.died])
  log(startMessage('stopping', {}))
  await installation.stop()
  if (reason === null) return log(startMessage('stopped', {}))
  throw StartError.of('serverEnded', { server: reason, logFile: installation.folder })
}

export async function startInstallation(config: Config, log: Log): Promise<Installation> {
  const stack = new Stack()
  try {
    return await startParts(config, log, stack)
  } catch (error) {
    await stack.unwind()
    throw error
  }
}

async function startParts(config: Config, log: Log, stack: Stack): Promise<Installation> {
  const folders = dataFolder(projectRoot)
  const unlock = lockDataFolder(folders.folder)
  stack.onStop(() => Promise.resolve(unlock()))
  const port = configuredPort('web')
  await requirePort('web', port, config.DUBAN_HOST)
  const baseUrl = config.DUBAN_BASE_URL?.replace(/\/$/, '') ?? `http://localhost:${port}`
  const key = linkKey(config.DUBAN_LINK_KEY, folders.folder)

  const database = stack.add(
    await timed('PostgreSQL', log, () => startDatabase(config, folders.postgres, log)),
  )
  const temporal = stack.add(
    await timed('Temporal', log, () => startTemporalPart(config, folders.temporal, log)),
  )
  const mail = stack.add(await timed('SMTP', log, () => startMail(config, folders.folder)))
  stack.add(
    await timed('worker', log, () =>
      startWorker({
        temporalAddress: temporal.address,
        namespace: temporal.namespace,
        db: database.worker,
        mailer: mail.mailer,
        mail: { from: config.DUBAN_MAIL_FROM, baseUrl, linkKey: key },
        inbox: inboxOf(config),
        onError: (error) => log(String(error)),
      }),
    ),
  )
  const app = await buildApp({
    db: database.api,
    baseUrl,
    linkKey: key,
    secureCookies: baseUrl.startsWith('https:'),
    // A person reads this console: she is told of accidents alone.
    logger: requestLog('error'),
    ...edgeOf(config),
    ...(mail.mailbox === null ? {} : { mailbox: mail.mailbox }),
  })
  stack.onStop(() => app.close())
  await app.listen({ port, host: config.DUBAN_HOST })
  return {
    database,
    temporal,
    mail,
    baseUrl,
    folder: folders.folder,
    died: Promise.race([ended('PostgreSQL', database.exited), ended('Temporal', temporal.exited)]),
    stop: () => stack.unwind(),
  }
}

function ended(name: string, exited: Promise<unknown> | null): Promise<string> {
  return exited === null ? new Promise(() => undefined) : exited.then(() => name)
}

async function timed<T>(part: string, log: Log, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  log(startMessage('partReady', { part, seconds: ((performance.now() - started) / 1000).toFixed(1) }))
  return result
}

async function announce(installation: Installation, log: Log): Promise<void> {
  const { baseUrl, mail, temporal, folder } = installation
  log('')
  log(startMessage('addresses', {}))
  log(`  ${startMessage('addressWeb', { url: baseUrl })}`)
  if (mail.mailbox !== null) log(`  ${startMessage('addressMailbox', { url: `${baseUrl}/mailbox` })}`)
  if (temporal.uiUrl !== null) log(`  ${startMessage('addressTemporal', { url: temporal.uiUrl })}`)
  const link = await administratorLink(installation.database.owner, baseUrl)
  if (link !== null) log(`\n${startMessage('signInOnce', {})}\n  ${link}`)
  log(`\n${startMessage('howToStop', { folder })}`)
}

/** Resolves with null when a person (or the system) asks this process to stop. */
export function interrupted(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(null))
  })
}
