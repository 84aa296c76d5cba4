import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { compileResult } from '../../../activities/campaign/compileResult.ts'
import { recordBounce } from '../../../activities/bounces/recordBounce.ts'
import { buildApp } from '../../../api/app.ts'
import { noticeDraftSchema } from '../../../domain/notice.ts'
import { localDate } from '../../../domain/time.ts'
import { docketToken } from '../../../mail/docketLinks.ts'
import type { OpenedMail } from '../../../mail/mailbox/store.ts'
import { closeCampaign } from '../../../operations/campaign/endCampaign.ts'
import { exampleNotice } from '../../../operations/examples/notices.ts'
import { saveNotice } from '../../../operations/notice/saveNotice.ts'
import { perform } from '../../../operations/perform.ts'
import { returnReport } from '../../../operations/review/returnReport.ts'
import { changeContact } from '../../../operations/tree/changeContact.ts'
import { csrfToken } from '../../../web/csrf.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { cookieOf, LINK_KEY, tokenOf } from '../../web/app.ts'
import { createCity, instant, issue, type City } from '../../web/city.ts'

export type Who = 'nobody' | 'administrator' | 'supervisor'

/** What a form sends; a file is a Blob. */
export type Fields = Record<string, string | Blob>

/** A city in mid-campaign, served to a browser, with something in each of its states. */
export interface EveryCity {
  app: FastifyInstance
  base: string
  city: City
  database: TestDatabase
  cookies: Record<Who, string>
  ids: Awaited<ReturnType<typeof prepare>>
  post(who: Who, path: string, fields: Fields): Promise<Response>
  stop(): Promise<void>
}

export async function openEveryCity(): Promise<EveryCity> {
  const database = await createTestDatabase()
  const city = await createCity(database, { units: 120 })
  const ended = await issue(database, city.coordinator, exampleNotice('grassroots'))
  await city.until('2014-05-14')
  const mails: OpenedMail[] = []
  const app = await buildApp({
    db: database.api,
    baseUrl: 'http://duban.test',
    linkKey: LINK_KEY,
    secureCookies: false,
    mailbox: {
      list: () => ({ mails, page: 1, pages: 1, total: mails.length }),
      get: (id) => Promise.resolve(mails.find((mail) => mail.id === id) ?? null),
    },
  })
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  const supervisor = await holderOf(database, city)
  const cookies = {
    nobody: '',
    administrator: await cookieOf(database.api, city.admin.accountId),
    supervisor: await cookieOf(database.api, supervisor.accountId),
  }
  const post: EveryCity['post'] = (who, path, fields) => send(base + path, cookies[who], fields)
  const ids = await prepare({ database, city, ended, post, supervisor })
  mails.push(
    mailOf(await bodyOf(`${base}/notices/${ids.draft}/mail/${ids.unitId}/html`, cookies.administrator)),
  )
  return {
    app,
    base,
    city,
    database,
    cookies,
    ids,
    post,
    stop: async () => {
      await app.close()
      await database.drop()
    },
  }
}

function send(url: string, cookie: string, fields: Fields): Promise<Response> {
  const body = new FormData()
  if (cookie !== '') body.set('_csrf', csrfToken(LINK_KEY, cookie.replace('duban_session=', '')))
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  return fetch(url, { method: 'POST', body, headers: { cookie }, redirect: 'manual' })
}

const bodyOf = async (url: string, cookie: string): Promise<string> =>
  (await fetch(url, { headers: { cookie } })).text()

function mailOf(html: string): OpenedMail {
  return {
    id: 1,
    receivedAt: '2014-05-14T01:31:00.000Z',
    from: { name: '市妇联', address: 'duban@fl.example' },
    to: ['village@fl.example'],
    subject: '请签收：走访基层',
    text: '请签收\nhttp://duban.test/u/1-AAAA',
    html,
    messageId: '<1@fl.example>',
    kind: 'issue',
    headers: [],
    raw: Buffer.from(''),
  }
}

/** Who holds the most items of a docket about reports, and one of them. */
async function holderOf(database: TestDatabase, city: City) {
  const { rows } = await sql<{ accountId: number; generation: number; itemId: number }>`
    select a.id as "accountId", a.generation, min(i.id) as "itemId" from docket_item i
    join account a on a.unit_id = i.holder_unit_id and a.role = i.holder_role
    join obligation o on o.id = i.obligation_id and o.state = 'expected' and o.duty = 'report'
    where i.state = 'undecided' and i.campaign_id = ${city.campaignId} and ${hasMailbox('i')}
    group by a.id order by count(*) desc, a.id limit 1`.execute(database.owner)
  const [row] = rows
  if (row === undefined) throw new Error('nobody holds an item')
  return row
}

const hasMailbox = (table: string) => sql`exists (select from link l join contact c on c.id = l.contact_id
  where l.unit_id = ${sql.ref(`${table}.unit_id`)} and l.campaign_id = ${sql.ref(`${table}.campaign_id`)} and c.email is not null)`

/** Units that owe their report, each with a mailbox, first the one that the item is about. */
async function owing(database: TestDatabase, city: City, itemId: number) {
  const { rows } = await sql<{ code: string; unitId: number; obligationId: number }>`
    select u.code, u.id as "unitId", o.id as "obligationId" from obligation o
    join unit u on u.id = o.unit_id join milestone m on m.id = o.milestone_id and m.ordinal = 1
    where o.campaign_id = ${city.campaignId} and o.state = 'expected'
      and ${hasMailbox('o')}
    order by exists (select from docket_item i where i.id = ${itemId} and i.obligation_id = o.id) desc, o.id`.execute(
    database.owner,
  )
  return rows
}

interface Making {
  database: TestDatabase
  city: City
  /** A campaign to be closed. */
  ended: number
  post: EveryCity['post']
  supervisor: Awaited<ReturnType<typeof holderOf>>
}

async function prepare(making: Making) {
  const { database, city, ended: closed, supervisor } = making
  const { accountId, generation, itemId } = supervisor
  const docket = docketToken(LINK_KEY, { accountId, generation, expiresOn: localDate('2014-05-28') })
  const units = await prepareUnits(making)
  await perform(database.api, city.coordinator, (op) =>
    closeCampaign(op, { campaignId: closed, reason: '完成' }),
  )
  await compileResult(database.worker, closed, instant('2014-05-14 09:31'))
  await bounces(database)
  const { unit_id: unitId } = await database.owner
    .selectFrom('assignment')
    .select('unit_id')
    .where('campaign_id', '=', city.campaignId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return {
    campaign: city.campaignId,
    closed,
    unitId,
    docket,
    itemId,
    ...units,
    ...(await prepareNotices(making)),
  }
}

async function prepareUnits({ database, city, post, supervisor }: Making) {
  const [fresh, done, twice, returned, replaced, expired] = await owing(database, city, supervisor.itemId)
  if (expired === undefined || !fresh || !done || !twice || !returned || !replaced)
    throw new Error('too few units owe a report')
  const pageOf = async (code: string) => `/u/${await tokenOf(database.owner, city.campaignId, code)}`
  const report = async ({ code, obligationId }: typeof fresh, more: Fields = {}) => {
    const path = `${await pageOf(code)}/report/${obligationId}`
    await done303(post('nobody', path, { text: '走访了三个社区', do: 'submit', ...more }))
    return path
  }
  const visit = await pageOf(fresh.code)
  await done303(post('nobody', `${visit}/appeal/${fresh.obligationId}`, { reason: '春耕未完' }))
  await done303(post('nobody', `${visit}/forward`, { name: '李同事', email: 'colleague@fl.example' }))
  const receipt = await report(done, { files: new File(['名册'], '名册.txt') })
  await report(twice)
  await sendBack(database, city, twice.obligationId)
  await report(twice, { text: '走访了三个社区：红旗、新建、和平' })
  const back = await report(returned)
  await sendBack(database, city, returned.obligationId)
  const links = { replaced: await pageOf(replaced.code), expired: await pageOf(expired.code) }
  await moveAddress(database, city, replaced.unitId)
  await database.owner
    .updateTable('link')
    .set({ expires_at: instant('2014-05-11 00:00') })
    .where('unit_id', '=', expired.unitId)
    .execute()
  const versions = await database.owner
    .selectFrom('report')
    .select('id')
    .where('obligation_id', '=', twice.obligationId)
    .orderBy('version', 'desc')
    .execute()
  const file = await database.owner
    .selectFrom('attachment')
    .select('id')
    .where('obligation_id', '=', done.obligationId)
    .executeTakeFirstOrThrow()
  return {
    visit,
    obligation: fresh.obligationId,
    receipt,
    finished: await pageOf(done.code),
    file: file.id,
    returned: await pageOf(returned.code),
    returnedReport: back,
    ...links,
    twice: twice.unitId,
    report: versions[0]?.id ?? 0,
    earlier: versions[1]?.id ?? 0,
  }
}

async function done303(answer: Promise<Response>): Promise<void> {
  const { status, url } = await answer
  if (status !== 303) throw new Error(`${url} answered ${status}`)
}

async function sendBack(database: TestDatabase, city: City, obligationId: number): Promise<void> {
  const { id } = await database.owner
    .selectFrom('report')
    .select('id')
    .where('obligation_id', '=', obligationId)
    .executeTakeFirstOrThrow()
  await perform(database.api, city.coordinator, (op) =>
    returnReport(op, { reportId: id, reason: '请写明社区名称', dueOn: localDate('2014-05-16') }),
  )
}

async function moveAddress(database: TestDatabase, city: City, unitId: number): Promise<void> {
  const { id, name } = await database.owner
    .selectFrom('contact')
    .select(['id', 'name'])
    .where('unit_id', '=', unitId)
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const changed = { email: 'moved@fl.example', telephone: null, language: 'zh-CN' as const }
  await perform(database.api, city.admin, (op) => changeContact(op, { contactId: id, name, ...changed }))
}

async function prepareNotices({ database, city, post }: Making) {
  const { noticeId: draft } = await perform(database.api, city.coordinator, (op) =>
    saveNotice(op, {
      noticeId: null,
      version: null,
      draft: noticeDraftSchema.parse(exampleNotice('grassroots')),
    }),
  )
  const holiday = noticeDraftSchema.parse({
    ...exampleNotice('grassroots'),
    number: '',
    audience: [],
    acknowledgeDueOn: '2014-05-31',
  })
  const { noticeId: unfinished } = await perform(database.api, city.coordinator, (op) =>
    saveNotice(op, { noticeId: null, version: null, draft: holiday }),
  )
  const circular = [
    '关于开展走访基层活动的通知',
    '各区、县（市）妇联：',
    '请于5月20日前报送总结。',
    '市妇联',
    '2014年5月9日',
  ]
  const file = new File([circular.join('\n')], 'tongzhi.txt')
  const read = await post('administrator', '/circulars', { files: file })
  const [, fromCircular] = /\/notices\/(\d+)/.exec(read.headers.get('location') ?? '') ?? []
  await done303(
    post('administrator', '/mail-texts/issue/zh-CN', {
      subject: '{unit}请签收：{title}',
      opening: '{unit}：',
      closing: '请找{whom}',
      version: '0',
    }),
  )
  const attached = await database.owner
    .selectFrom('attachment')
    .select('id')
    .where('notice_id', '=', Number(fromCircular))
    .executeTakeFirstOrThrow()
  return { draft, unfinished, fromCircular: Number(fromCircular), noticeFile: attached.id }
}

/** One of a known mail, one of a known address, one that nobody can place. */
async function bounces({ owner, worker }: TestDatabase): Promise<void> {
  const mail = await owner
    .selectFrom('message as m')
    .innerJoin('contact as c', 'c.id', 'm.contact_id')
    .select(['m.id', 'c.email'])
    .where('c.email', 'is not', null)
    .orderBy('m.id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const header_id = '<every.page@fl.example>'
  await owner
    .updateTable('message')
    .set({ state: 'sent', header_id, address: mail.email, finished_at: instant('2014-05-14 09:00') })
    .where('id', '=', mail.id)
    .execute()
  const bounce = {
    originalIds: [header_id],
    recipient: mail.email,
    status: '5.1.1',
    permanent: true,
    remedy: 'address-unknown' as const,
    diagnostic: '550 5.1.1 User unknown',
  }
  const at = instant('2014-05-14 09:05')
  await recordBounce(worker, { ...bounce, headerId: '<1@mx.example>' }, at)
  await recordBounce(worker, { ...bounce, headerId: '<2@mx.example>', originalIds: [] }, at)
  await recordBounce(
    worker,
    { ...bounce, headerId: '<3@mx.example>', originalIds: [], recipient: 'nobody@elsewhere.example' },
    at,
  )
}
