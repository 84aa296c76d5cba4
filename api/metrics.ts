import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client'
import type { Db } from '../db/connection.ts'
import { loadCondition, type Condition } from '../db/queries/condition.ts'
import { Problem } from '../domain/problem.ts'
import { isThisMachine } from '../web/thisMachine.ts'

const gauge = (name: string, help: string, label?: string): Gauge =>
  new Gauge({ name, help, ...(label === undefined ? {} : { labelNames: [label] }) })

/** One registry for a process, whatever runs in it: the worker's timings stand in it as well. */
const gauges = {
  momentsLate: gauge('duban_moments_late', 'campaigns whose next moment is over a minute past'),
  latestMoment: gauge('duban_latest_moment_seconds', 'how far the latest moment that is due is past'),
  outbox: gauge('duban_outbox_rows', 'nudges that have not arrived'),
  outboxAge: gauge('duban_outbox_age_seconds', 'age of the oldest nudge that has not arrived'),
  mails: gauge('duban_mails', 'mails by state', 'state'),
  mailsPerson: gauge('duban_mails_for_a_person', 'mails of unknown fate that a person decides about'),
  items: gauge('duban_docket_items_open', 'undecided docket items by level', 'level'),
  campaigns: gauge('duban_campaigns_open', 'campaigns under way'),
  held: gauge('duban_mail_held', '1 while mails are held after a restore'),
  silent: gauge('duban_part_silent_seconds', 'real seconds since a part said that it is alive', 'part'),
}
const requests = new Histogram({
  name: 'duban_http_seconds',
  help: 'answers by route and status',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
})
let collecting = false

/**
 * `/metrics` for Prometheus, counts and times only: to this machine, and to whoever brings the token of
 * DUBAN_METRICS_TOKEN.
 */
export function metricsRoutes(app: FastifyInstance, db: Db, token: string | null): void {
  if (!collecting) collectDefaultMetrics({ prefix: 'duban_' })
  collecting = true
  app.addHook('onResponse', (request, reply, done) => {
    // The route's pattern, never its address: addresses hold tokens.
    const route = request.routeOptions.url ?? 'none'
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', { config: { access: 'public' }, logLevel: 'warn' }, async (request, reply) => {
    if (!isThisMachine(request) && !hasToken(request, token)) throw new Problem('not-found')
    fill(await loadCondition(db))
    return reply.type(register.contentType).send(await register.metrics())
  })
}

function hasToken(request: FastifyRequest, token: string | null): boolean {
  if (token === null) return false
  const given = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(`Bearer ${token}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function fill(condition: Condition): void {
  gauges.momentsLate.set(condition.momentsLate)
  gauges.latestMoment.set(condition.latestMomentSeconds)
  gauges.outbox.set(condition.outbox)
  gauges.outboxAge.set(condition.outboxSeconds)
  gauges.mailsPerson.set(condition.mailsPerson)
  gauges.campaigns.set(condition.campaignsOpen)
  gauges.held.set(condition.mailHeld ? 1 : 0)
  setEach(gauges.mails, 'state', condition.mails)
  setEach(gauges.items, 'level', condition.itemsByLevel)
  setEach(gauges.silent, 'part', condition.silentSeconds)
}

function setEach(target: Gauge, label: string, values: Record<string, number>): void {
  target.reset()
  for (const [value, n] of Object.entries(values)) target.set({ [label]: value }, n)
}
