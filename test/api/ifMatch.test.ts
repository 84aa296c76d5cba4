import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { sessionOf } from '../support/app.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { BASE_URL, LINK_KEY } from '../web/app.ts'
import { buildApp } from '../../api/app.ts'

/** Two programs that change the same: the second is told, and overwrites nothing that it has not seen. */
let desk: Desk
let app: FastifyInstance
let headers: Record<string, string>
let ids: { notice: number; campaign: number; unit: number; contact: number; account: number }

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  const campaign = await desk.issue(exampleNotice('grassroots'))
  app = await buildApp({ db: desk.database.api, baseUrl: BASE_URL, linkKey: LINK_KEY, secureCookies: false })
  headers = { authorization: `Bearer ${await sessionOf(desk.database, desk.coordinator)}` }
  const unit = await desk.unitId(desk.units.find(({ type }) => type === 'village')!.code)
  const person = { name: '王某', email: 'wang@fl.example', telephone: null, language: 'zh-CN' }
  const { noticeId } = (await send('POST', '/notices', draftCalled('初稿'))).json()
  const { accountId } = (
    await send('POST', `/units/${unit}/accounts`, { ...person, role: 'supervisor' })
  ).json()
  const { contacts } = (await send('GET', `/units/${unit}/people`)).json()
  ids = { notice: noticeId, campaign, unit, contact: contacts[0].id, account: accountId }
})
afterAll(async () => {
  await app.close()
  await desk.close()
})

const draftCalled = (title: string) => ({ ...exampleNotice('three-eight-107'), title })

function send(method: 'GET' | 'POST' | 'PUT' | 'HEAD', url: string, payload?: object, ifMatch?: string) {
  return app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { ...headers, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
    ...(payload === undefined ? {} : { payload }),
  })
}

interface Change {
  read: string
  method: 'PUT' | 'POST'
  url: string
  /** The n-th change; each is other than the one before. */
  body(n: number): Promise<object> | object
}

const person = (n: number) => ({
  name: `王某${n}`,
  email: `wang${n}@fl.example`,
  telephone: null,
  language: 'zh-CN',
})
const changes: Record<string, () => Change> = {
  'a draft': () => ({
    read: `/notices/${ids.notice}`,
    method: 'PUT',
    url: `/notices/${ids.notice}`,
    body: (n) => ({ version: null, draft: draftCalled(`第${n}稿`) }),
  }),
  'a unit': () => ({
    read: `/units/${ids.unit}`,
    method: 'POST',
    url: `/units/${ids.unit}/rename`,
    body: (n) => ({ name: `新名${n}`, from: `2014-02-0${n}`, reason: '更名' }),
  }),
  'a contact': () => ({
    read: `/contacts/${ids.contact}`,
    method: 'PUT',
    url: `/contacts/${ids.contact}`,
    body: person,
  }),
  'an account': () => ({
    read: `/accounts/${ids.account}`,
    method: 'PUT',
    url: `/accounts/${ids.account}`,
    body: (n) => ({ ...person(n), email: `account${n}@fl.example` }),
  }),
  settings: () => ({
    read: '/installation',
    method: 'PUT',
    url: '/installation',
    async body(n) {
      const { installation, mark } = (await send('GET', '/installation')).json()
      return { installation: { ...installation, retentionMonths: 12 + n }, mark }
    },
  }),
  'a day of the calendar': () => ({
    read: '/calendar/days/2014-06-02',
    method: 'PUT',
    url: '/calendar/days/2014-06-02',
    body: (n) => ({ working: n % 2 === 0, reason: `端午节${n}` }),
  }),
  'the words of a mail': () => ({
    read: '/mail-texts/issue/zh-CN',
    method: 'PUT',
    url: '/mail-texts/issue/zh-CN',
    async body(n) {
      const { version, text } = (await send('GET', '/mail-texts/issue/zh-CN')).json()
      return { ...text, closing: `此致，第${n}版`, version }
    },
  }),
  'due dates': () => ({
    read: `/campaigns/${ids.campaign}/dues`,
    method: 'POST',
    url: `/campaigns/${ids.campaign}/extend`,
    async body(n) {
      const { items } = (await send('GET', `/campaigns/${ids.campaign}/dues`)).json()
      const { milestoneId } = items.find(
        ({ milestoneId }: { milestoneId: number | null }) => milestoneId !== null,
      )
      return { milestoneId, unitIds: null, dueOn: `2014-09-0${n}`, reason: '延期' }
    },
  }),
}

describe.each(Object.keys(changes))('of two who change %s', (name) => {
  test('the first gets through, and the second is told to look again', async () => {
    const { read, method, url, body } = changes[name]!()
    const before = await send('GET', read)
    const etag = String(before.headers.etag)
    expect(etag).toMatch(/^"[\w-]{27}"$/)
    const first = await send(method, url, await body(1), etag)
    expect([first.statusCode, first.body]).toEqual([200, expect.any(String)])
    const after = await send('GET', read)
    expect(after.headers.etag).not.toBe(etag)

    const second = await send(method, url, await body(2), etag)
    expect(second.statusCode).toBe(412)
    expect(second.headers['content-type']).toContain('application/problem+json')
    expect(second.json()).toMatchObject({
      code: 'precondition-failed',
      title: expect.stringContaining('重新取一遍'),
    })
    expect((await send('GET', read)).body).toBe(after.body)

    const again = await send(method, url, await body(2), `"elsewhere", ${String(after.headers.etag)}`)
    expect([again.statusCode, again.body]).toEqual([200, expect.any(String)])
  })

  test('both at once: one of them gets through', async () => {
    const { read, method, url, body } = changes[name]!()
    const etag = String((await send('GET', read)).headers.etag)
    const [one, other] = [await body(3), await body(4)]
    const both = await Promise.all([send(method, url, one, etag), send(method, url, other, etag)])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412])
  })
})

describe('a tag', () => {
  test('is the same for the same answer, with every reading of the API', async () => {
    const twice = [await send('GET', '/units?limit=5'), await send('GET', '/units?limit=5')]
    expect(twice[0]?.headers.etag).toBe(twice[1]?.headers.etag)
    expect((await send('HEAD', '/me')).statusCode).toBe(200)
    expect((await send('GET', '/me')).headers).toMatchObject({
      etag: expect.any(String),
      'cache-control': 'no-store',
    })
  })

  test('that is weak fits nothing; a star fits whatever there is', async () => {
    const etag = String((await send('GET', `/notices/${ids.notice}`)).headers.etag)
    const body = { version: null, draft: draftCalled('再稿') }
    expect((await send('PUT', `/notices/${ids.notice}`, body, `W/${etag}`)).statusCode).toBe(412)
    expect((await send('PUT', `/notices/${ids.notice}`, body, '*')).statusCode).toBe(200)
    expect((await send('PUT', '/notices/999999', body, '*')).statusCode).toBe(404)
  })
})
