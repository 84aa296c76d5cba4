import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { randomBytes } from 'node:crypto'
import { buildApp } from '../api/app.ts'
import type { Place } from './place.ts'

export const LINK_KEY = randomBytes(32)

/** The product's server with one more route, `/bare/<n>`, whose one transaction writes n rows and nothing else. */
export async function serverWithBareRoute(place: Place): Promise<FastifyInstance> {
  await sql`create schema bare`.execute(place.superuser)
  await sql`create table bare.line (id bigint generated always as identity primary key, unit_id integer not null, text text not null)`.execute(
    place.superuser,
  )
  await sql`create index on bare.line (unit_id)`.execute(place.superuser)
  await sql`grant usage on schema bare to duban_api`.execute(place.superuser)
  await sql`grant insert on bare.line to duban_api`.execute(place.superuser)
  const app = await buildApp({
    db: place.api,
    baseUrl: 'http://duban.example',
    linkKey: LINK_KEY,
    secureCookies: false,
    rateLimits: false,
    plugins: [
      (routes) => {
        routes.post<{ Params: { rows: string } }>(
          '/bare/:rows',
          { config: { access: 'public' } },
          async (request) => {
            await place.api.transaction().execute((tx) =>
              sql`insert into bare.line (unit_id, text) select n, ${JSON.stringify(request.body)}
                from generate_series(1, ${Number(request.params.rows)}::integer) n`.execute(tx),
            )
            return { stored: true }
          },
        )
        return Promise.resolve()
      },
    ],
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return app
}
