import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csrfToken } from '../../web/csrf.ts'
import { neutral } from '../../domain/spreadsheetText.ts'
import { readTreeCsv } from '../../operations/tree/treeCsv.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { personAt } from '../support/people.ts'
import { cookieOf, LINK_KEY, visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let city: City
let app: FastifyInstance
let admin: Visitor

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 60 })
  await city.until('2014-05-06')
  admin = await visitor(database.api, city.admin.accountId)
  app = admin.app
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const unitIdOf = async (code: string): Promise<number> =>
  (await database.owner.selectFrom('unit').select('id').where('code', '=', code).executeTakeFirstOrThrow()).id

async function upload(csv: string): Promise<{ statusCode: number; body: string }> {
  const cookie = await cookieOf(database.api, city.admin.accountId)
  const mark = csrfToken(LINK_KEY, cookie.replace('duban_session=', ''))
  const part = (name: string, value: string, file = '') =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
  return app.inject({
    method: 'POST',
    url: '/units/import',
    headers: { cookie, 'content-type': 'multipart/form-data; boundary=b' },
    payload: `${part('_csrf', mark)}${part('file', csv, '; filename="units.csv"')}--b--\r\n`,
  })
}

const countUnits = async (): Promise<number> =>
  (
    await database.owner
      .selectFrom('unit')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n

describe('commands on a campaign', () => {
  const commands = () => `/campaigns/${city.campaignId}/commands`

  test('want a reason, at the form that was sent and at no other', async () => {
    const refused = await admin.post(commands(), { form: 'pause', reason: '' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('id="pause-reason-no"')
    expect(refused.body).not.toContain('id="close-reason-no"')
  })

  test('pause and resume, and say on every page of the campaign that it is paused', async () => {
    expect((await admin.post(commands(), { form: 'pause', reason: '换届' })).statusCode).toBe(303)
    expect((await admin.get(`/campaigns/${city.campaignId}`)).body).toContain('起暂停')
    expect((await admin.post(commands(), { form: 'pause', reason: '换届' })).body).toContain('已经暂停了')
    expect((await admin.post(commands(), { form: 'resume' })).statusCode).toBe(303)
  })

  test('close it for good and lead to its result', async () => {
    const closed = await admin.post(commands(), { form: 'close', reason: '' })
    expect(closed.headers.location).toBe(`/campaigns/${city.campaignId}/result`)
    expect((await admin.get(commands())).body).toContain('已经结束')
    expect((await admin.post(commands(), { form: 'pause', reason: 'x' })).statusCode).toBe(409)
  })
})

describe('the tree', () => {
  test('is exported as the import takes it back: nothing would change', async () => {
    const exported = await admin.get('/units/export.csv')
    expect(exported.body.startsWith('\ufeffcode,parent,type')).toBe(true)
    expect(readTreeCsv(Buffer.from(exported.body)).problems).toEqual([])
    const tried = await upload(exported.body)
    expect(tried.body).toContain('新增 0，改动 0')
  })

  test('gives a spreadsheet nothing to calculate', () => {
    expect(['=1+1', ' =1', '@x', '\tx', '-x', '+cmd|x'].map(neutral)).toEqual([
      "'=1+1",
      "' =1",
      "'@x",
      "'\tx",
      "'-x",
      "'+cmd|x",
    ])
    expect(['+86 451 0000', '-5', '道里区妇联', ''].map(neutral)).toEqual([
      '+86 451 0000',
      '-5',
      '道里区妇联',
      '',
    ])
  })

  test('is imported after a trial that stores nothing, all or not at all', async () => {
    const before = await countUnits()
    const heading = 'code,parent,type,name,role,person,email,telephone,language'
    const bad = await upload(`${heading}\nNEW-1,HRB-DL,street,新街道,,,,,\nNEW-2,NOWHERE,village,某村,,,,,`)
    expect(bad.body).toContain('没有编码是“NOWHERE”的单位')
    expect(bad.body).not.toContain('导入这个文件')
    const tried = await upload(`${heading}\nNEW-1,HRB-DL,street,新街道妇联,contact,张三,z@fl.example,,`)
    expect(tried.body).toContain('新增 1')
    expect(await countUnits()).toBe(before)
    const file = /name="file" value="([^"]*)"/.exec(tried.body)?.[1] ?? ''
    const stored = await admin.post('/units/import/store', {
      file,
      fileName: 'units.csv',
      from: '2014-05-06',
    })
    expect(stored.body).toContain('已导入')
    expect(await countUnits()).toBe(before + 1)
    expect((await admin.get('/units?q=新街道')).body).toContain('NEW-1')
  })

  test('lets a coordinator rename a unit, with what it was called on record', async () => {
    const id = await unitIdOf('NEW-1')
    const refused = await admin.post(`/units/${id}/rename`, {
      form: 'rename',
      name: '新名',
      from: '2014-05-06',
      reason: '',
    })
    expect(refused.body).toMatch(/id="rename-reason-no"/)
    expect(refused.body).toMatch(/<details[^>]*id="rename" open/)
    await admin.post(`/units/${id}/rename`, {
      form: 'rename',
      name: '新名街道妇联',
      from: '2014-05-06',
      reason: '更名',
    })
    expect((await admin.get(`/units/${id}`)).body).toContain('新名街道妇联')
  })

  test('is closed to who only supervises: she changes contacts, not units', async () => {
    const person = await personAt(database.owner, 'HRB-DL', 'supervisor')
    const supervisor = await visitor(database.api, person.accountId, app)
    const id = await unitIdOf('NEW-1')
    expect(
      (await supervisor.post(`/units/${id}/close`, { from: '2014-05-06', reason: 'x' })).statusCode,
    ).toBe(403)
    expect((await supervisor.get('/units/import')).statusCode).toBe(403)
    const added = await supervisor.post(`/units/${id}/contacts`, {
      form: 'contact-new',
      name: '李四',
      email: 'l@fl.example',
      telephone: '',
      language: 'zh-CN',
    })
    expect(added.statusCode).toBe(303)
  })
})

describe('the calendar', () => {
  test('says of a year that is not announced that it is not', async () => {
    expect((await admin.get('/calendar?year=2044')).body).toContain('2044年的放假安排还没有公布')
    expect((await admin.get('/calendar?year=2014')).body).not.toContain('还没有公布')
  })

  test('is changed a day at a time, by whoever administers', async () => {
    await admin.post('/calendar/day', { date: '2014-06-18', working: 'no', reason: '临时放假' })
    expect((await admin.get('/calendar?year=2014')).body).toContain('title="临时放假"')
    const refused = await admin.post('/calendar/day', { date: '2014-06-19', working: 'no', reason: '' })
    expect(refused.statusCode).toBe(422)
  })
})

describe('a change planned for a day to come', () => {
  test('stands on the unit with its date until it is taken back', async () => {
    const { unit_id } = await database.owner
      .selectFrom('placement')
      .select('unit_id')
      .where('type', '=', 'association')
      .executeTakeFirstOrThrow()
    const page = `/units/${unit_id}`
    const form = { form: 'rename', name: '以后的名称', from: '2014-06-03', reason: '更名' }
    expect((await admin.post(`${page}/rename`, form)).statusCode).toBe(303)
    const shown = (await admin.get(page)).body
    expect(shown).toContain('2014年6月3日起')
    expect(shown).toContain('以后的名称')
    const cancel = /action="(\/units\/\d+\/planned\/\d+\/cancel)"/.exec(shown)?.[1] ?? ''
    expect((await admin.post(cancel, {})).statusCode).toBe(303)
    expect((await admin.get(page)).body).not.toContain('以后的名称')
  })
})

describe('who signs in for a unit', () => {
  const person = { name: '周新', email: 'zhou@fl.example', telephone: '13800000000', language: 'zh-CN' }

  test('is added, corrected and let go on the page of the unit', async () => {
    const page = `/units/${await unitIdOf('HRB-DL')}`
    const added = { form: 'account-new', role: 'supervisor', ...person }
    expect((await admin.post(`${page}/people`, added)).statusCode).toBe(303)
    const account = await database.owner
      .selectFrom('account')
      .select(['id', 'role'])
      .where('email', '=', person.email)
      .executeTakeFirstOrThrow()
    expect(account.role).toBe('supervisor')
    const form = `account-${account.id}`
    await admin.post(`${page}/people/${account.id}`, { form, ...person, name: '周新华' })
    expect((await admin.get(page)).body).toContain('周新华')
    const stranger = await visitor(database.api, account.id)
    expect((await stranger.get('/')).statusCode).toBe(200)
    expect((await admin.post(`${page}/people/${account.id}/end`, {})).statusCode).toBe(303)
    expect((await admin.get(page)).body).not.toContain('周新华')
    expect((await stranger.get('/')).statusCode).toBe(303)
    await stranger.app.close()
  })

  test('cannot have an address that somebody else signs in with, wherever that is', async () => {
    const page = `/units/${await unitIdOf('HRB-DL')}`
    const form = { form: 'account-new', role: 'leader', ...person, email: 'two@fl.example' }
    await admin.post(`${page}/people`, form)
    const again = await admin.post(`${page}/people`, { ...form, name: '另一人' })
    expect(again.statusCode).toBe(422)
    expect(again.body).toContain('已经是别人的登录邮箱')
  })
})

describe('mails that are held after a restore', () => {
  test('are told of on the first page, and an administrator releases them there', async () => {
    await sql`insert into setting (key, value) values ('mailHold', jsonb_build_object('since', duban_now()))`.execute(
      database.owner,
    )
    expect((await admin.get('/')).body).toContain('发信已暂停')
    expect((await admin.post('/mail-hold/release', { waiting: 'drop' })).statusCode).toBe(303)
    expect((await admin.get('/')).body).not.toContain('发信已暂停')
    expect((await admin.post('/mail-hold/release', { waiting: 'drop' })).statusCode).toBe(409)
  })
})

describe('the settings of the installation', () => {
  test('are changed by an administrator, who is told at the field what cannot be', async () => {
    const page = (await admin.get('/installation')).body
    const was = /name="was" value="([^"]*)"/.exec(page)?.[1]?.replaceAll('&quot;', '"') ?? ''
    const form = {
      was,
      name: '市妇联',
      zone: 'Asia/Shanghai',
      hoursStart: '08:00',
      hoursEnd: '17:00',
      windowStart: '08:00',
      windowEnd: '18:00',
      times: '09:00 15:00',
      retentionMonths: '36',
    }
    const refused = await admin.post('/installation', { ...form, zone: 'Mars/Base', times: '19:00' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('id="f-zone-no"')
    expect((await admin.post('/installation', form)).headers.location).toBe('/installation?done=1')
    const after = (await admin.get('/installation')).body
    expect(after).toContain('value="09:00 15:00"')
    expect((await admin.post('/installation', { ...form, name: '别名' })).statusCode).toBe(409)
  })
})
