import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { beat } from '../../db/queries/condition.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { BASE_URL, LINK_KEY } from '../support/settings.ts'

/** What a machine that watches over the installation is told. */
let desk: Desk
let app: FastifyInstance

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  await desk.issue(exampleNotice('grassroots'))
  app = await buildApp({
    db: desk.database.api,
    baseUrl: BASE_URL,
    linkKey: LINK_KEY,
    secureCookies: false,
    metricsToken: 'a-token-of-some-length',
  })
})
afterAll(async () => {
  await app.close()
  await desk.close()
})

describe('/readyz', () => {
  test('is ready while the database answers, and says which part is silent', async () => {
    const silent = await app.inject('/readyz')
    expect(silent.statusCode).toBe(200)
    expect(silent.json().parts).toEqual({ database: 'up', worker: 'silent', temporal: 'silent' })
    await beat(desk.database.worker, 'worker')
    expect((await app.inject('/readyz')).json().parts).toMatchObject({ worker: 'up', temporal: 'silent' })
  })
})

describe('/metrics', () => {
  const value = (text: string, name: string): number | null => {
    const found = new RegExp(`^${name.replaceAll(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)
    return found === null ? null : Number(found[1])
  }

  test('tells moments, outbox, mails and items as they are', async () => {
    const { body } = await app.inject('/metrics')
    expect(value(body, 'duban_campaigns_open')).toBe(1)
    expect(value(body, 'duban_mails{state="created"}')).toBeGreaterThan(0)
    expect(value(body, 'duban_moments_late')).toBe(0)
    await desk.at('2014-05-14 09:10')
    expect(value((await app.inject('/metrics')).body, 'duban_moments_late')).toBe(1)
    for (const { id } of await desk.database.owner.selectFrom('campaign').select('id').execute())
      await desk.sweep(id)
    const after = (await app.inject('/metrics')).body
    expect(value(after, 'duban_moments_late')).toBe(0)
    expect(value(after, 'duban_docket_items_open{level="1"}')).toBeGreaterThan(0)
  })

  test('names routes by their pattern: no token and no name stands in it', async () => {
    await app.inject('/u/secret-token-of-a-unit')
    const { body } = await app.inject('/metrics')
    expect(body).toContain('route="/u/:token"')
    expect(body).not.toContain('secret-token-of-a-unit')
  })

  test('is for this machine, and for whoever brings the token', async () => {
    const from = (headers: Record<string, string>) =>
      app.inject({ url: '/metrics', remoteAddress: '10.0.0.9', headers })
    expect((await from({})).statusCode).toBe(404)
    expect((await from({ authorization: 'Bearer wrong' })).statusCode).toBe(404)
    expect((await from({ authorization: 'Bearer a-token-of-some-length' })).statusCode).toBe(200)
  })
})

test('the dashboard asks for no metric that is not there', async () => {
  const { body } = await app.inject('/metrics')
  const dashboard = readFileSync('docs/operating/dashboard.json', 'utf8')
  const asked = [...dashboard.matchAll(/duban_[a-z_]+/g)].map(([name]) =>
    name.replace(/_(bucket|count)$/, ''),
  )
  const workers = ['duban_activity_seconds']
  for (const name of asked) if (!workers.includes(name)) expect(body).toContain(`# TYPE ${name} `)
})
