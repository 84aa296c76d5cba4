import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * What may be done at an address. One that is declared as it stands is not that of a thing with such a name:
 * `/units/import` is no unit.
 * @returns an empty list where there is no such address
 */
export function methodsAt(app: FastifyInstance, url: string): string[] {
  const path = url.split('?', 1)[0] ?? ''
  const exactly = app.declaredRoutes.filter((route) => route.url === path)
  const fitting =
    exactly.length > 0 ? exactly : app.declaredRoutes.filter((route) => matches(route.url, path))
  return [...new Set(fitting.map(({ method }) => method))].sort()
}

/** Whether a route was found only because a word of the address was taken for the name of a thing. */
export function isTakenForAnother(app: FastifyInstance, request: FastifyRequest): boolean {
  const pattern = request.routeOptions.url
  if (pattern === undefined || !pattern.includes('/:')) return false
  const path = request.url.split('?', 1)[0]
  return app.declaredRoutes.some(({ url }) => url === path)
}

/** Part by part, as the router does: `:name` stands for one part that is not empty. */
function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return false
  return wanted.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]))
}
