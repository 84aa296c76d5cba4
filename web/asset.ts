import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A file of ours whose address changes with its content, so that it may be kept for ever; packed once, at the start. */
export interface Asset {
  address: string
  type: string
  etag: string
  bodies: Bodies
}

interface Bodies {
  plain: Buffer
  gzip: Buffer
  br: Buffer
}

export function assetOf(text: string, place: { folder: string; ending: string; type: string }): Asset {
  const plain = Buffer.from(text)
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 16)
  return {
    address: `/${place.folder}/${hash}.${place.ending}`,
    type: place.type,
    etag: `"${hash}"`,
    bodies: { plain, gzip: gzipSync(plain, { level: 9 }), br: brotliCompressSync(plain) },
  }
}

export function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset): FastifyReply {
  const packing = packingFor(request)
  return packed(reply, packing)
    .type(asset.type)
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('etag', asset.etag)
    .send(asset.bodies[packing])
}

/** A page, packed while it is sent. Only for pages that hold no secret next to what a stranger may have put in. */
export function sendPacked(request: FastifyRequest, reply: FastifyReply, markup: string): FastifyReply {
  const packing = packingFor(request)
  const plain = Buffer.from(markup)
  return packed(reply, packing).send(pack(plain, packing))
}

function pack(plain: Buffer, packing: keyof Bodies): Buffer {
  switch (packing) {
    case 'plain':
      return plain
    case 'gzip':
      return gzipSync(plain)
    case 'br':
      return brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  }
}

function packingFor(request: FastifyRequest): keyof Bodies {
  const accepted = String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .map((part) => part.split(';')[0]?.trim())
  if (accepted.includes('br')) return 'br'
  return accepted.includes('gzip') ? 'gzip' : 'plain'
}

function packed(reply: FastifyReply, packing: keyof Bodies): FastifyReply {
  reply.header('vary', 'accept-encoding')
  return packing === 'plain' ? reply : reply.header('content-encoding', packing)
}
