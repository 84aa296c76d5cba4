import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailLanguages, mailTextKinds } from '../../domain/mailText.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { personAt } from '../support/people.ts'
import { testApp, visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

/** Whoever coordinates changes what mails say, on a real unit before anybody is sent it. */
let database: TestDatabase
let app: FastifyInstance
let city: City
let page: Visitor
const own = { subject: '{unit}请签收：{title}', opening: '{unit}：', closing: '请找{whom}' }

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 80 })
  app = await testApp(database.api)
  page = await visitor(database.api, city.admin.accountId, app)
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const versions = async (): Promise<string[]> =>
  (
    await sql<{ line: string }>`
      select concat_ws(' ', kind, language, version, subject) as line from mail_text order by id`.execute(
      database.owner,
    )
  ).rows.map(({ line }) => line)

describe('words of mails', () => {
  test('are listed with every mail that has some, in both languages', async () => {
    const { body, statusCode } = await page.get('/mail-texts')
    expect(statusCode).toBe(200)
    for (const kind of mailTextKinds)
      for (const language of mailLanguages) expect(body).toContain(`/mail-texts/${kind}/${language}`)
  })

  test('an unknown placeholder is refused by name, with what was typed, and nothing is kept', async () => {
    const refused = await page.post('/mail-texts/issue/zh-CN', {
      ...own,
      opening: '密码{password}',
      version: '0',
    })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('没有“password”这个占位符')
    expect(refused.body).toContain('密码{password}')
    const { rows } = await sql<{ n: number }>`select count(*) as n from mail_text_draft`.execute(
      database.owner,
    )
    expect(rows[0]?.n).toBe(0)
  })

  test('are seen on a real unit before they are used, and used only then', async () => {
    const drafted = await page.post('/mail-texts/issue/zh-CN', { ...own, version: '0' })
    expect(drafted.headers.location).toBe('/mail-texts/issue/zh-CN/preview')
    expect(await versions()).toEqual([])
    const village = await database.owner
      .selectFrom('unit as u')
      .innerJoin('placement as p', 'p.unit_id', 'u.id')
      .select(['u.code', 'p.name'])
      .where('p.type', '=', 'village')
      .orderBy('u.code')
      .executeTakeFirstOrThrow()
    const seen = await page.get(`/mail-texts/issue/zh-CN/preview?unit=${encodeURIComponent(village.code)}`)
    expect(seen.statusCode).toBe(200)
    expect(seen.body).toContain(`${village.name}请签收：`)
    const frame = await page.get(
      `/mail-texts/issue/zh-CN/preview/html?unit=${encodeURIComponent(village.code)}`,
    )
    expect(frame.headers['content-security-policy']).toContain('sandbox')
    expect(frame.body).toContain(`${village.name}：`)
    const used = await page.post('/mail-texts/issue/zh-CN/use', { version: '0' })
    expect(used.headers.location).toBe('/mail-texts/issue/zh-CN?done=used')
    expect(await versions()).toEqual([`issue zh-CN 1 ${own.subject}`])
    expect((await page.get('/mail-texts/issue/zh-CN?done=used')).body).toContain('第1版')
  })

  test('of whoever comes second are not put over what somebody else has put into use meanwhile', async () => {
    const other = await visitor(
      database.api,
      (
        await database.owner
          .insertInto('account')
          .values({
            unit_id: city.admin.unitId,
            role: 'coordinator',
            name: '另一位',
            email: 'other@fl.example',
            language: 'zh-CN',
            valid: '[2014-01-01,)',
          })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id,
      app,
    )
    await other.post('/mail-texts/issue/zh-CN', { ...own, subject: '乙：{title}', version: '1' })
    await page.post('/mail-texts/issue/zh-CN', { ...own, subject: '甲：{title}', version: '1' })
    expect((await page.post('/mail-texts/issue/zh-CN/use', { version: '1' })).statusCode).toBe(303)
    const second = await other.post('/mail-texts/issue/zh-CN/use', { version: '1' })
    expect(second.statusCode).toBe(409)
    expect(second.body).toContain('您打开以后别人改过')
    expect((await versions()).at(-1)).toBe('issue zh-CN 2 甲：{title}')
  })

  test('used at the same moment by two go in once', async () => {
    await page.post('/mail-texts/urge/en', { ...own, subject: 'a', version: '0' })
    const both = await Promise.all([1, 2].map(() => page.post('/mail-texts/urge/en/use', { version: '0' })))
    expect(both.filter(({ headers }) => headers.location === '/mail-texts/urge/en?done=used')).toHaveLength(1)
    expect((await versions()).filter((line) => line.startsWith('urge'))).toEqual(['urge en 1 a'])
  })

  test('go back to the original, and what was in use can be taken up again', async () => {
    expect((await page.post('/mail-texts/issue/zh-CN/reset', { version: '1' })).statusCode).toBe(409)
    const reset = await page.post('/mail-texts/issue/zh-CN/reset', { version: '2' })
    expect(reset.headers.location).toBe('/mail-texts/issue/zh-CN?done=reset')
    const { body } = await page.get('/mail-texts/issue/zh-CN')
    expect(body).toContain('现在用的是原文')
    expect(body).toContain('value="请签收：{title}"')
    expect((await page.get('/mail-texts/issue/zh-CN?version=2')).body).toContain('value="甲：{title}"')
  })

  test('can be tried out on every mail, in both languages', async () => {
    for (const kind of mailTextKinds)
      for (const language of mailLanguages) {
        const base = `/mail-texts/${kind}/${language}`
        const drafted = await page.post(base, { subject: 'x', opening: 'y', closing: '', version: '0' })
        expect(drafted.statusCode, base).toBe(303)
        const seen = await page.get(`${base}/preview`)
        expect(seen.statusCode, base).toBe(200)
        expect((await page.get(`${base}/preview/html`)).statusCode).toBe(200)
        await page.post(`${base}/drop`)
        expect((await page.get(`${base}/preview`)).statusCode).toBe(404)
      }
  })

  test('are for those who coordinate: a supervisor neither sees nor changes them', async () => {
    const supervisor = await personAt(database.owner, 'HRB-DL', 'supervisor')
    const visit = await visitor(database.api, supervisor.accountId, app)
    expect((await visit.get('/mail-texts')).statusCode).toBe(403)
    expect((await visit.post('/mail-texts/issue/zh-CN', { ...own, version: '0' })).statusCode).toBe(403)
  })
})
