import type { FastifyInstance } from 'fastify'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { countedStates } from '../../db/queries/stateCounts.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { personAt } from '../support/people.ts'
import { BASE_URL, cookieOf, LINK_KEY } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let app: FastifyInstance
let city: City
let cookie: string
let statements = 0

/** Counts what a page asks of the database. */
const counting: KyselyPlugin = {
  transformQuery: ({ node }) => {
    statements += 1
    return node
  },
  transformResult: async ({ result }) => result,
}

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 200 })
  await city.until('2014-05-14')
  app = await buildApp({
    db: database.api.withPlugin(counting),
    baseUrl: BASE_URL,
    linkKey: LINK_KEY,
    secureCookies: false,
  })
  cookie = await cookieOf(database.api, city.admin.accountId)
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const get = (url: string, as = cookie) => app.inject({ url, headers: { cookie: as } })

/** The number of a ledger's cell, and the address that it leads to. */
function ledgerOf(html: string): { href: string; n: number }[] {
  const list = /<ul class="ledger">([\s\S]*?)<\/ul>/.exec(html)?.[1] ?? ''
  return [...list.matchAll(/<a href="([^"]+)"[\s\S]*?class="figure[^"]*">([\d,]+)/g)].map((match) => ({
    href: (match[1] ?? '').replaceAll('&amp;', '&'),
    n: Number((match[2] ?? '').replaceAll(',', '')),
  }))
}

describe('the board', () => {
  test.each(['ack', '1', '2'])(
    'of duty %s: counts sum to the total and lead to exactly those units',
    async (milestone) => {
      const page = await get(`/campaigns/${city.campaignId}?milestone=${milestone}`)
      expect(page.statusCode).toBe(200)
      const cells = ledgerOf(page.body)
      expect(cells).toHaveLength(countedStates.length + 1)
      const total = cells.at(-1)?.n
      expect(cells.slice(0, -1).reduce((sum, { n }) => sum + n, 0)).toBe(total)
      expect(total).toBe(199)
      for (const { href, n } of cells) {
        const list = await get(href)
        expect(list.body, href).toContain(`<h1>${n} 个单位</h1>`)
      }
    },
  )

  test('asks the database no more for a page than a handful of questions', async () => {
    for (const url of [
      '/',
      `/campaigns/${city.campaignId}`,
      `/campaigns/${city.campaignId}/units`,
      '/review',
      '/docket',
    ]) {
      statements = 0
      const page = await get(url)
      expect(page.statusCode, url).toBe(200)
      // Two for the session, one each for scope and clock, before any page.
      expect(statements, url).toBeLessThanOrEqual(4 + 15)
    }
  })
})

describe('who sees what', () => {
  test('a district supervisor sees her own subtree and no unit beside it', async () => {
    const supervisor = await personAt(database.owner, 'HRB-DL', 'supervisor')
    const hers = await cookieOf(database.api, supervisor.accountId)
    const list = await get(`/campaigns/${city.campaignId}/units?milestone=1`, hers)
    expect(list.body).toContain('HRB-DL')
    expect(list.body).not.toContain('HRB-DW')
    const foreign = await personAt(database.owner, 'HRB-DW', 'supervisor')
    expect((await get(`/campaigns/${city.campaignId}/units/${foreign.unitId}`, hers)).statusCode).toBe(404)
  })

  test('whoever is not signed in is led to signing in, and back', async () => {
    const page = await app.inject({ url: '/campaigns/1' })
    expect(page.statusCode).toBe(303)
    expect(page.headers.location).toBe('/sign-in?next=%2Fcampaigns%2F1')
  })

  test('a form without the mark of its session changes nothing', async () => {
    const refused = await app.inject({ method: 'POST', url: '/sign-out', headers: { cookie } })
    expect(refused.statusCode).toBe(403)
    expect((await get('/')).statusCode).toBe(200)
  })
})

describe('every route', () => {
  test('declares who may use it, or the application does not start', async () => {
    const fresh = await buildApp({
      db: database.api,
      baseUrl: BASE_URL,
      linkKey: LINK_KEY,
      secureCookies: false,
    })
    expect(() => fresh.get('/open-by-oversight', async () => 'x')).toThrow('no declared access')
    await fresh.close()
  })

  test('that changes something is a POST: what a page links to changes nothing', async () => {
    const count = async () =>
      (
        await database.owner
          .selectFrom('audit_entry')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
      ).n
    const before = await count()
    const home = await get('/')
    for (const [, href] of home.body.matchAll(/href="(\/[^"]*)"/g))
      await get((href ?? '').replaceAll('&amp;', '&'))
    expect(await count()).toBe(before)
  })

  test('answers with headers that let no script run but its own', async () => {
    const page = await get('/')
    expect(page.headers['content-security-policy']).toContain("script-src 'self';")
    expect(page.headers['content-security-policy']).not.toMatch(/unsafe/)
    expect(page.headers['referrer-policy']).toBe('no-referrer')
    expect(page.body).not.toMatch(/<script|style=|onclick/)
  })
})
