import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { Problem } from '../../domain/problem.ts'
import { look } from '../../operations/perform.ts'
import { watching } from '../access.ts'
import { requirePerson } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { parseAddress } from '../forms.ts'
import { campaignParams } from './campaign.tsx'

/** Proxies end what is silent for long. */
const HEARTBEAT_MS = 25_000
/** Then the page asks again, and whether she may still see it is looked at again. */
const LONGEST_MS = 10 * 60_000
/** Pages that one session may keep up to date at once. */
const MOST_STREAMS = 8

const sinceQuery = z.object({ since: z.string().max(60).default('') })

/** Tells an open page that its campaign has changed, and nothing more: the page then asks with the viewer's own rights. */
export function campaignChangeRoutes(app: FastifyInstance, deps: WebDependencies): void {
  const open = new Set<() => void>()
  const perSession = new Map<string, number>()
  app.addHook('preClose', (done) => {
    for (const end of [...open]) end()
    done()
  })
  app.get('/campaigns/:id/changes', { config: { access: watching } }, async (request, reply) => {
    const { id } = parseAddress(campaignParams, request.params)
    const { since } = parseAddress(sinceQuery, request.query)
    await look(deps.db, requirePerson(request), ({ tx }) => loadCampaignHead(tx, id))
    const session = request.sessionToken ?? ''
    const streams = perSession.get(session) ?? 0
    if (streams >= MOST_STREAMS) throw new Problem('too-many-requests')
    perSession.set(session, streams + 1)
    const stream = startStream(request, reply)
    const stop = deps.changes.watch(id, since, stream.changed)
    open.add(stream.end)
    stream.onEnd(() => {
      stop()
      open.delete(stream.end)
      const left = (perSession.get(session) ?? 1) - 1
      if (left > 0) perSession.set(session, left)
      else perSession.delete(session)
    })
    return reply
  })
}

interface Stream {
  changed(): void
  end(): void
  onEnd(run: () => void): void
}

function startStream(request: FastifyRequest, reply: FastifyReply): Stream {
  reply.hijack()
  const { raw } = reply
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value)
  }
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 3000\n\n')
  const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS)
  const longest = setTimeout(() => raw.end(), LONGEST_MS)
  request.raw.once('close', () => {
    clearInterval(heartbeat)
    clearTimeout(longest)
  })
  return {
    changed: () => raw.write('event: changed\ndata:\n\n'),
    end: () => raw.end(),
    onEnd: (run) => raw.once('close', run),
  }
}
