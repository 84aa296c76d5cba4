import type { FastifyInstance } from 'fastify'
import { request as httpRequest } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { requestLog } from '../../api/log.ts'
import { newToken } from '../../operations/access/tokens.ts'
import { localDate } from '../../domain/time.ts'
import { setPassword } from '../../operations/access/signIn.ts'
import { docketToken } from '../../mail/docketLinks.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { sessionOf } from '../support/app.ts'
import { BASE_URL, LINK_KEY, tokenOf, visitor, type Visitor } from '../web/app.ts'

/** What holds at the edge, whatever the route: who is believed, what is taken in, what is told. */
let desk: Desk
let app: FastifyInstance
let secureApp: FastifyInstance
let admin: Visitor
let campaignId: number
let code: string
let token: string
const logged: string[] = []
const PASSWORD = 'correct horse battery'
const EMAIL = 'edge@fl.example'

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  campaignId = await desk.issue(exampleNotice('grassroots'))
  code = desk.units.find(({ type }) => type === 'village')!.code
  token = await tokenOf(desk.database.owner, campaignId, code)
  const options = { db: desk.database.api, baseUrl: BASE_URL, linkKey: LINK_KEY }
  const logger = requestLog('debug', { write: (line) => void logged.push(line) })
  app = await buildApp({ ...options, secureCookies: false, logger })
  secureApp = await buildApp({ ...options, baseUrl: 'https://duban.test', secureCookies: true })
  await desk.database.owner
    .updateTable('account')
    .set({ email: EMAIL })
    .where('id', '=', desk.coordinator.accountId)
    .execute()
  await desk.do(desk.coordinator, (op) => setPassword(op, { password: PASSWORD, session: null }))
  admin = await visitor(desk.database.api, desk.coordinator.accountId, app)
})
afterAll(async () => {
  await app.close()
  await secureApp.close()
  await desk.close()
})

const form = (fields: Record<string, string>) => ({
  method: 'POST' as const,
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
  payload: new URLSearchParams(fields).toString(),
})
const bearer = async () => ({ authorization: `Bearer ${await sessionOf(desk.database, desk.coordinator)}` })

describe('every answer', () => {
  test.each([
    '/',
    '/sign-in',
    '/u/lost',
    '/no-such-page',
    '/api/v1/campaigns',
    '/api/v1/nothing',
    '/healthz',
  ])('carries the headers that keep a browser from being fooled: %s', async (url) => {
    const { headers } = await secureApp.inject({ url })
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';style-src 'self';script-src 'self';connect-src 'self';img-src 'self' data:;font-src 'self';frame-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    )
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['strict-transport-security']).toMatch(/max-age=31536000/)
    expect(headers['permissions-policy']).toContain('geolocation=()')
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['server']).toBeUndefined()
  })

  test('of a page holds no script and no style of its own, and is kept by no cache', async () => {
    for (const url of ['/', `/campaigns/${campaignId}`, '/units', '/account', '/api-keys', `/u/${token}`]) {
      const { body, headers } = await admin.get(url)
      expect(headers['cache-control'], url).toBe('no-store')
      expect(body, url).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/i)
    }
  })
})

describe('signing in', () => {
  const signIn = (target: FastifyInstance, cookie = '') => {
    const { headers, ...rest } = form({ email: EMAIL, password: PASSWORD, next: '/' })
    return target.inject({ url: '/sign-in/password', ...rest, headers: { ...headers, cookie } })
  }

  test('takes no session that was brought along, and gives a new one each time', async () => {
    const planted = newToken()
    const [first, second] = [await signIn(app, `duban_session=${planted}`), await signIn(app)]
    const given = [first, second].map(({ cookies }) => cookies[0]?.value)
    expect(new Set([...given, planted]).size).toBe(3)
    const page = await app.inject({ url: '/', headers: { cookie: `duban_session=${planted}` } })
    expect(page.statusCode).toBe(303)
  })

  test('sets a cookie that no script reads, no other site sends along, and no other host can plant', async () => {
    expect((await signIn(app)).headers['set-cookie']).toMatch(
      /^duban_session=[\w-]{32}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect((await signIn(secureApp)).headers['set-cookie']).toMatch(
      /^__Host-duban_session=[\w-]{32}; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  test('ends with signing out: the session opens nothing any more', async () => {
    const guest = await visitor(desk.database.api, desk.coordinator.accountId, app)
    expect((await guest.get('/account')).statusCode).toBe(200)
    expect((await guest.post('/sign-out')).headers['set-cookie']).toMatch(/^duban_session=; Max-Age=0/)
    expect((await guest.get('/account')).statusCode).toBe(303)
  })

  test('keeps passwords as Argon2id with 19 MiB', async () => {
    const { password_hash } = await desk.database.owner
      .selectFrom('account')
      .select('password_hash')
      .where('id', '=', desk.coordinator.accountId)
      .executeTakeFirstOrThrow()
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('is given a rest after ten wrong passwords for one address, known or not, from wherever they come', async () => {
    for (const email of ['nobody@fl.example', 'victim@fl.example']) {
      const statuses: number[] = []
      for (let n = 0; n < 12; n += 1) {
        const { headers, ...rest } = form({ email, password: 'wrong wrong wrong', next: '/' })
        const remoteAddress = `10.0.${email.length}.${n}`
        const answer = await app.inject({ url: '/sign-in/password', ...rest, headers, remoteAddress })
        statuses.push(answer.statusCode)
      }
      expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429])
    }
  })

  test('from one client is limited as well, and says so', async () => {
    const ask = () =>
      app.inject({ url: '/sign-in', ...form({ email: 'x@fl.example' }), remoteAddress: '10.9.9.9' })
    const statuses = []
    for (let n = 0; n < 12; n += 1) statuses.push((await ask()).statusCode)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
  })

  test('fills nobody’s mailbox: one mail a minute', async () => {
    for (let n = 0; n < 3; n += 1)
      await app.inject({ url: '/sign-in', ...form({ email: EMAIL }), remoteAddress: `10.1.1.${n}` })
    const { n } = await desk.database.owner
      .selectFrom('message')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('kind', '=', 'sign_in')
      .executeTakeFirstOrThrow()
    expect(n).toBe(1)
  })

  test.each([
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/.//evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/docket?x=1#y', '/docket?x=1#y'],
  ])('leads on within this installation only: %j', async (next, to) => {
    const { headers, ...rest } = form({ email: EMAIL, password: PASSWORD, next })
    const answer = await app.inject({ url: '/sign-in/password', ...rest, headers, remoteAddress: '10.2.2.2' })
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe(to)
  })

  test('leads where the installation is, whatever Host a request names', async () => {
    const answer = await app.inject({
      url: '/units',
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    })
    expect(answer.headers.location).toBe('/sign-in?next=%2Funits')
    const lost = await app.inject({ url: '/u/lost', headers: { host: 'evil.example' } })
    expect(lost.body).not.toContain('evil.example')
  })
})

describe('the link of a docket mail', () => {
  test('opens nothing once her address is another', async () => {
    const supervisor = await desk.person(
      desk.units.find(({ type }) => type === 'district' || type === 'county')!.code,
      'supervisor',
    )
    const { accountId, name } = supervisor
    const link = `/d/${docketToken(LINK_KEY, { accountId, generation: 1, expiresOn: localDate('2014-05-01') })}`
    const opens = async () => (await app.inject({ url: link })).statusCode
    expect(await opens()).toBe(200)
    const change = { telephone: '', language: 'zh-CN', name }
    const url = `/units/${supervisor.unitId}/people/${accountId}`
    await admin.post(url, { ...change, email: 'elsewhere@fl.example' })
    expect(await opens()).toBe(303)
  })
})

describe('another site', () => {
  const pause = async (headers: Record<string, string>, mark?: string) => {
    const session = await sessionOf(desk.database, desk.coordinator)
    return app.inject({
      method: 'POST',
      url: `/campaigns/${campaignId}/commands`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        cookie: `duban_session=${session}`,
        ...headers,
      },
      payload: new URLSearchParams({
        form: 'pause',
        reason: 'x',
        ...(mark === undefined ? {} : { _csrf: mark }),
      }).toString(),
    })
  }

  test.each([
    ['says by Sec-Fetch-Site that it is another', { 'sec-fetch-site': 'cross-site' }],
    ['is of the same domain but not of this host', { 'sec-fetch-site': 'same-site' }],
    ['is told by its Origin', { origin: 'https://evil.example' }],
    ['tells nothing of itself and has no mark', {}],
  ])('makes nobody’s browser do anything: it %s', async (_name, headers) => {
    expect((await pause(headers)).statusCode).toBe(403)
  })

  test('gets nowhere with the mark of another session', async () => {
    const { body } = await admin.get(`/campaigns/${campaignId}/commands`)
    const mark = /name="_csrf" value="([^"]+)"/.exec(body)?.[1]
    expect((await pause({ 'sec-fetch-site': 'same-origin' }, mark)).statusCode).toBe(403)
    const { paused_at } = await desk.database.owner
      .selectFrom('campaign')
      .select('paused_at')
      .where('id', '=', campaignId)
      .executeTakeFirstOrThrow()
    expect(paused_at).toBeNull()
  })

  test('is told nothing across origins: no answer allows it', async () => {
    const { headers } = await app.inject({
      url: '/api/v1/me',
      headers: { ...(await bearer()), origin: 'https://evil.example' },
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
  })
})

describe('the log', () => {
  test('holds no link, session, key or password, whatever is asked for with them', async () => {
    const docket = docketToken(LINK_KEY, {
      accountId: desk.coordinator.accountId,
      generation: 1,
      expiresOn: localDate('2014-05-01'),
    })
    const session = await sessionOf(desk.database, desk.coordinator)
    const key = `dbk_${newToken()}`
    const signInToken = newToken()
    logged.length = 0
    const asked = [
      { url: `/u/${token}` },
      { url: `/u/${token}/no-such-page` },
      { method: 'POST' as const, url: `/u/${token}/acknowledge` },
      { url: `/api/v1/links/${token}` },
      { url: `/d/${docket}` },
      { url: `/sign-in/${signInToken}?next=/secret-next` },
      { url: '/account', headers: { cookie: `duban_session=${session}` } },
      { url: '/api/v1/me', headers: { authorization: `Bearer ${session}` } },
      { url: '/api/v1/me', headers: { authorization: `Bearer ${key}` } },
      { url: '/sign-in/password', ...form({ email: EMAIL, password: 'a secret of hers', next: '/' }) },
      { url: `/api/v1/notices/${signInToken}` },
    ]
    for (const one of asked) await app.inject(one)
    const text = logged.join('\n')
    expect(logged.length).toBeGreaterThanOrEqual(asked.length * 2)
    for (const secret of [token, docket, session, key, signInToken, 'a secret of hers', 'secret-next', EMAIL])
      expect(text).not.toContain(secret)
    expect(text).toContain('"route":"/u/:token"')
  })

  test('names the request as the record does', async () => {
    logged.length = 0
    await admin.post(`/campaigns/${campaignId}/commands`, { form: 'pause', reason: '核对' })
    const { request_id } = await desk.database.owner
      .selectFrom('audit_entry')
      .select('request_id')
      .where('operation', '=', 'pause-campaign')
      .executeTakeFirstOrThrow()
    expect(request_id).toMatch(/^[0-9a-f-]{36}$/)
    expect(logged.some((line) => JSON.parse(line).reqId === request_id)).toBe(true)
    await admin.post(`/campaigns/${campaignId}/commands`, { form: 'resume' })
  })

  test('has the accident that a person was told the number of, without what she typed', async () => {
    logged.length = 0
    const broken = await buildApp({
      db: desk.database.api,
      baseUrl: BASE_URL,
      linkKey: LINK_KEY,
      secureCookies: false,
      logger: requestLog('error', { write: (line) => void logged.push(line) }),
      plugins: [
        async (plugin) => {
          plugin.get('/api/broken', { config: { access: 'public' } }, () =>
            sql`select ${'typed by her'}::integer`.execute(desk.database.api),
          )
        },
      ],
    })
    const answer = await broken.inject({ url: '/api/broken' })
    await broken.close()
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toMatch(/select|integer|typed by her|at .*\.ts/)
    expect(logged.join()).toContain(answer.json().request)
    expect(logged.join()).not.toContain('typed by her')
  })
})

describe('what comes in', () => {
  const send = async (payload: string, url = '/api/v1/notices') =>
    app.inject({
      method: 'POST',
      url,
      headers: { ...(await bearer()), 'content-type': 'application/json' },
      payload,
    })
  const refusalOf = (response: {
    statusCode: number
    json(): { code: string; fields: { code: string }[] }
  }) => [response.statusCode, response.json().code, response.json().fields[0]?.code]

  test('of absurd depth is refused by its depth', async () => {
    for (const depth of [30, 5_000, 500_000]) {
      const nested = `{"title":${'['.repeat(depth)}${']'.repeat(depth)}}`
      expect(refusalOf(await send(nested))).toEqual([422, 'invalid-input', 'too-deep'])
      expect((await send(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)).statusCode).toBe(422)
    }
  })

  test('of absurd size is refused before it is read', async () => {
    expect((await send(`{"title":"${'x'.repeat(9 * 1024 * 1024)}"}`)).statusCode).toBe(413)
  })

  test('that is no JSON, or poisons prototypes, is refused', async () => {
    for (const payload of ['', '{', '[]', '"x"', '1e999', '{"__proto__":{"role":"administrator"}}', '\u0000'])
      expect((await send(payload)).statusCode, payload).toBe(422)
  })

  test('with a sign that no database keeps is refused at its field', async () => {
    expect(refusalOf(await send('{"title":"a\\u0000b"}'))).toEqual([422, 'invalid-input', 'no-text'])
    expect(refusalOf(await send('{"title":"\\ud800"}'))).toEqual([422, 'invalid-input', 'no-text'])
    expect(
      (await admin.post('/units/1/contacts', { name: '王\0', email: '', telephone: '', language: 'en' }))
        .statusCode,
    ).toBe(422)
    expect((await admin.get('/units?q=%00')).statusCode).toBe(422)
    expect((await admin.get('/units?q=%ff%fe')).statusCode).toBeLessThan(500)
  })

  test.each([
    '/api/v1/campaigns/99999999999',
    '/api/v1/campaigns/2147483648',
    '/api/v1/campaigns/-1',
    '/api/v1/campaigns/1e3',
    '/api/v1/campaigns/0x10',
    '/api/v1/campaigns?limit=1e9',
    '/api/v1/units?parentId=99999999999',
    '/api/v1/units?on=9999999-01-01',
    '/api/v1/reports?campaignId=9007199254740993',
    `/api/v1/units?cursor=${Buffer.from('9007199254740991').toString('base64url')}`,
    '/api/v1/calendar/99999',
    '/campaigns/99999999999',
    '/units/2147483648',
    '/units?parent=99999999999',
    '/units?page=99999999999999999999',
    '/notices/9007199254740991',
    '//',
    '//evil.example/',
    '/%',
    '/units/%00',
    `/u/${'x'.repeat(79)}`,
    `/${'x'.repeat(9000)}`,
  ])('with a number or address out of range is refused and breaks nothing: %s', async (url) => {
    const signedIn = url.startsWith('/api')
      ? await app.inject({ url, headers: await bearer() })
      : await admin.get(url)
    expect(signedIn.statusCode).toBeLessThan(500)
    expect(signedIn.statusCode === 200 && url.startsWith('/api')).toBe(false)
  })

  test('at an address that cannot be taken apart finds nothing there', async () => {
    for (const url of ['/%', '/api/v1/%', `/u/${'x'.repeat(500)}`, `/api/v1/links/${'x'.repeat(500)}`]) {
      const answer = await app.inject({ url })
      expect([url.slice(0, 20), answer.statusCode]).toEqual([url.slice(0, 20), 404])
      expect(answer.headers['content-type']).toMatch(
        url.startsWith('/api') ? /^application\/problem\+json/ : /^text\/plain/,
      )
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.body).not.toContain('FST_ERR')
    }
  })

  test('as a name shows what it is: no marks of direction, nothing without width, one line', async () => {
    const sneaky = '\u202e王\u200b小\u2066\u00ad\n明\ufeff'
    await admin.post(`/units/${await desk.unitId(code)}/contacts`, {
      name: sneaky,
      email: '',
      telephone: '',
      language: 'zh-CN',
    })
    const { rows } = await sql<{ name: string }>`
      select name from contact where unit_id = ${await desk.unitId(code)} order by id desc limit 1`.execute(
      desk.database.owner,
    )
    expect(rows[0]?.name).toBe('王小 明')
    const nothing = await admin.post(`/units/${await desk.unitId(code)}/contacts`, {
      form: 'contact-new',
      name: '\u200b\u202e',
      email: '',
      telephone: '',
      language: 'zh-CN',
    })
    expect(nothing.statusCode).toBe(422)
    expect(nothing.body).toContain('id="contact-new-name-no"')
  })

  test('by a method that a route does not have changes nothing, and is told which it has', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'QUERY'] as const)
      for (const [url, allowed] of [
        [`/campaigns/${campaignId}`, 'GET, HEAD'],
        [`/api/v1/campaigns/${campaignId}?x=1`, 'GET, HEAD'],
        ['/api/v1/units/import', 'POST'],
      ] as const) {
        const { statusCode, headers } = await app.inject({ method: method as 'PUT', url })
        expect([method, statusCode, headers.allow]).toEqual([method, 405, allowed])
      }
    expect((await app.inject({ method: 'PUT', url: '/no-such-page' })).statusCode).toBe(404)
    expect((await app.inject({ method: 'PUT', url: '/campaigns//commands' })).statusCode).toBe(404)
  })

  test('as a raw request with a broken head ends in an answer, not in an accident', async () => {
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as { port: number }
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest({ port, path: '/', headers: { 'x-large': 'y'.repeat(20_000) } }, (got) =>
        resolve(got.statusCode),
      )
      sent.on('error', reject)
      sent.end()
    })
    expect(status).toBe(431)
  })
})
