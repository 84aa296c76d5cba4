import type { FastifyInstance } from 'fastify'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { noticeDraftSchema, type NoticeInput } from '../../domain/notice.ts'
import { localDate } from '../../domain/time.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { BASE_URL, LINK_KEY, visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let city: City
let app: FastifyInstance
let desk: Visitor
let statements = 0

const counting: KyselyPlugin = {
  transformQuery: ({ node }) => {
    statements += 1
    return node
  },
  transformResult: async ({ result }) => result,
}

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 200 })
  await city.until('2014-05-06')
  app = await buildApp({
    db: database.api.withPlugin(counting),
    baseUrl: BASE_URL,
    linkKey: LINK_KEY,
    secureCookies: false,
  })
  desk = await visitor(database.api, city.admin.accountId, app)
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

async function draft(changes: Partial<NoticeInput>): Promise<number> {
  const { noticeId } = await perform(database.api, city.coordinator, (op) =>
    saveNotice(op, {
      noticeId: null,
      version: null,
      draft: noticeDraftSchema.parse({
        ...exampleNotice('grassroots'),
        issuedOn: localDate('2014-05-06'),
        acknowledgeDueOn: localDate('2014-05-20'),
        ...changes,
      }),
    }),
  )
  return noticeId
}

const dated = (dueOn: string): NoticeInput['milestones'] => [{ what: '名册', kind: 'dated', dueOn }]
const preview = async (noticeId: number): Promise<string> =>
  (await desk.get(`/notices/${noticeId}/preview`)).body

describe('before a notice is issued', () => {
  test('a deadline that leaves little time is pointed out, with how little, and one with time enough is not', async () => {
    const short = await preview(await draft({ milestones: dated('2014-05-09') }))
    expect(short).toContain('连今天只有4个工作日')
    const long = await preview(await draft({ milestones: dated('2014-06-20') }))
    expect(long).not.toContain('个工作日，单位可能来不及')
  })

  test('a deadline on a holiday or in a year without calendar data is pointed out, for acknowledging too', async () => {
    const holiday = await preview(await draft({ milestones: dated('2014-06-02') }))
    expect(holiday).toMatch(/期限6月2日（周一）是休息日（[^）]*端午/)
    const acknowledging = await preview(
      await draft({ acknowledgeDueOn: localDate('2014-06-01'), milestones: dated('2014-06-20') }),
    )
    expect(acknowledging).toMatch(/签收期限<\/a>: 期限6月1日（周日）是休息日/)
    const far = await preview(await draft({ milestones: dated('2045-05-10') }))
    expect(far).toContain('2045年的放假安排还没有公布')
  })

  test('a week in which the units owe something else already is pointed out, with how many and what', async () => {
    const busy = await preview(await draft({ milestones: dated('2014-05-08') }))
    expect(busy).toMatch(/这一周已有\d+家要报别的，如《[^》]*下基层/)
    const free = await preview(await draft({ milestones: dated('2014-07-10') }))
    expect(free).not.toContain('这一周已有')
  })

  test('the first reminder and the first escalation stand beside whom it goes to', async () => {
    const page = await preview(await draft({ milestones: dated('2014-06-20') }))
    expect(page).toMatch(/首次提醒<\/dt><dd>5月19日（周一）09:00/)
    expect(page).toMatch(/首次升级<\/dt><dd>5月23日（周五）09:00/)
  })

  test('the mail of any recipient is one click away, as she would get it, and is not written', async () => {
    const noticeId = await draft({ milestones: dated('2014-06-20') })
    const list = await preview(noticeId)
    const [, address = ''] = /href="(\/notices\/\d+\/mail\/\d+)"/.exec(list) ?? []
    const messages = () =>
      database.owner
        .selectFrom('message')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    const before = await messages()
    const page = await desk.get(address)
    expect(page.body).toContain(`src="${address}/html"`)
    expect(page.body).toContain('@fl.example')
    const mail = await desk.get(`${address}/html`)
    expect(mail.body).toContain('名册')
    expect(mail.body).toContain('6月20日')
    const [, token = ''] = /\/u\/([\w-]+)/.exec(mail.body) ?? []
    expect((await app.inject({ url: `/u/${token}` })).statusCode).toBe(404)
    expect(mail.headers['content-security-policy']).toContain('sandbox')
    expect(await messages()).toEqual(before)
    expect((await desk.get(`/notices/${noticeId}/mail/999999`)).statusCode).toBe(404)
  })

  test('the preview asks the database no more than a handful of questions', async () => {
    const noticeId = await draft({ milestones: dated('2014-05-09') })
    for (const url of [`/notices/${noticeId}/preview`, `/notices/${noticeId}/preview?unreachable=1`]) {
      statements = 0
      expect((await desk.get(url)).statusCode).toBe(200)
      // Two for the session, and scope and clock twice: whether it has been issued is asked first.
      expect(statements, url).toBeLessThanOrEqual(6 + 15)
    }
  })
})
