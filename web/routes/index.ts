import type { FastifyInstance } from 'fastify'
import type { WebDependencies } from '../deps.ts'
import { unitRoutes } from './unit.tsx'

/** Every page, by noun. */
export function pageRoutes(app: FastifyInstance, deps: WebDependencies): void {
  unitRoutes(app, deps)
}
