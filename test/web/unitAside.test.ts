import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateFederation } from '../../domain/federation.ts'
import { localDate } from '../../domain/time.ts'
import { linkToken } from '../../mail/links.ts'
import { answerAppeal } from '../../operations/campaign/answerAppeal.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { LINK_KEY, testApp, tokenOf, visitor } from './app.ts'
import { createCity, issue, setClock, type City } from './city.ts'

let database: TestDatabase
let app: FastifyInstance
let city: City
/** Villages with a mailbox that have done nothing yet. */
let codes: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 80 })
  app = await testApp(database.api)
  codes = generateFederation({ seed: 1, units: 80 })
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
  await setClock(database, '2014-05-07 09:12')
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const tokenFor = (code: string): Promise<string> => tokenOf(database.owner, city.campaignId, code)
const get = (url: string) => app.inject({ url })
const post = (url: string, fields: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    payload: new URLSearchParams(fields).toString(),
  })

async function obligationOf(code: string, ordinal: number) {
  return database.owner
    .selectFrom('obligation as o')
    .innerJoin('unit as u', 'u.id', 'o.unit_id')
    .innerJoin('milestone as m', 'm.id', 'o.milestone_id')
    .selectAll('o')
    .where('u.code', '=', code)
    .where('m.ordinal', '=', ordinal)
    .where('o.campaign_id', '=', city.campaignId)
    .executeTakeFirstOrThrow()
}

async function nameOf(code: string): Promise<string> {
  const { name } = await database.owner
    .selectFrom('placement as p')
    .innerJoin('unit as u', 'u.id', 'p.unit_id')
    .select('p.name')
    .where('u.code', '=', code)
    .executeTakeFirstOrThrow()
  return name
}

async function colleagueToken(email: string): Promise<string> {
  const row = await database.owner
    .selectFrom('link as l')
    .innerJoin('contact as c', 'c.id', 'l.contact_id')
    .select(['l.id', 'c.generation'])
    .where('c.email', '=', email)
    .executeTakeFirstOrThrow()
  return linkToken(LINK_KEY, { linkId: row.id, generation: row.generation })
}

describe('handing a notice on', () => {
  const email = 'colleague@fl.example'

  test('gives the colleague a link of her own and a mail that says who sent it', async () => {
    const token = await tokenFor(codes[0]!)
    const answer = await post(`/u/${token}/forward`, { name: '李同事', email: ' Colleague@FL.example ' })
    expect(answer.statusCode).toBe(303)
    const mail = await database.owner
      .selectFrom('message as m')
      .innerJoin('contact as c', 'c.id', 'm.contact_id')
      .select(['m.kind', 'm.facts', 'm.state'])
      .where('c.email', '=', email)
      .execute()
    expect(mail).toHaveLength(1)
    expect(mail[0]!.facts).toHaveProperty('forwardedBy')
    const own = await colleagueToken(email)
    expect((await get(`/u/${own}`)).body).toContain('签收')
    expect((await post(`/u/${own}/acknowledge`)).statusCode).toBe(303)
    expect((await get(`/u/${token}`)).body).toContain('已签收')
  })

  test('opens one notice and no other, those to come included', async () => {
    const other = await issue(database, city.coordinator, {
      ...exampleNotice('grassroots'),
      acknowledgeDueOn: localDate('2014-05-20'),
    })
    const own = await colleagueToken(email)
    const mine = await get(`/u/${await tokenFor(codes[0]!)}/notices`)
    const hers = await get(`/u/${own}/notices`)
    expect(mine.body.match(/<li><a href="\/u\//g)).toHaveLength(2)
    expect(hers.body.match(/<li><a href="\/u\//g)).toHaveLength(1)
    const links = await database.owner
      .selectFrom('link as l')
      .innerJoin('contact as c', 'c.id', 'l.contact_id')
      .select('l.campaign_id')
      .where('c.email', '=', email)
      .execute()
    expect(links.map(({ campaign_id }) => campaign_id)).toEqual([city.campaignId])
    expect(other).not.toBe(city.campaignId)
  })

  test('ends with her: a colleague cannot hand it on, and taken back her link names whom to call', async () => {
    const own = await colleagueToken(email)
    expect((await post(`/u/${own}/forward`, { name: '又一位', email: 'third@fl.example' })).statusCode).toBe(
      403,
    )
    const token = await tokenFor(codes[0]!)
    const form = /forward\/(\d+)\/end/.exec((await get(`/u/${token}/forward`)).body)
    expect((await post(`/u/${token}/forward/${form![1]}/end`)).statusCode).toBe(303)
    const page = await get(`/u/${own}`)
    expect(page.statusCode).toBe(410)
    expect(page.body).toContain('这个链接已停用')
    expect(page.body).toContain('tel:87657530')
    expect(page.body).toContain('还在进行')
  })

  test('is for five at a time, and a contact of another unit cannot be ended by it', async () => {
    const token = await tokenFor(codes[1]!)
    for (let n = 0; n < 5; n += 1)
      expect(
        (await post(`/u/${token}/forward`, { name: `同事${n}`, email: `c${n}@fl.example` })).statusCode,
      ).toBe(303)
    const sixth = await post(`/u/${token}/forward`, { name: '同事', email: 'c6@fl.example' })
    expect(sixth.statusCode).toBe(422)
    expect(sixth.body).toContain('最多转给5个人')
    const form = /forward\/(\d+)\/end/.exec((await get(`/u/${token}/forward`)).body)
    const stranger = await tokenFor(codes[2]!)
    expect((await post(`/u/${stranger}/forward/${form![1]}/end`)).statusCode).toBe(404)
  })

  test('to an address on record of the unit says that it is known', async () => {
    const { email: known } = await database.owner
      .selectFrom('contact as c')
      .innerJoin('unit as u', 'u.id', 'c.unit_id')
      .select('c.email')
      .where('u.code', '=', codes[2]!)
      .executeTakeFirstOrThrow()
    const answer = await post(`/u/${await tokenFor(codes[2]!)}/forward`, { name: '王', email: known ?? '' })
    expect(answer.statusCode).toBe(409)
  })
})

describe('a unit that cannot make it', () => {
  test('says why; the deadline stays until a coordinator answers, and the answer stands on its page', async () => {
    const code = codes[3]!
    const token = await tokenFor(code)
    const { id, due_on } = await obligationOf(code, 1)
    const address = `/u/${token}/appeal/${id}`
    expect((await post(address, { reason: '  ' })).statusCode).toBe(422)
    expect((await post(address, { reason: '春耕' })).statusCode).toBe(303)
    expect((await post(address, { reason: '春耕未完，20日能报' })).statusCode).toBe(303)
    expect((await obligationOf(code, 1)).due_on).toBe(due_on)
    const page = await get(`/u/${token}`)
    expect(page.body).toContain('春耕未完，20日能报')
    expect(page.body).toContain('等发文单位答复')
    const desk = await visitor(database.api, city.coordinator.accountId, app)
    const list = await desk.get(`/campaigns/${city.campaignId}/appeals`)
    expect(list.body).toContain('春耕未完，20日能报')
    expect(list.body).toContain(await nameOf(code))
    const [appeal] = await database.owner.selectFrom('appeal').selectAll().execute()
    const answered = await desk.post(`/campaigns/${city.campaignId}/appeals/${appeal!.id}`, {
      answer: 'extended',
      dueOn: '2014-05-20',
      reason: '同意',
    })
    expect(answered.statusCode).toBe(303)
    expect((await obligationOf(code, 1)).due_on).toBe('2014-05-20')
    expect((await get(`/u/${token}`)).body).toContain('答复：延期')
    await expect(
      perform(database.api, city.coordinator, (op) =>
        answerAppeal(op, { answer: 'declined', appealId: appeal!.id, reason: '照旧' }),
      ),
    ).rejects.toMatchObject({ code: 'appeal-answered' })
  })

  test('is asked no more once its deadline moves by another way', async () => {
    const code = codes[4]!
    const token = await tokenFor(code)
    const obligation = await obligationOf(code, 1)
    await post(`/u/${token}/appeal/${obligation.id}`, { reason: '人手不够' })
    await perform(database.api, city.coordinator, (op) =>
      extendMilestone(op, {
        campaignId: city.campaignId,
        milestoneId: obligation.milestone_id,
        unitIds: [obligation.unit_id],
        dueOn: localDate('2014-05-21'),
        reason: '统一延期',
      }),
    )
    const desk = await visitor(database.api, city.coordinator.accountId, app)
    expect((await desk.get(`/campaigns/${city.campaignId}/appeals`)).body).not.toContain('人手不够')
  })

  test('and is not meant at all, has the notice taken back', async () => {
    const code = codes[5]!
    const token = await tokenFor(code)
    await post(`/u/${token}/appeal/not_ours`, { reason: '已并入邻村' })
    const appeal = await database.owner
      .selectFrom('appeal')
      .selectAll()
      .where('kind', '=', 'not_ours')
      .executeTakeFirstOrThrow()
    await perform(database.api, city.coordinator, (op) =>
      answerAppeal(op, { answer: 'withdrawn', appealId: appeal.id, reason: '属实' }),
    )
    expect((await obligationOf(code, 1)).state).toBe('withdrawn')
  })

  test('speaks for itself alone: not for another unit, and not to decide', async () => {
    const foreign = await obligationOf(codes[6]!, 1)
    expect(
      (await post(`/u/${await tokenFor(codes[7]!)}/appeal/${foreign.id}`, { reason: 'x' })).statusCode,
    ).toBe(404)
  })
})

describe('a link whose time is over', () => {
  test('shows how the notice stands, whom to call, and how to get the new one', async () => {
    const code = codes[12]!
    const token = await tokenFor(code)
    await sql`update link set expires_at = '2014-05-01' where unit_id in (select id from unit where code = ${code})`.execute(
      database.owner,
    )
    const page = await get(`/u/${token}`)
    expect(page.statusCode).toBe(410)
    for (const told of ['已过有效期', '还在进行', '下基层', 'tel:87657530', 'href="/u/lost"'])
      expect(page.body).toContain(told)
    const refused = await post(`/u/${token}/acknowledge`)
    expect([refused.statusCode, refused.body.includes('tel:87657530')]).toEqual([410, true])
  })
})

describe('the calendar of a unit', () => {
  const entryOf = (file: string, id: number): string =>
    file
      .replaceAll('\r\n ', '')
      .split('BEGIN:VEVENT')
      .find((part) => part.includes(`obligation-${id}@`)) ?? ''

  test('has each deadline as a day, with its alarms, and follows it when it moves', async () => {
    const code = codes[8]!
    const token = await tokenFor(code)
    const obligation = await obligationOf(code, 1)
    const before = await get(`/u/${token}/calendar.ics`)
    expect(before.headers['content-type']).toContain('text/calendar')
    const entry = entryOf(before.body, obligation.id)
    expect(entry).toContain('DTSTART;VALUE=DATE:20140510')
    expect(entry).toContain('SEQUENCE:1')
    expect(entry).toContain('TRIGGER:-PT15H')
    await perform(database.api, city.coordinator, (op) =>
      extendMilestone(op, {
        campaignId: city.campaignId,
        milestoneId: obligation.milestone_id,
        unitIds: [obligation.unit_id],
        dueOn: localDate('2014-05-22'),
        reason: '延期',
      }),
    )
    const moved = entryOf((await get(`/u/${token}/calendar.ics`)).body, obligation.id)
    expect(moved).toContain('DTSTART;VALUE=DATE:20140522')
    expect(moved).toContain('SEQUENCE:2')
    await sql`update obligation set state = 'waived' where id = ${obligation.id}`.execute(database.owner)
    const waived = entryOf((await get(`/u/${token}/calendar.ics`)).body, obligation.id)
    expect(waived).toContain('STATUS:CANCELLED')
    expect(waived).toContain('SEQUENCE:3')
    expect(waived).not.toContain('VALARM')
  })

  test('of a link that is none says so in a sentence', async () => {
    const answer = await get('/u/1-AAAAAAAAAAAAAAAAAAAAAA/calendar.ics')
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8'])
  })
})

describe('a printed form', () => {
  test("carries a code that lets in on the unit's own only", async () => {
    const code = codes[9]!
    const token = await tokenFor(code)
    const own = await get(`/u/${token}/print`)
    expect(own.body).toContain('扫码签收、报送')
    const { unit_id } = await obligationOf(code, 1)
    const desk = await visitor(database.api, city.coordinator.accountId, app)
    for (const path of ['print', `units/${unit_id}/print`]) {
      const page = await desk.get(`/campaigns/${city.campaignId}/${path}`)
      expect(page.statusCode).toBe(200)
      expect(page.body).toContain('扫码领取本单位的办理链接')
      expect(page.body).not.toContain(token)
    }
    expect((await get(`/u/lost?unit=${code}`)).body).toContain(`value="${code}"`)
  })
})

describe('the same by the API', () => {
  const api = (token: string, path: string, payload: object) =>
    app.inject({ method: 'POST', url: `/api/v1/links/${token}/${path}`, payload })

  test('keeps a photo, hands on and takes back, and lays a reason before the issuer', async () => {
    const code = codes[11]!
    const token = await tokenFor(code)
    const { id } = await obligationOf(code, 1)
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const kept = await api(token, `obligations/${id}/files`, {
      name: '一.png',
      content: png.toString('base64'),
    })
    expect(kept.json()).toMatchObject({ name: '一.png' })
    const lying = await api(token, `obligations/${id}/files`, { name: '一.pdf', content: 'AAAA' })
    expect([lying.statusCode, lying.json().code]).toEqual([415, 'file-type-lies'])
    const handed = await api(token, 'colleagues', { name: '李', email: 'api@fl.example' })
    const { contactId } = handed.json()
    expect((await api(token, `colleagues/${contactId}/end`, {})).json()).toEqual({ done: true })
    expect(
      (await api(token, 'appeals', { kind: 'cannot', reason: '下雪', obligationId: id })).statusCode,
    ).toBe(200)
    const list = await app.inject({ url: `/api/v1/links/${token}/notices` })
    expect(list.json().items[0]).toMatchObject({ state: 'open' })
  })
})

describe('a campaign that is over', () => {
  test('stays open to its units as a record, and says so', async () => {
    await perform(database.api, city.coordinator, (op) =>
      closeCampaign(op, { campaignId: city.campaignId, reason: '结束' }),
    )
    const token = await tokenFor(codes[10]!)
    const page = await get(`/u/${token}`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('这项工作已结束')
    expect(page.body).toContain('tel:87657530')
    expect((await get(`/u/${token}/notices`)).body).toContain('以前的')
    expect((await post(`/u/${token}/forward`, { name: '王', email: 'w@fl.example' })).statusCode).toBe(409)
  })
})
