import type { FastifyInstance } from 'fastify'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertAssignments } from '../../db/queries/assignments.ts'
import { buildApp } from '../../api/app.ts'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { BASE_URL, LINK_KEY, visitor, type Visitor } from './app.ts'
import { createCity, setClock, type City } from './city.ts'

/** The desk of a whole city: what must hold however many units there are. */
let database: TestDatabase
let city: City
let app: FastifyInstance
let desk: Visitor
let statements = 0

const counting: KyselyPlugin = {
  transformQuery: ({ node }) => {
    statements += 1
    return node
  },
  transformResult: async ({ result }) => result,
}

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 3070 })
  await city.until('2014-05-14')
  app = await buildApp({
    db: database.api.withPlugin(counting),
    baseUrl: BASE_URL,
    linkKey: LINK_KEY,
    secureCookies: false,
  })
  desk = await visitor(database.api, city.admin.accountId, app)
}, 180_000)
afterAll(async () => {
  await app.close()
  await database.drop()
})

async function draft(): Promise<number> {
  const { noticeId } = await perform(database.api, city.coordinator, (op) =>
    saveNotice(op, {
      noticeId: null,
      version: null,
      draft: noticeDraftSchema.parse({
        ...exampleNotice('grassroots'),
        issuedOn: '2014-05-14',
        acknowledgeDueOn: '2014-05-28',
        milestones: [{ what: '名册', kind: 'dated', dueOn: '2014-06-20' }],
      }),
    }),
  )
  return noticeId
}

describe('with 3,070 units', () => {
  test('no page makes more than 15 queries', async () => {
    const noticeId = await draft()
    const { id } = await database.owner
      .selectFrom('report')
      .select('id')
      .where('state', '=', 'submitted')
      .limit(1)
      .executeTakeFirstOrThrow()
    const base = `/campaigns/${city.campaignId}`
    const pages = [
      '/',
      '/?show=drafts',
      ...['ack', '1', '2'].map((milestone) => `${base}?milestone=${milestone}`),
      `${base}/units?milestone=1&state=owing&q=fl`,
      `${base}/act?milestone=1&state=owing&kind=chase`,
      `${base}/commands`,
      `${base}/moments`,
      `${base}/mails`,
      `${base}/dockets`,
      `/review/${id}?campaign=${city.campaignId}`,
      '/docket',
      '/units?q=yxq',
      `/notices/${noticeId}`,
      `/notices/${noticeId}/preview`,
    ]
    const over: string[] = []
    for (const url of pages) {
      statements = 0
      expect((await desk.get(url)).statusCode, url).toBe(200)
      // Beside a page's own: two for the session, one each for scope and clock; a draft is asked for its campaign first.
      const beside = url.startsWith('/notices/') ? 6 : 4
      if (statements > beside + 15) over.push(`${url}: ${statements - beside}`)
    }
    expect(over).toEqual([])
  })

  test('what a chase of everybody would do is shown with every name', async () => {
    const page = await desk.post(`/campaigns/${city.campaignId}/act/preview`, {
      milestone: '2',
      state: 'owing',
      scope: 'all',
      kind: 'chase',
      reason: '请抓紧',
    })
    expect(page.statusCode).toBe(200)
    expect(page.body.match(/<li><span>/g)?.length).toBe(3069)
    expect(page.body).toContain('催办 3,069 家')
  })

  test('issuing answers in under a second; how far it is, is right after closing the page and coming back', async () => {
    await setClock(database, '2014-05-14 10:00')
    const noticeId = await draft()
    await desk.post(`/notices/${noticeId}/check`)
    const started = Date.now()
    const answer = await desk.post(`/notices/${noticeId}/issue`)
    expect(Date.now() - started).toBeLessThan(1000)
    const board = String(answer.headers.location)
    expect((await desk.get(board)).body).toContain('0 / 3,069')
    const campaignId = Number(board.split('/').at(-1))
    const units = await database.owner
      .selectFrom('unit')
      .select('id')
      .where('code', 'like', 'HRB-%')
      .orderBy('id')
      .limit(1200)
      .execute()
    await database.worker.transaction().execute((tx) =>
      insertAssignments(tx, {
        campaignId,
        unitIds: units.map(({ id }) => id),
        asOf: new Date(),
        sendAt: new Date(),
        swept: true,
      }),
    )
    const later = await visitor(database.api, city.admin.accountId, app)
    expect((await later.get(board)).body).toContain('1,200 / 3,069')
  })
})
