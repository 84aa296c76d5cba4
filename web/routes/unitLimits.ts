import type { RateLimitOptions } from '@fastify/rate-limit'
import { z } from 'zod'

const path = z.object({ token: z.string() })

/**
 * So many requests a minute for one link. Counted by the link and not by the address that they come from: a whole
 * county may share one, and whoever guesses tokens finds none.
 */
export function perLink(max: number): RateLimitOptions {
  return {
    max,
    timeWindow: '1 minute',
    keyGenerator: (request) => {
      const parsed = path.safeParse(request.params)
      return parsed.success ? parsed.data.token : request.ip
    },
  }
}
