import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadNotice } from '../../db/queries/notices.ts'
import { perform } from '../../operations/perform.ts'
import { csrfToken } from '../../web/csrf.ts'
import { docxOf, words } from '../operations/circular/papers.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { cookieOf, LINK_KEY, visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let city: City
let app: FastifyInstance
let person: Visitor

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 60 })
  person = await visitor(database.api, city.admin.accountId)
  app = person.app
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

interface Part {
  name: string
  value: string | Buffer
  filename?: string
}

/** Sends a circular as the form of the page does. */
async function send(parts: Part[]): Promise<LightMyRequestResponse> {
  const cookie = await cookieOf(database.api, city.admin.accountId)
  const mark = csrfToken(LINK_KEY, cookie.replace('duban_session=', ''))
  const boundary = 'x-boundary-x'
  const all = [{ name: '_csrf', value: mark }, ...parts].flatMap(({ name, value, ...file }) => {
    const filename =
      'filename' in file ? `; filename="${file.filename}"\r\nContent-Type: application/octet-stream` : ''
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename}\r\n\r\n`
    return [Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')]
  })
  return app.inject({
    method: 'POST',
    url: '/circulars',
    headers: {
      cookie,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'sec-fetch-site': 'same-origin',
    },
    payload: Buffer.concat([...all, Buffer.from(`--${boundary}--\r\n`)]),
  })
}

const load = (id: number) => perform(database.api, city.admin, (op) => loadNotice(op.tx, id))
const idIn = (location: unknown): number => Number(/\/notices\/(\d+)/.exec(String(location))?.[1])

describe('a circular', () => {
  test('becomes a draft that stands beside it, with its file', async () => {
    const sent = await send([{ name: 'files', value: await docxOf(words), filename: '走访通知.doc' }])
    expect(sent.statusCode).toBe(303)
    expect(sent.headers.location).toMatch(/^\/notices\/\d+\/circular$/)
    const notice = await load(idIn(sent.headers.location))
    expect(notice).toMatchObject({
      state: 'draft',
      number: '滨妇发〔2014〕12号',
      issuerName: '滨江市妇女联合会',
      issuedOn: '2014-04-09',
      replyMailbox: 'binjiang@fl.example',
      contactNames: '李敏',
    })
    expect(notice.milestones).toMatchObject([{ what: '走访总结', kind: 'dated', dueOn: '2014-05-12' }])
    expect(notice.audience).toMatchObject([{ effect: 'include', types: ['district', 'county'] }])
    // What it is goes by its content: the name is put right.
    expect(notice.files).toMatchObject([{ name: '走访通知.docx' }])

    const page = await person.get(String(sent.headers.location))
    expect(page.statusCode).toBe(200)
    expect(page.body).toMatch(/<mark[^>]*id="mark-1"/)
    expect(page.body).toMatch(/<mark class="read-mark asked"[^>]*>[\s\S]*?2014年5月12日前/)
    expect(page.body).toContain('先按含当天算')
    expect(page.body).toMatch(/href="#mark-\d+"/)
    expect(page.body).toMatch(/class="absent"><dt>主题<\/dt><dd><span class="note">原文没有/)
  })

  test('is settled by choosing, and saved as any draft is', async () => {
    const sent = await send([
      { name: 'circular', value: words.join('\n').replace('2014年5月12日前', '5月10日前') },
    ])
    const id = idIn(sent.headers.location)
    const page = await person.get(`/notices/${id}/circular`)
    for (const asked of ['没有写年份', '含当天', '是休息日']) expect(page.body).toContain(asked)
    expect(page.body).toMatch(/name="milestone\[0\]\[due\]" value="2014-05-10" checked/)
    expect(page.body).toMatch(/name="milestone\[0\]\[due\]" value="2014-05-09"/)

    const settled = await person.post(`/notices/${id}/circular`, { 'milestone[0][due]': '2014-05-09' })
    expect(settled.statusCode).toBe(303)
    expect(settled.headers.location).toBe(`/notices/${id}?saved=1`)
    expect((await load(id)).milestones).toMatchObject([{ dueOn: '2014-05-09' }])
    expect((await person.get(`/notices/${id}`)).body).toContain(`/notices/${id}/circular`)
    expect((await person.get(`/notices/${id}/preview`)).statusCode).toBe(200)

    const another = await person.post(`/notices/${id}/circular`, {
      'milestone[0][due]': 'other',
      'milestone[0][other]': '2014-05-15',
    })
    expect(another.statusCode).toBe(303)
    expect((await load(id)).milestones).toMatchObject([{ dueOn: '2014-05-15' }])
    await person.post(`/notices/${id}/circular`, { 'milestone[0][due]': 'drop' })
    expect((await load(id)).milestones).toEqual([])
  })

  test('no longer writes a draft that has been changed by hand', async () => {
    const sent = await send([{ name: 'circular', value: words.join('\n') }])
    const id = idIn(sent.headers.location)
    const before = await load(id)
    await database.owner
      .updateTable('notice')
      .set({ version: before.version + 1 })
      .where('id', '=', id)
      .execute()
    expect((await person.get(`/notices/${id}/circular`)).body).toContain('已经在别处改过')
    const refused = await person.post(`/notices/${id}/circular`, { 'milestone[0][due]': 'drop' })
    expect(refused.statusCode).toBe(409)
    expect((await load(id)).milestones).toHaveLength(1)
  })

  test('that cannot be read is refused with the reason, and what was pasted stays', async () => {
    const count = async () => (await database.owner.selectFrom('notice').select('id').execute()).length
    const before = await count()
    const picture = await send([
      { name: 'circular', value: '各区妇联：\n请于5月10日前报送总结。' },
      { name: 'files', value: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), filename: '通知.pdf' },
    ])
    expect(picture.statusCode).toBe(415)
    expect(picture.body).toContain('这不是能读的文件')
    expect(picture.body).toContain('请于5月10日前报送总结')
    expect((await send([])).statusCode).toBe(422)
    const nonsense = await person.post('/notices/999999/circular', { 'milestone[0][due]': 'drop' })
    expect(nonsense.statusCode).toBe(404)
    expect(await count()).toBe(before)
  })

  test('in English is read, and asked about in English', async () => {
    const sent = await send([
      {
        name: 'circular',
        value:
          'Harbour Bureau\nCircular No. 3/2014\n9 April 2014\nTo: All Offices\n\nVisits\n\nPlease submit the report by 12 May.',
      },
    ])
    const page = await person.get(`${sent.headers.location}?lang=en`)
    expect(page.body).toContain('names no year')
    expect((await load(idIn(sent.headers.location))).milestones).toMatchObject([{ dueOn: '2014-05-12' }])
  })
})
