import { z } from 'zod'
import { StartError } from './embedded/startError.ts'

const optional = z.string().min(1).optional()

const environmentSchema = z.object({
  /** A PostgreSQL of one's own, as the owner of the schema. Without it an embedded one is started. */
  DATABASE_URL: optional,
  /** The same database as duban_api and duban_worker; without them the owner's address acts in their roles. */
  DATABASE_URL_API: optional,
  DATABASE_URL_WORKER: optional,
  TEMPORAL_ADDRESS: optional,
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** An SMTP server of one's own, `smtp://user:password@host:587`. Without it mails go to the mailbox page. */
  SMTP_URL: optional,
  /** The mailbox of DUBAN_MAIL_FROM, `imaps://user:password@host`, where bounces are read. */
  DUBAN_IMAP_URL: z.url({ protocol: /^imaps?$/ }).optional(),
  DUBAN_MAIL_FROM: z.email().default('duban@duban.example'),
  /** Where units reach the pages, as it stands in mails. */
  DUBAN_BASE_URL: z.url().optional(),
  /** Base64 of at least 32 bytes; without it one is made and kept in the data folder. */
  DUBAN_LINK_KEY: optional,
  /** Base64 of 32 bytes, that backups are sealed with; without it one is made and kept in the data folder. */
  DUBAN_BACKUP_KEY: optional,
  /** Lets another machine read `/metrics`, as `Authorization: Bearer`. */
  DUBAN_METRICS_TOKEN: optional,
  /** Where `duban worker` shows its own timings, on this machine only. */
  DUBAN_METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** How much `duban api` writes about requests. */
  DUBAN_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** Addresses or networks of the proxies in front, with commas: whose word on a client's address is believed. */
  DUBAN_TRUST_PROXY: optional,
  /** `off` only where a test asks at random, see docs/security.md. */
  DUBAN_RATE_LIMIT: z.enum(['on', 'off']).default('on'),
  DUBAN_HOST: z.string().default('127.0.0.1'),
})

export type Config = z.infer<typeof environmentSchema>

/** Parses the environment once. @throws StartError naming the variable */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(filled)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw StartError.of('settingInvalid', {
    variable: String(issue?.path[0] ?? ''),
    detail: issue?.message ?? '',
  })
}

/** What the environment says of the way in, for the server of pages and API. */
export function edgeOf(config: Config): { rateLimits: boolean; trustProxy?: string[] } {
  const rateLimits = config.DUBAN_RATE_LIMIT === 'on'
  const proxies = config.DUBAN_TRUST_PROXY?.split(',').map((address) => address.trim())
  return proxies === undefined ? { rateLimits } : { rateLimits, trustProxy: proxies }
}
