import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyPluginAsync } from 'fastify'
import { watchCampaigns } from '../db/changes.ts'
import type { Db } from '../db/connection.ts'
import { MAX_FILE_BYTES } from '../operations/unit/prepareFile.ts'
import type { Mailbox, WebDependencies } from '../web/deps.ts'
import { pageRoutes } from '../web/routes/index.ts'
import { sendAsset } from '../web/asset.ts'
import { loadScripts } from '../web/scripts.ts'
import { loadStylesheets } from '../web/stylesheet.ts'
import { answerErrors, answerUnroutable } from './errors.tsx'
import { healthRoutes } from './health.ts'
import { rateLimits } from './limits.ts'
import { metricsRoutes } from './metrics.ts'
import { secure } from './security.ts'
import { apiV1 } from './v1/index.ts'

export interface AppOptions {
  /** As the role `duban_api`. */
  db: Db
  /** What the installation is reached by, without a slash at the end. */
  baseUrl: string
  /** Signs unit links and forms. */
  linkKey: Buffer
  /** True where the installation is reached over HTTPS. */
  secureCookies: boolean
  /** Development only: mails to read in the browser. */
  mailbox?: Mailbox
  /** A smaller example than the whole federation, for tests. */
  exampleUnits?: number
  logger?: FastifyBaseLogger
  /** Lets another machine read `/metrics`. */
  metricsToken?: string
  /** Addresses of the proxies in front, never `true`: whoever is believed may name any client address. */
  trustProxy?: string[]
  /** False only for a test that asks at random; see DUBAN_RATE_LIMIT. */
  rateLimits?: boolean
  /** Further routes; each declares its access like the rest. */
  plugins?: FastifyPluginAsync[]
}

/** Large enough for the longest notice that the fields allow, each Chinese character sent as nine. */
const BODY_LIMIT = 8 * 1024 * 1024

/** Pages and API as one server that listens to nothing yet: `listen` opens it, `inject` tests it. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    bodyLimit: BODY_LIMIT,
    // Follows one request through log and record, and is told to whoever met an accident; no two are alike.
    genReqId: () => randomUUID(),
    requestTimeout: 60_000,
    ...(options.logger === undefined ? {} : { loggerInstance: options.logger }),
    ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (_error, request, reply) => answerUnroutable(request, reply),
  })
  const styles = loadStylesheets()
  const scripts = loadScripts()
  const deps: WebDependencies = {
    db: options.db,
    baseUrl: options.baseUrl,
    linkKey: options.linkKey,
    secureCookies: options.secureCookies,
    addresses: {
      desk: styles.desk.address,
      phone: styles.phone.address,
      unitReport: scripts.unitReport.address,
      live: scripts.live.address,
      keys: scripts.keys.address,
      circular: scripts.circular.address,
      dates: scripts.dates.address,
    },
    mailbox: options.mailbox ?? null,
    changes: watchCampaigns(options.db),
    exampleUnits: options.exampleUnits ?? null,
  }
  await app.register(helmet, headers(options))
  await app.register(cookie)
  await app.register(formbody)
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: MAX_FILE_BYTES, fields: 2000 },
  })
  await app.register(rateLimit, rateLimits(options.rateLimits ?? true))
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('permissions-policy', PERMISSIONS)
    done()
  })
  secure(app, deps)
  answerErrors(app, deps)
  for (const asset of [styles.desk, styles.phone, ...Object.values(scripts)]) {
    app.get(asset.address, { config: { access: 'public' } }, (request, reply) =>
      sendAsset(request, reply, asset),
    )
  }
  healthRoutes(app, options.db)
  metricsRoutes(app, options.db, options.metricsToken ?? null)
  pageRoutes(app, deps)
  await app.register(apiV1(options))
  for (const plugin of options.plugins ?? []) await app.register(plugin)
  return app
}

/** Pages ask for nothing that a browser would ask a person about. */
const PERMISSIONS =
  'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(), usb=()'

/** Nothing but this installation's own styles, pictures and scripts, and no script within a page. */
function headers({ secureCookies }: AppOptions) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' as const },
    referrerPolicy: { policy: 'no-referrer' as const },
    strictTransportSecurity: secureCookies ? { maxAge: 31536000 } : false,
    crossOriginOpenerPolicy: secureCookies ? { policy: 'same-origin' as const } : false,
    originAgentCluster: secureCookies,
  }
}
