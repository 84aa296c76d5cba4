import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { generateFederation } from '../../domain/federation.ts'
import { perform } from '../../operations/perform.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { changeContact } from '../../operations/tree/changeContact.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { testApp, tokenOf } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let app: FastifyInstance
let city: City
/** Villages with a mailbox that have done nothing yet. */
let codes: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 60 })
  app = await testApp(database.api)
  codes = generateFederation({ seed: 1, units: 60 })
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
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

async function assignmentOf(code: string) {
  return database.owner
    .selectFrom('assignment as a')
    .innerJoin('unit as u', 'u.id', 'a.unit_id')
    .selectAll('a')
    .where('u.code', '=', code)
    .executeTakeFirstOrThrow()
}

async function obligationOf(code: string, ordinal: number) {
  return database.owner
    .selectFrom('obligation as o')
    .innerJoin('unit as u', 'u.id', 'o.unit_id')
    .innerJoin('milestone as m', 'm.id', 'o.milestone_id')
    .selectAll('o')
    .where('u.code', '=', code)
    .where('m.ordinal', '=', ordinal)
    .executeTakeFirstOrThrow()
}

const multipart = (parts: { name: string; value: string; filename?: string }[]) => {
  const boundary = 'x-boundary-x'
  const body = parts
    .map(({ name, value, filename }) => {
      const file =
        filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/octet-stream`
      return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
    })
    .join('')
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: `${body}--${boundary}--\r\n`,
  }
}

describe('a link in a mail', () => {
  test('opened by a person or a scanner, acknowledges nothing', async () => {
    const [code = ''] = codes
    const token = await tokenFor(code)
    const obligation = await obligationOf(code, 1)
    for (const path of ['', '/notice', `/report/${obligation.id}`, `/report/${obligation.id}?again=1`]) {
      const page = await get(`/u/${token}${path}`)
      expect(page.statusCode, path).toBe(200)
    }
    expect((await get(`/u/${token}/acknowledge`)).statusCode).toBe(405)
    expect((await assignmentOf(code)).acknowledged_at).toBeNull()
  })

  test('acknowledges by its button, once for good', async () => {
    const [code = ''] = codes
    const token = await tokenFor(code)
    const first = await post(`/u/${token}/acknowledge`)
    expect(first.statusCode).toBe(303)
    expect(first.headers.location).toBe(`/u/${token}`)
    const { acknowledged_at } = await assignmentOf(code)
    expect(acknowledged_at).not.toBeNull()
    await post(`/u/${token}/acknowledge`)
    expect((await assignmentOf(code)).acknowledged_at).toEqual(acknowledged_at)
    expect((await get(`/u/${token}`)).body).toContain('已签收')
  })

  test('shows nothing of another unit, whatever is asked for', async () => {
    const [one = '', other = ''] = codes
    const token = await tokenFor(one)
    const foreign = await obligationOf(other, 1)
    expect((await get(`/u/${token}/report/${foreign.id}`)).statusCode).toBe(404)
    expect((await post(`/u/${token}/report/${foreign.id}`, { text: 'x', do: 'submit' })).statusCode).toBe(404)
    expect((await obligationOf(other, 1)).state).toBe('expected')
  })

  test('that was replaced says whom to ask, by name and telephone', async () => {
    const code = codes[5] ?? ''
    const token = await tokenFor(code)
    const contact = await database.owner
      .selectFrom('contact as c')
      .innerJoin('unit as u', 'u.id', 'c.unit_id')
      .selectAll('c')
      .where('u.code', '=', code)
      .executeTakeFirstOrThrow()
    await perform(database.api, city.admin, (op) =>
      changeContact(op, {
        contactId: contact.id,
        name: contact.name,
        email: 'new@fl.example',
        telephone: null,
        language: 'zh-CN',
      }),
    )
    const page = await get(`/u/${token}`)
    expect(page.statusCode).toBe(410)
    expect(page.body).toContain('市妇联研究室')
    expect(page.body).toContain('tel:87657530')
    expect((await get(`/u/${await tokenFor(code)}`)).statusCode).toBe(200)
  })

  test('from another site is not acted upon', async () => {
    const token = await tokenFor(codes[6] ?? '')
    const refused = await app.inject({
      method: 'POST',
      url: `/u/${token}/acknowledge`,
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(refused.statusCode).toBe(403)
    expect((await assignmentOf(codes[6] ?? '')).acknowledged_at).toBeNull()
  })
})

describe('a report', () => {
  test('is kept as typed when a figure is none, and the field says so', async () => {
    const code = codes[1] ?? ''
    const token = await tokenFor(code)
    const { id } = await obligationOf(code, 1)
    const target = await database.owner
      .selectFrom('target')
      .select('id')
      .orderBy('id')
      .executeTakeFirstOrThrow()
    const page = await post(`/u/${token}/report/${id}`, {
      text: '走访了<b>三个</b>社区',
      [`value-${target.id}`]: '十二',
      do: 'submit',
    })
    expect(page.statusCode).toBe(422)
    expect(page.body).toContain('走访了&lt;b>三个')
    expect(page.body).toContain('value="十二"')
    expect(page.body).toContain('这里要填数字')
    expect((await get(`/u/${token}/report/${id}`)).body).toContain('十二')
    expect((await obligationOf(code, 1)).state).toBe('expected')
  })

  test('with a file that lies about its type keeps the text and the other file', async () => {
    const code = codes[2] ?? ''
    const token = await tokenFor(code)
    const { id } = await obligationOf(code, 1)
    const form = multipart([
      { name: 'text', value: '已开展' },
      { name: 'do', value: 'submit' },
      { name: 'files', value: 'plain text', filename: '说明.txt' },
      { name: 'files', value: 'not a photo', filename: '照片.jpg' },
    ])
    const page = await app.inject({ method: 'POST', url: `/u/${token}/report/${id}`, ...form })
    expect(page.statusCode).toBe(422)
    expect(page.body).toContain('照片.jpg 没存上')
    expect(page.body).toContain('说明.txt')
    const again = await app.inject({
      method: 'POST',
      url: `/u/${token}/report/${id}`,
      ...multipart([
        { name: 'text', value: '已开展' },
        { name: 'do', value: 'submit' },
      ]),
    })
    expect(again.statusCode).toBe(303)
    const receipt = await get(`/u/${token}/report/${id}`)
    expect(receipt.body).toContain('收')
    expect(receipt.body).toContain(`${city.campaignId}-${id}-1`)
    expect((await assignmentOf(code)).acknowledged_via).toBe('report')
  })

  test('that came back is shown with its reason and its new date, and can be sent again', async () => {
    const code = codes[2] ?? ''
    const token = await tokenFor(code)
    const { id } = await obligationOf(code, 1)
    const report = await database.owner
      .selectFrom('report')
      .selectAll()
      .where('obligation_id', '=', id)
      .executeTakeFirstOrThrow()
    await perform(database.api, city.coordinator, (op) =>
      returnReport(op, { reportId: report.id, reason: '请写明社区名称', dueOn: localDate('2014-05-16') }),
    )
    const page = await get(`/u/${token}/report/${id}`)
    expect(page.body).toContain('请写明社区名称')
    expect(page.body).toContain('5月16日')
    expect((await post(`/u/${token}/report/${id}`, { text: '东源社区', do: 'submit' })).statusCode).toBe(303)
    expect((await obligationOf(code, 1)).state).toBe('submitted')
  })
})

describe('a lost link', () => {
  test('is answered the same whether or not anything is known', async () => {
    const known = await post('/u/lost', { wanted: codes[3] ?? '' })
    const unknown = await post('/u/lost', { wanted: 'nobody@nowhere.example' })
    expect([known.statusCode, known.headers.location]).toEqual([unknown.statusCode, unknown.headers.location])
    const mails = await database.owner
      .selectFrom('message')
      .select('unit_id')
      .where('kind', '=', 'link')
      .execute()
    expect(mails).toHaveLength(1)
  })

  test('can be asked for some times a minute, not more', async () => {
    const answers = []
    for (let n = 0; n < 8; n += 1) answers.push((await post('/u/lost', { wanted: 'x' })).statusCode)
    expect(answers.at(-1)).toBe(429)
  })
})
