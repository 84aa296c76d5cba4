import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Db } from '../db/connection.ts'

const open = { config: { access: 'public' as const }, logLevel: 'warn' as const }

/** `/healthz`: the process is up. `/readyz`: the database answers as well. */
export function healthRoutes(app: FastifyInstance, db: Db): void {
  app.get('/healthz', open, async () => ({ status: 'up' }))
  app.get('/readyz', open, async (request, reply) => {
    try {
      await sql`select 1`.execute(db)
      return { status: 'ready' }
    } catch (error) {
      request.log.warn({ err: error }, 'database does not answer')
      return reply.code(503).send({ status: 'database does not answer' })
    }
  })
}
