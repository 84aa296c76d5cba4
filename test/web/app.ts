import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { buildApp } from '../../api/app.ts'
import type { Db } from '../../db/connection.ts'
import { linkToken } from '../../mail/links.ts'
import { csrfToken } from '../../web/csrf.ts'
import { hashToken, newToken } from '../../operations/access/tokens.ts'

export const LINK_KEY = Buffer.alloc(32, 7)
export const BASE_URL = 'http://duban.test'

export function testApp(api: Db): Promise<FastifyInstance> {
  return buildApp({ db: api, baseUrl: BASE_URL, linkKey: LINK_KEY, secureCookies: false })
}

/** The cookie of somebody who signed in. */
export async function cookieOf(api: Db, accountId: number): Promise<string> {
  const token = newToken()
  await sql`select start_session(${accountId}::integer, ${hashToken(token)}, 14)`.execute(api)
  return `duban_session=${token}`
}

/** The token that a unit's contact was mailed. */
export async function tokenOf(owner: Db, campaignId: number, code: string): Promise<string> {
  const row = await owner
    .selectFrom('link as l')
    .innerJoin('contact as c', 'c.id', 'l.contact_id')
    .innerJoin('unit as u', 'u.id', 'l.unit_id')
    .select(['l.id', 'c.generation'])
    .where('l.campaign_id', '=', campaignId)
    .where('u.code', '=', code)
    .executeTakeFirstOrThrow()
  return linkToken(LINK_KEY, { linkId: row.id, generation: row.generation })
}

/** Somebody who signed in, with a browser: her cookie goes along, and her forms carry their mark. */
export interface Visitor {
  app: FastifyInstance
  get(url: string): Promise<LightMyRequestResponse>
  post(url: string, fields?: [string, string][] | Record<string, string>): Promise<LightMyRequestResponse>
}

export async function visitor(api: Db, accountId: number, app?: FastifyInstance): Promise<Visitor> {
  const served = app ?? (await testApp(api))
  const cookie = await cookieOf(api, accountId)
  const mark = csrfToken(LINK_KEY, cookie.replace('duban_session=', ''))
  return {
    app: served,
    get: (url) => served.inject({ url, headers: { cookie } }),
    post: (url, fields = {}) => {
      const sent = Array.isArray(fields) ? fields : Object.entries(fields)
      const payload = new URLSearchParams([
        ...sent.filter(([name]) => name !== '_csrf'),
        ['_csrf', mark],
      ]).toString()
      const headers = {
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
      }
      return served.inject({ method: 'POST', url, headers, payload })
    },
  }
}
