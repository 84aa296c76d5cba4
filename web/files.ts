import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/**
 * Sends what somebody uploaded, to be saved and not opened in place; whoever opens it there all the same gets it in a
 * sandbox of its own: nothing in it may act as a page of Duban.
 */
export function sendFile(
  reply: FastifyReply,
  file: { name: string; mediaType: string; content: Buffer },
): FastifyReply {
  return reply
    .type(file.mediaType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .send(file.content)
}

/** Sends what Duban has written itself, to be saved under a name. */
export function sendDownload(
  reply: FastifyReply,
  file: { name: string; mediaType: string; content: Buffer | string | Readable },
): FastifyReply {
  const name = file.name.replaceAll(/[\p{Cc}<>:"/\\|?*]/gu, ' ')
  return reply
    .type(file.mediaType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('cache-control', 'private, no-store')
    .send(file.content)
}
