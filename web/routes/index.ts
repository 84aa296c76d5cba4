import type { FastifyInstance } from 'fastify'
import type { WebDependencies } from '../deps.ts'
import { campaignRoutes } from './campaign.tsx'
import { campaignUnitRoutes } from './campaignUnits.tsx'
import { unitRoutes } from './unit.tsx'

/** Every page, by noun. */
export function pageRoutes(app: FastifyInstance, deps: WebDependencies): void {
  campaignRoutes(app, deps)
  campaignUnitRoutes(app, deps)
  unitRoutes(app, deps)
}
