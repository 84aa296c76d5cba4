import pino, { type DestinationStream, type Logger } from 'pino'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * The log of requests, a line of JSON each. It holds the route and never the address, no header, no cookie and no body:
 * addresses hold the links of units. `reqId` is the same as `request_id` in the record.
 */
export function requestLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { req, res, err } }
  return destination === undefined ? pino(options) : pino(options, destination)
}

function req(request: FastifyRequest): object {
  return { method: request.method, route: request.routeOptions.url ?? 'none' }
}

function res(reply: FastifyReply): object {
  return { statusCode: reply.statusCode }
}

/** Of a database's error its code; its detail would quote what somebody typed. */
function err(error: Error): object {
  return {
    type: error.name,
    message: 'code' in error ? '' : error.message,
    ...('code' in error ? { code: String(error.code) } : {}),
    stack: error.stack?.split('\n').slice(1).join('\n'),
  }
}
