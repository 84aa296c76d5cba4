import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { loadNotice } from '../../db/queries/notices.ts'
import { exampleNotices } from '../../operations/examples/notices.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { visitor, type Visitor } from './app.ts'
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

/** What a browser would send: every field of the page's form as it stands, with the pressed button. */
function fieldsOf(html: string, button: string): [string, string][] {
  const form = /<form[^>]*id="notice"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  const fields: [string, string][] = [['do', button]]
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1]
    if (name === undefined || (/type="checkbox"/.test(tag) && !/checked/.test(tag))) continue
    fields.push([name, text(/value="([^"]*)"/.exec(tag)?.[1] ?? '')])
  }
  for (const [, name, value] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g))
    fields.push([name ?? '', text(value ?? '').replace(/^\n/, '')])
  for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const chosen = /<option( value="([^"]*)"| value)? selected/.exec(options ?? '')
    fields.push([name ?? '', text(chosen?.[2] ?? '')])
  }
  return fields
}

/** The form with other values in some of its fields. */
function filled(html: string, button: string, values: Record<string, string>): [string, string][] {
  const others = fieldsOf(html, button).filter(([name]) => !Object.hasOwn(values, name))
  return [...others, ...Object.entries(values)]
}

const text = (escaped: string): string =>
  escaped
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const load = (id: number) => perform(database.api, city.admin, (op) => loadNotice(op.tx, id))

describe('the form of a notice', () => {
  test.each(exampleNotices.map((example) => [example.key, example] as const))(
    'sends %s back exactly as it was saved',
    async (_key, { draft }) => {
      const { noticeId } = await perform(database.api, city.admin, (op) =>
        saveNotice(op, { noticeId: null, version: null, draft: noticeDraftSchema.parse(draft) }),
      )
      const before = await load(noticeId)
      const page = await person.get(`/notices/${noticeId}`)
      const saved = await person.post(`/notices/${noticeId}`, fieldsOf(page.body, 'save'))
      expect(saved.statusCode).toBe(303)
      const strip = ({ milestones, audience, ...notice }: typeof before) => ({
        ...notice,
        version: 0,
        audience: audience.map((rule) => ({ ...rule, types: [...rule.types].sort() })),
        milestones: milestones.map(({ targets, ...rest }) => ({
          ...rest,
          targets: targets.map(({ name, measure, total }) => ({ name, measure, total })),
        })),
      })
      expect(strip(await load(noticeId))).toEqual(strip(before))
    },
  )

  test('keeps what was typed and says at each field what is wrong with it', async () => {
    const page = await person.get('/notices/new')
    const values = {
      title: '',
      theme: '一个“主题”',
      'audience[0][under]': 'NO-SUCH',
      'milestones[0][what]': '总结',
    }
    const refused = await person.post('/notices', filled(page.body, 'save', values))
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('一个“主题”')
    expect(refused.body).toContain('没有“NO-SUCH”这个单位')
    expect(refused.body).toMatch(/id="f-title-no"[^>]*>[\s\S]*?这一处要填/)
  })

  test('says of a deadline without a date that it needs one', async () => {
    const page = await person.get('/notices/new')
    const refused = await person.post(
      '/notices',
      filled(page.body, 'save', { title: '没有日期', 'milestones[0][what]': '总结' }),
    )
    expect(refused.body).toMatch(/id="f-milestones-0-dueOn-no"[^>]*>[\s\S]*?有期限的报送要有日期/)
  })

  test('gets another row by a button, saves what it can on the way and loses nothing', async () => {
    const page = await person.get('/notices/new')
    const values = { title: '加一项', 'milestones[0][what]': '写到一半' }
    const longer = await person.post('/notices', filled(page.body, 'add:milestones', values))
    expect(longer.statusCode).toBe(200)
    expect(longer.body).toContain('写到一半')
    expect(longer.body).toContain('name="milestones[1][what]"')
  })

  test('refuses to overwrite what somebody else saved meanwhile', async () => {
    const [example] = exampleNotices
    const { noticeId } = await perform(database.api, city.admin, (op) =>
      saveNotice(op, { noticeId: null, version: null, draft: noticeDraftSchema.parse(example!.draft) }),
    )
    const mine = await person.get(`/notices/${noticeId}`)
    expect((await person.post(`/notices/${noticeId}`, fieldsOf(mine.body, 'save'))).statusCode).toBe(303)
    const late = await person.post(`/notices/${noticeId}`, fieldsOf(mine.body, 'save'))
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('您打开以后别人改过')
  })
})

describe('the preview', () => {
  test('counts exactly who gets it, lists them, and leads from checking to the seal to the campaign', async () => {
    const page = await person.get('/notices/new')
    const values = {
      title: '只给道里',
      'audience[0][under]': 'HRB-DL',
      'milestones[0][what]': '总结',
      'milestones[0][dueOn]': '2014-04-30',
    }
    const saved = await person.post('/notices', filled(page.body, 'preview', values))
    const address = String(saved.headers.location)
    const units = await database.owner
      .selectFrom('unit')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('code', 'like', 'HRB-DL%')
      .executeTakeFirstOrThrow()
    const preview = await person.get(address)
    expect(preview.body).toContain(`共 ${units.n} 家`)
    expect([...preview.body.matchAll(/HRB-DL[A-Z0-9-]*</g)]).toHaveLength(units.n)
    expect(preview.body).not.toContain('button seal')
    const base = address.replace('/preview', '')
    expect((await person.post(`${base}/issue`)).statusCode).toBe(409)
    expect((await person.post(`${base}/check`)).statusCode).toBe(303)
    expect((await person.get(address)).body).toContain('button seal')
    const issued = await person.post(`${base}/issue`)
    expect(issued.headers.location).toMatch(/^\/campaigns\/\d+$/)
    expect((await person.get(String(issued.headers.location))).body).toContain(`0 / ${units.n}`)
    expect((await person.get(base)).headers.location).toBe(issued.headers.location)
  })
})
