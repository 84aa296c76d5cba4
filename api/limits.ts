import type { RateLimitPluginOptions } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../domain/problem.ts'

/** Fifty a second, for as long as one likes: no program that works needs more, and one that loops is held up. */
const MOST_A_MINUTE = 3000

/** How often one may ask, for routes that name a number. @param on false only where a test asks at random */
export function rateLimits(on: boolean): RateLimitPluginOptions {
  return {
    global: false,
    errorResponseBuilder: () => new Problem('too-many-requests'),
    ...(on ? {} : { allowList: () => true }),
  }
}

/**
 * Of those who are known the key or session counts, and of others the address: a city's offices, and all units behind
 * one proxy, share an address.
 */
export function callerOf(request: FastifyRequest): string {
  if (request.person === null) return `address ${request.ip}`
  const { key } = request.person
  return key === undefined ? `session ${request.sessionToken ?? ''}` : `key ${key.id}`
}

/** One count for all routes of `app` together, besides what single routes allow. */
export function limitCallers(app: FastifyInstance): void {
  const count = app.createRateLimit({ max: MOST_A_MINUTE, timeWindow: '1 minute', keyGenerator: callerOf })
  app.addHook('onRequest', async (request, reply) => {
    const counted = await count(request)
    if (counted.isAllowed || !counted.isExceeded) return
    void reply.header('retry-after', counted.ttlInSeconds)
    throw new Problem('too-many-requests')
  })
}
