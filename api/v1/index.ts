import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { limitCallers } from '../limits.ts'
import { tagAnswers } from './etag.ts'
import { describeAll, describeRoute } from './description.ts'
import { accessRoutes } from './routes/access.ts'
import { accountRoutes } from './routes/accounts.ts'
import { apiKeyRoutes } from './routes/apiKeys.ts'
import { appealRoutes } from './routes/appeals.ts'
import { calendarRoutes } from './routes/calendar.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { installationRoutes } from './routes/installation.ts'
import { docketRoutes } from './routes/dockets.ts'
import { linkAsideRoutes } from './routes/linkAside.ts'
import { linkRoutes } from './routes/links.ts'
import { mailTextRoutes } from './routes/mailTexts.ts'
import { noticeRoutes } from './routes/notices.ts'
import { peopleRoutes } from './routes/people.ts'
import { progressRoutes } from './routes/progress.ts'
import { reportRoutes } from './routes/reports.ts'
import { unitRoutes } from './routes/units.ts'
import type { ApiDependencies } from './route.ts'

/** HTTP as JSON, below /api/v1: the operations that the pages call, and the OpenAPI description of them. */
export function apiV1(deps: ApiDependencies): FastifyPluginAsync {
  return async (root) => {
    await root.register((app) => routes(app, deps), { prefix: '/api/v1' })
  }
}

async function routes(app: FastifyInstance, deps: ApiDependencies): Promise<void> {
  // Input is parsed in the handlers, where its type is known; here it only has to be described.
  app.setValidatorCompiler(() => (value) => ({ value }))
  app.setSerializerCompiler(serializerCompiler)
  limitCallers(app)
  tagAnswers(app)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Duban',
        version: '1',
        description:
          'Notices that get answered. Refusals are application/problem+json; POSTs take an Idempotency-Key.',
      },
      components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
    },
    transform: describeRoute,
    transformObject: describeAll,
  })
  accessRoutes(app, deps)
  apiKeyRoutes(app, deps)
  noticeRoutes(app, deps)
  campaignRoutes(app, deps)
  progressRoutes(app, deps)
  reportRoutes(app, deps)
  docketRoutes(app, deps)
  unitRoutes(app, deps)
  accountRoutes(app, deps)
  peopleRoutes(app, deps)
  calendarRoutes(app, deps)
  mailTextRoutes(app, deps)
  installationRoutes(app, deps)
  linkRoutes(app, deps)
  linkAsideRoutes(app, deps)
  appealRoutes(app, deps)
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () =>
    Promise.resolve(app.swagger()),
  )
}
