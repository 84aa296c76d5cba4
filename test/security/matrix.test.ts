import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { unzipSync } from 'fflate'
import { sql, type KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeclaredRoute } from '../../api/security.ts'
import { buildApp } from '../../api/app.ts'
import { accountRoles, type AccountRole } from '../../db/tables/tree.ts'
import { hashToken, newToken } from '../../operations/access/tokens.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { csrfToken } from '../../web/csrf.ts'
import { sessionOf } from '../support/app.ts'
import { personAt } from '../support/people.ts'
import { BASE_URL, LINK_KEY } from '../web/app.ts'
import { createEstate, hidden, markerOf, nothing, type Estate, type Things } from './estate.ts'
import { operations, wantedOf, type Wanted } from './requests.ts'

/**
 * Every operation of the OpenAPI file and every page, for everybody, on everything: allowed exactly where the declared
 * rule says, and what lies elsewhere in the tree answers as what does not exist.
 */
let estate: Estate
let app: FastifyInstance
let routes: Wanted[]
let absent: Things
let queries = 0

const counter: KyselyPlugin = {
  transformQuery: ({ node }) => {
    queries += 1
    return node
  },
  transformResult: ({ result }) => Promise.resolve(result),
}

beforeAll(async () => {
  estate = await createEstate()
  const { own } = estate.things
  absent = { ...nothing, code: 'NO-SUCH-UNIT', token: own.token, docket: own.docket }
  app = await buildApp({
    db: estate.desk.database.api.withPlugin(counter),
    baseUrl: BASE_URL,
    linkKey: LINK_KEY,
    secureCookies: false,
    exampleUnits: 26,
  })
  routes = app.declaredRoutes.filter(isAsked).map(wantedOf)
})
afterAll(async () => {
  await app.close()
  await estate.desk.close()
})

/** Not asked here: twins for HEAD, assets, what watches machines, and the description of the API itself. */
function isAsked({ method, url }: DeclaredRoute): boolean {
  return method !== 'HEAD' && !/^\/(styles|scripts|healthz|readyz|metrics|api\/v1\/openapi\.json)/.test(url)
}

const isApi = ({ route }: Wanted): boolean => route.startsWith('/api/')
const label = ({ method, route }: Wanted): string => `${method} ${route}`
const reads = ({ method }: Wanted): boolean => method === 'GET'
const byLink = ({ access }: Wanted): boolean =>
  access === 'link' || (typeof access === 'object' && access.by === 'docket-link')
const rolesOf = ({ access }: Wanted): readonly AccountRole[] =>
  typeof access === 'object' && access.by === undefined ? access.roles : []
/** An open board keeps its answer open; see test/web for what it tells. */
const isStream = ({ route }: Wanted): boolean => route === '/campaigns/:id/changes'

/** Changed from the top of the tree only, since it holds for all. */
const fromTheTop = [
  'POST /mail-hold/release',
  'POST /installation',
  'POST /calendar/day',
  'POST /calendar/announce',
  'PUT /api/v1/installation',
  'PUT /api/v1/calendar/days/:date',
  'POST /api/v1/calendar/:year/announce',
]
/** What a program may not do, whatever its key: open further ways in. */
const inPerson = [
  'POST /api/v1/api-keys',
  'POST /api/v1/api-keys/:id/revoke',
  'POST /api/v1/units/:id/accounts',
  'PUT /api/v1/accounts/:id',
  'POST /api/v1/accounts/:id/end',
  'PUT /api/v1/deputy',
]
/** Commands of a campaign, which belong to whoever issued it. */
const ofTheIssuer = (wanted: Wanted): boolean =>
  !reads(wanted) &&
  /campaigns\/:id\/(pause|close|cancel|resume|extend|chase|add-units|withdraw-units|commands|act|act\/preview|act\/take-back|units\/:unitId\/waive|appeals\/:appealId)$|reports\/:id\/(accept|return)$|review\/:reportId\/(accept|return)$|obligations\/:id\/waive$|appeals\/:id\/answer$/.test(
    wanted.route,
  )

type Who = { person: AccountActor } | { key: string } | 'nobody'

let clients = 0
/** Each request from an address of its own: limits by address are another matter. */
const newAddress = (): string => `10.${(clients += 1) >> 16}.${(clients >> 8) & 255}.${clients & 255}`

async function ask(
  wanted: Wanted,
  who: Who,
  things: Things,
  inBody: Things = things,
): Promise<LightMyRequestResponse> {
  const { url } = wanted.request(things)
  const { json, form } = wanted.request(inBody)
  const session =
    typeof who === 'object' && 'person' in who ? await sessionOf(estate.desk.database, who.person) : null
  const bearer = typeof who === 'object' && 'key' in who ? who.key : session
  const headers: Record<string, string> = isApi(wanted)
    ? bearer === null
      ? {}
      : { authorization: `Bearer ${bearer}` }
    : { 'sec-fetch-site': 'same-origin', ...(bearer === null ? {} : { cookie: `duban_session=${bearer}` }) }
  const mark = session === null ? '' : csrfToken(LINK_KEY, session)
  queries = 0
  return app.inject({
    method: wanted.method as 'GET',
    url,
    remoteAddress: newAddress(),
    headers: {
      ...headers,
      ...(isApi(wanted) || reads(wanted) ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(reads(wanted)
      ? {}
      : isApi(wanted)
        ? json === undefined
          ? {}
          : { payload: json as object }
        : { payload: new URLSearchParams({ ...form, _csrf: mark }).toString() }),
  })
}

async function keyOf(role: AccountRole, access: 'read' | 'write'): Promise<string> {
  const token = `dbk_${newToken()}`
  const { unitId } = estate.things.own
  await sql`insert into api_key (token_hash, name, account_id, unit_id, role, access, expires_at)
    values (${hashToken(token)}, 'x', ${estate.desk.coordinator.accountId}, ${unitId}, ${role}, ${access}, now() + interval '1 day')`.execute(
    estate.desk.database.owner,
  )
  return token
}

/** What was answered, without the numbers that were asked for and the marks of sessions. */
function answerOf(response: LightMyRequestResponse): string {
  return `${response.statusCode} ${response.body}`
    .replaceAll(/name="(_csrf|once)" value="[^"]*"/g, '')
    .replaceAll(/HRB[\w-]*|NO-SUCH-UNIT/g, '#')
    .replaceAll(/\d+/g, '#')
}

function textOf(response: LightMyRequestResponse): string {
  if (!response.rawPayload.subarray(0, 2).equals(Buffer.from('PK'))) return response.body
  const parts = Object.values(unzipSync(response.rawPayload))
  return parts.map((part) => Buffer.from(part).toString()).join('\n')
}

describe('the routes', () => {
  test('under /api/v1 are those of the OpenAPI file, each with what it needs to be asked', () => {
    const declared = routes.filter(isApi).map(label)
    expect(declared.sort()).toEqual([...operations].sort())
    for (const wanted of routes) expect(() => wanted.request(estate.things.own), label(wanted)).not.toThrow()
  })

  test('that nobody needs to sign in for are these few', () => {
    expect(
      routes
        .filter(({ access }) => access === 'public')
        .map(label)
        .sort(),
    ).toEqual([
      'GET /sign-in',
      'GET /sign-in/:token',
      'GET /u/lost',
      'POST /api/v1/sign-in',
      'POST /sign-in',
      'POST /sign-in/:token',
      'POST /sign-in/password',
      'POST /u/lost',
    ])
  })
})

describe('who may', () => {
  test('nobody gets anything without signing in', async () => {
    const wrong: string[] = []
    for (const wanted of routes.filter((one) => rolesOf(one).length > 0)) {
      const { statusCode, headers } = await ask(wanted, 'nobody', estate.things.own)
      const refused =
        statusCode === 401 || (statusCode === 303 && headers.location?.startsWith('/sign-in?next='))
      if (!refused || (statusCode === 303 && !reads(wanted))) wrong.push(`${label(wanted)} ${statusCode}`)
    }
    expect(wrong).toEqual([])
  })

  test.each(accountRoles)('%s: allowed where it is declared, and nowhere else', async (role) => {
    const wrong: string[] = []
    for (const wanted of routes.filter((one) => rolesOf(one).length > 0)) {
      const { statusCode } = await ask(wanted, { person: estate.people[role] }, absent)
      const expected = rolesOf(wanted).includes(role) && !fromTheTop.includes(label(wanted))
      if (expected === (statusCode === 403) || statusCode === 401 || statusCode >= 500)
        wrong.push(`${label(wanted)} ${statusCode}`)
    }
    expect(wrong).toEqual([])
  })

  test.each(accountRoles)('a key with the role %s: the same, save for what opens a way in', async (role) => {
    const wrong: string[] = []
    const key = await keyOf(role, 'write')
    for (const wanted of routes.filter((one) => isApi(one) && rolesOf(one).length > 0)) {
      const { statusCode } = await ask(wanted, { key }, absent)
      const expected =
        rolesOf(wanted).includes(role) &&
        !fromTheTop.includes(label(wanted)) &&
        !inPerson.includes(label(wanted))
      if (expected === (statusCode === 403) || statusCode === 401 || statusCode >= 500)
        wrong.push(`${label(wanted)} ${statusCode}`)
    }
    expect(wrong).toEqual([])
  })

  test('a key that reads: nothing but reading', async () => {
    const wrong: string[] = []
    const key = await keyOf('administrator', 'read')
    for (const wanted of routes.filter((one) => isApi(one) && rolesOf(one).length > 0)) {
      const { statusCode } = await ask(wanted, { key }, absent)
      if (reads(wanted) === (statusCode === 403)) wrong.push(`${label(wanted)} ${statusCode}`)
    }
    expect(wrong).toEqual([])
  })

  test('a key opens no page', async () => {
    const wrong: string[] = []
    const key = await keyOf('administrator', 'write')
    for (const wanted of routes.filter((one) => !isApi(one) && rolesOf(one).length > 0)) {
      const { statusCode } = await ask(wanted, { key }, estate.things.own)
      if (statusCode !== 401 && statusCode !== 303) wrong.push(`${label(wanted)} ${statusCode}`)
    }
    expect(wrong).toEqual([])
  })

  test('the top changes what holds for all', async () => {
    const top = await personAt(estate.desk.database.owner, 'HRB', 'administrator')
    for (const wanted of routes.filter((one) => fromTheTop.includes(label(one))))
      expect((await ask(wanted, { person: top }, absent)).statusCode, label(wanted)).not.toBe(403)
  })
})

/** The role that is asked with: the least that may. */
function least(wanted: Wanted): AccountRole {
  // Whoever coordinates sees all items; the others those that they hold.
  if (wanted.route.startsWith('/docket')) return 'coordinator'
  const roles = ['leader', 'supervisor', 'coordinator', 'administrator'] as const
  return roles.find((role) => rolesOf(wanted).includes(role)) ?? 'leader'
}

/** What goes along with the address. */
function askedWith(wanted: Wanted, things: Things): string {
  const { url, json } = wanted.request(things)
  return JSON.stringify([json, url.split('?')[1]])
}

describe('what lies elsewhere in the tree', () => {
  test.each(hidden)('%s: answers as what does not exist, with as many queries', async (target) => {
    const wrong: string[] = []
    for (const wanted of routes.filter((one) => rolesOf(one).length > 0 && one.names.length > 0)) {
      // By role see above; which rows there are follows from the unit alone.
      for (const role of rolesOf(wanted).slice(0, 1)) {
        const person = estate.people[role]
        const missing = await ask(wanted, { person }, absent)
        const counted = queries
        const found = await ask(
          wanted,
          { person },
          estate.things[target],
          target === 'parent' ? absent : undefined,
        )
        // The name and the place of what stands above are known below; nothing else of it is.
        if (target === 'parent' && /^(GET|POST) \/units\/:unitId$/.test(label(wanted))) continue
        if (found.statusCode !== 404 && found.statusCode !== 422 && found.statusCode !== 403)
          wrong.push(`${role} ${label(wanted)} ${found.statusCode}`)
        if (found.statusCode === 403 && missing.statusCode !== 403) wrong.push(`${role} ${label(wanted)} 403`)
        if (answerOf(found) !== answerOf(missing))
          wrong.push(
            `${role} ${label(wanted)} ${answerOf(found).slice(0, 120)} | ${answerOf(missing).slice(0, 120)}`,
          )
        if (queries !== counted)
          wrong.push(`${role} ${label(wanted)}: ${queries} queries, ${counted} where nothing is`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('is what does not exist in a body or a question as well', async () => {
    const wrong: string[] = []
    const { own } = estate.things
    for (const wanted of routes.filter((one) => isApi(one) && rolesOf(one).length > 0)) {
      // That the unit above is there, with its name, is known.
      for (const target of ['sibling', 'other'] as const) {
        const there = estate.things[target]
        if (askedWith(wanted, there) === askedWith(wanted, absent)) continue
        const person = estate.people[least(wanted)]
        // The address names one's own; only what it is asked with is another's.
        const from = wanted.names.length === 0 ? there : own
        const lost = wanted.names.length === 0 ? absent : own
        const missing = answerOf(await ask(wanted, { person }, lost, absent))
        const found = answerOf(await ask(wanted, { person }, from, there))
        if (found !== missing)
          wrong.push(`${target} ${label(wanted)} ${found.slice(0, 160)} | ${missing.slice(0, 160)}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('is out of the reach of a link, which has its own unit and its own campaign', async () => {
    const wrong: string[] = []
    const { own } = estate.things
    for (const wanted of routes.filter((one) => byLink(one) && one.names.length > 1)) {
      const missing = await ask(wanted, 'nobody', absent)
      const counted = queries
      for (const target of [...hidden, 'child', 'shared'] as const) {
        const there: Things = { ...estate.things[target], token: own.token, docket: own.docket }
        if (wanted.route.startsWith('/d/') && (target === 'child' || target === 'shared')) continue
        // A colleague is ended by the unit whose colleague she is, whatever the campaign of the link.
        if (target === 'shared' && wanted.names.includes('contactId')) continue
        const found = await ask(wanted, 'nobody', there)
        if (answerOf(found) !== answerOf(missing) || queries !== counted)
          wrong.push(
            `${target} ${label(wanted)} ${queries}/${counted} ${answerOf(found).slice(0, 160)} | ${answerOf(missing).slice(0, 160)}`,
          )
      }
    }
    expect(wrong).toEqual([])
  })

  test('turns up in no list, count, search, export or message', async () => {
    const strangers = (['sibling', 'other'] as const).map(markerOf)
    const wrong: string[] = []
    const look = (name: string, response: LightMyRequestResponse): void => {
      const text = textOf(response)
      for (const marker of [...strangers, markerOf('parent')])
        // The one whom units ask is named with a notice from above; she is of the parent.
        if (text.includes(marker)) wrong.push(`${name}: ${marker}`)
    }
    for (const wanted of routes.filter((one) => reads(one) && rolesOf(one).length > 0 && !isStream(one))) {
      for (const role of rolesOf(wanted).slice(0, 1)) {
        for (const target of ['own', 'child', 'shared', 'sibling'] as const)
          look(
            `${role} ${label(wanted)} ${target}`,
            await ask(wanted, { person: estate.people[role] }, estate.things[target]),
          )
      }
    }
    expect(wrong).toEqual([])
  })

  test('is not found by searching for it by name, by code, or by its numbers', async () => {
    const person = estate.people.coordinator
    const cookie = `duban_session=${await sessionOf(estate.desk.database, person)}`
    for (const target of ['sibling', 'other'] as const) {
      const { code, unitId } = estate.things[target]
      const { rows } = await sql<{ name: string }>`
        select name from placement where unit_id = ${unitId}`.execute(estate.desk.database.owner)
      const name = rows[0]?.name ?? ''
      const [byName, byCode] = await Promise.all(
        [name, code].map((words) =>
          app.inject({ url: `/units?q=${encodeURIComponent(words)}`, headers: { cookie } }),
        ),
      )
      expect(byName?.body).not.toContain(code)
      expect(byCode?.body).not.toContain(name)
      for (const body of [byName?.body, byCode?.body]) expect(body).not.toContain(`href="/units/${unitId}"`)
      const campaign = `/campaigns/${estate.things.shared.campaignId}`
      const named = await app.inject({
        method: 'POST',
        url: `${campaign}/act/preview`,
        headers: {
          cookie,
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
        payload: new URLSearchParams({
          units: code,
          kind: 'chase',
          _csrf: csrfToken(LINK_KEY, cookie.slice(14)),
        }).toString(),
      })
      expect(named.body).not.toContain(name)
    }
  })

  test('makes no open page stir: its changes can be watched by nobody who may not see it', async () => {
    const [stream] = routes.filter(isStream)
    for (const target of hidden)
      expect((await ask(stream!, { person: estate.people.leader }, estate.things[target])).statusCode).toBe(
        404,
      )
  })
})

describe('what is her own, or below', () => {
  /** What ends something comes last, so that it takes nothing from the others. */
  const ending =
    /(pause|commands|close|cancel|merge|move|end|erase|revoke|waive|withdraw-units|issue|remove|act|store)$/
  /** Once ended it is gone for the next that would end it; no draft here came from a circular, and nothing was chased. */
  const ordered = (): Wanted[] =>
    routes
      .filter((one) => rolesOf(one).length > 0 && one.names.length > 0 && !isStream(one))
      .sort(
        (a, b) =>
          Number(!reads(a)) - Number(!reads(b)) ||
          Number(ending.test(a.route)) - Number(ending.test(b.route)),
      )

  test.each(['child', 'own'] as const)('%s: is there for whoever may', async (target) => {
    const wrong: string[] = []
    for (const wanted of ordered()) {
      // Nobody changes the unit that she is of herself.
      if (target === 'own' && /units\/:(id|unitId)\/(rename|move|close|merge)$/.test(wanted.route)) continue
      const person = estate.people[least(wanted)]
      const { statusCode, body } = await ask(wanted, { person }, estate.things[target])
      const gone =
        statusCode === 404 && !/(end|erase|revoke|cancel|remove|circular|take-back)$/.test(wanted.route)
      if (statusCode === 401 || statusCode === 403 || statusCode >= 500 || gone)
        wrong.push(`${label(wanted)} ${statusCode} ${isApi(wanted) ? body.slice(0, 200) : ''}`)
    }
    expect(wrong).toEqual([])
  })

  test('and comes from above: she sees it, and commands nothing of it', async () => {
    const wrong: string[] = []
    for (const wanted of ordered().filter(({ route }) => !/:noticeId|notices\/:id/.test(route))) {
      const person = estate.people[least(wanted)]
      const { statusCode } = await ask(wanted, { person }, estate.things.shared)
      const refused = statusCode === 403
      if (refused !== ofTheIssuer(wanted) || statusCode >= 500) wrong.push(`${label(wanted)} ${statusCode}`)
    }
    expect(wrong).toEqual([])
  })
})
