import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/connection.ts'
import { loadCondition } from '../db/queries/condition.ts'

const open = { config: { access: 'public' as const }, logLevel: 'warn' as const }

/** The keeper says every half minute that worker and Temporal are there; after so many seconds they are not. */
const SILENT_SECONDS = 90

/**
 * `/healthz`: the process is up. `/readyz`: what people do is taken in, which wants the database alone; beside it stands
 * what the worker and Temporal last said, since without them nothing is sent and nothing climbs.
 */
export function healthRoutes(app: FastifyInstance, db: Db): void {
  app.get('/healthz', open, async () => ({ status: 'up' }))
  app.get('/readyz', open, async (request, reply) => {
    try {
      const { silentSeconds, outboxSeconds } = await loadCondition(db)
      const heard = (part: string): 'up' | 'silent' =>
        (silentSeconds[part] ?? Number.POSITIVE_INFINITY) < SILENT_SECONDS ? 'up' : 'silent'
      const parts = { database: 'up', worker: heard('worker'), temporal: heard('temporal') }
      return { status: 'ready', parts, oldestNudgeSeconds: Math.round(outboxSeconds) }
    } catch (error) {
      request.log.warn({ err: error }, 'database does not answer')
      return reply.code(503).send({ status: 'database does not answer', parts: { database: 'down' } })
    }
  })
}
