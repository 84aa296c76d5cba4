import type { FastifyInstance } from 'fastify'

/** The description of the API as it is committed: what the application itself says of its routes. */
export async function describeApi(app: FastifyInstance): Promise<string> {
  const response = await app.inject({ method: 'GET', url: '/api/v1/openapi.json' })
  return `${JSON.stringify(JSON.parse(response.body), null, 2)}\n`
}
