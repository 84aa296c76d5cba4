import type { FastifyInstance } from 'fastify'

/**
 * What may be done at an address whose route does not know the method that was asked for.
 * @returns an empty list where there is no such address
 */
export function methodsAt(app: FastifyInstance, url: string): string[] {
  const path = url.split('?', 1)[0] ?? ''
  const methods = new Set<string>()
  for (const { method, url: pattern } of app.declaredRoutes) if (matches(pattern, path)) methods.add(method)
  return [...methods].sort()
}

/** Part by part, as the router does: `:name` stands for one part that is not empty. */
function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return false
  return wanted.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]))
}
