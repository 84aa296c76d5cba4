import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../cli/config.ts'
import { freePort } from '../../cli/embedded/ports.ts'
import { startMail, type MailPart } from '../../cli/parts/mail.ts'
import { messageKinds } from '../../db/tables/delivery.ts'
import { localDate } from '../../domain/time.ts'
import { requestSignIn } from '../../operations/access/signIn.ts'
import { chaseUnits } from '../../operations/campaign/chaseUnits.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { waiveObligation } from '../../operations/obligation/waive.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { forwardToColleague } from '../../operations/unit/forward.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { addressAt } from '../support/story.ts'
import { testApp } from '../support/app.ts'
import { BASE_URL } from '../support/settings.ts'
import { cookieOf } from '../web/app.ts'

/**
 * What stands in front of many mailboxes: a machine that opens every link of every mail, and some that open what they
 * find there as well. It is nobody, and nothing that it does may count as anybody's act.
 */
let desk: Desk
let app: FastifyInstance
let mail: MailPart
let campaignId: number
let villages: string[]
const folder = mkdtempSync(join(tmpdir(), 'duban-scanner-'))

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  app = await testApp(desk.database)
  mail = await startMail(readConfig({}), folder, await freePort())
  desk.deps.mailer = mail.mailer
  villages = desk.units
    .filter(({ type, contacts }) => type === 'village' && (contacts[0]?.email ?? null) !== null)
    .map(({ code }) => code)
  await play()
})
afterAll(async () => {
  await mail.stop()
  await app.close()
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A campaign in mid-life: everything that makes a mail has happened to somebody, and much is still open. */
async function play(): Promise<void> {
  campaignId = await desk.issue({
    ...exampleNotice('grassroots'),
    title: '走访\r\nBcc: evil@evil.example\r\n\r\n<script>\u202e总结',
    audience: [{ effect: 'include', under: null, types: ['village'], units: [] }],
  })
  await desk.deliver()
  await passes('2014-04-16 09:00')
  const [first = '', second = '', third = ''] = villages
  const [one, two] = [await desk.contactOf(campaignId, first), await desk.contactOf(campaignId, second)]
  await desk.do(one, (op) => acknowledge(op, { campaignId, unitId: one.unitId, via: 'link' }))
  const colleague = {
    name: '李某',
    email: 'colleague@fl.example',
    telephone: null,
    language: 'zh-CN',
  } as const
  await desk.do(two, (op) => forwardToColleague(op, colleague))
  const lost = { ...form, payload: new URLSearchParams({ wanted: second }).toString() }
  await app.inject({ method: 'POST', url: '/u/lost', ...lost })
  const duty = await owed(first)
  await desk.do(one, (op) =>
    submitReport(op, {
      obligationId: duty,
      text: '已开展',
      values: new Map(),
      channel: 'link',
      submitterName: '王',
    }),
  )
  await desk.deliver()
  const { id: reportId } = await desk.database.owner
    .selectFrom('report')
    .select('id')
    .executeTakeFirstOrThrow()
  const back = { reportId, reason: '请写明人次', dueOn: localDate('2014-05-16'), asVoid: false }
  await desk.do(desk.coordinator, (op) => returnReport(op, back))
  const waived = await owed(third)
  await desk.do(desk.coordinator, (op) => waiveObligation(op, { obligationId: waived, reason: '停办' }))
  await desk.at('2014-04-18 10:00')
  const chase = { campaignId, milestoneId: null, unitIds: null, reason: '请抓紧' }
  await desk.do(desk.coordinator, (op) => chaseUnits(op, chase))
  await passes('2014-05-07 09:00')
  const { unitId } = await desk.contactOf(campaignId, villages[3] ?? '')
  const { milestone_id: milestoneId } = await desk.database.owner
    .selectFrom('obligation')
    .select('milestone_id')
    .where('id', '=', await owed(villages[3] ?? ''))
    .executeTakeFirstOrThrow()
  const extension = {
    campaignId,
    milestoneId,
    unitIds: [unitId],
    dueOn: localDate('2014-06-20'),
    reason: '汛期',
  }
  await desk.do(desk.coordinator, (op) => extendMilestone(op, extension))
  await passes('2014-05-14 09:00')
  const township = desk.units.find(({ code }) => code === first)?.parentCode ?? ''
  await requestSignIn(desk.database.api, addressAt(desk, township, 'supervisor'), '/docket')
  await desk.deliver()
}

const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }

async function passes(time: string): Promise<void> {
  await desk.at(time)
  await desk.sweep(campaignId)
  await desk.sweepDockets(campaignId)
  await desk.deliver()
}

async function owed(code: string): Promise<number> {
  const row = await desk.database.owner
    .selectFrom('obligation')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', await desk.unitId(code))
    .where('duty', '=', 'report')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Of every row of every table, without exception: also of sessions, sign-in links and counters. */
async function facts(): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(
    desk.database.owner,
  )
  const sums: Record<string, string> = {}
  for (const { name } of rows) {
    const { rows: sum } = await sql<{ sum: string }>`
      select count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\n' order by t::text), '')) as sum
      from ${sql.table(name)} t`.execute(desk.database.owner)
    sums[name] = sum[0]?.sum ?? ''
  }
  return sums
}

interface Mail {
  kind: string
  /** As they came, long ones on several lines. */
  head: string
  links: string[]
}

async function mails(): Promise<Mail[]> {
  const found: Mail[] = []
  const mailbox = mail.mailbox
  if (mailbox === null) throw new Error('no mailbox')
  for (let page = 1; ; page += 1) {
    const { mails: listed, pages } = mailbox.list({ page })
    for (const { id } of listed) {
      const opened = await mailbox.get(id)
      const raw = opened?.raw.toString('utf8') ?? ''
      const texts = [opened?.html ?? '', opened?.text ?? '']
      const links = texts.flatMap((text) =>
        [...text.matchAll(/https?:\/\/[^\s"'<>，。）)]+/g)].map(([url]) => url),
      )
      found.push({
        head: raw.split('\r\n\r\n', 1)[0] ?? '',
        kind: /^X-Duban-Kind: (\S+)/im.exec(raw)?.[1] ?? 'none',
        links: [...new Set(links.map((url) => url.replaceAll('&amp;', '&')))],
      })
    }
    if (page >= pages) return found
  }
}

/** RFC 2047, as this installation writes it. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, how: string, words: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(words, 'base64').toString('utf8') : decodeQ(words),
    )
}

function decodeQ(words: string): string {
  return decodeURIComponent(words.replaceAll('_', ' ').replaceAll('%', '%25').replaceAll('=', '%'))
}

/** Opens an address and goes wherever it is sent, with what it was given on the way. @returns the last page */
async function open(
  method: 'GET' | 'HEAD',
  url: string,
  cookie: string,
): Promise<{ status: number; body: string }> {
  const jar = new Map(cookie === '' ? [] : [cookie.split('=', 2) as [string, string]])
  let path = url.replace(BASE_URL, '')
  for (let hops = 0; hops < 6; hops += 1) {
    const headers = { cookie: [...jar].map((pair) => pair.join('=')).join('; ') }
    const answer = await app.inject({ method, url: path, headers: jar.size === 0 ? {} : headers })
    for (const { name, value } of answer.cookies) jar.set(name, value)
    const next = answer.headers.location
    if (next === undefined) return { status: answer.statusCode, body: answer.body }
    path = next.replace(BASE_URL, '')
  }
  throw new Error(`goes round in circles: ${url}`)
}

test('every kind of mail is in the mailbox, and every link leads to this installation and opens', async () => {
  const all = await mails()
  const { rows } = await sql<{
    kind: string
  }>`select distinct kind from message where state = 'sent'`.execute(desk.database.owner)
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(messageKinds))
  expect(new Set(all.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(messageKinds.length)
  for (const { kind, links } of all) {
    if (kind !== 'receipt') expect(links.length, kind).toBeGreaterThan(0)
    for (const link of links) expect(link.startsWith(`${BASE_URL}/`), link).toBe(true)
  }
})

test('a title that would be headers of its own is a subject, and nothing more', async () => {
  const all = await mails()
  const names = all.flatMap(({ head }) =>
    [...head.matchAll(/^([\w-]+):/gm)].map(([, name = '']) => name.toLowerCase()),
  )
  expect(names).toContain('subject')
  expect(names).not.toContain('bcc')
  const subjects = all.map(({ head }) => /^Subject: ((?:.*\r\n[ \t])*.*)/m.exec(head)?.[1] ?? '')
  for (const subject of subjects) expect(decodeWords(subject)).not.toMatch(/[\r\n\u202e]/)
  expect(subjects.map(decodeWords).join()).toContain('Bcc: evil@evil.example')
})

test('a machine that opens every link of every mail, by GET and by HEAD, signed in or not, changes nothing', async () => {
  const links = [...new Set((await mails()).flatMap((one) => one.links))]
  expect(links.length).toBeGreaterThan(20)
  const cookies = ['', await cookieOf(desk.database.api, desk.coordinator.accountId)]
  const before = await facts()
  for (const link of links)
    for (const cookie of cookies)
      for (const method of ['GET', 'HEAD'] as const) {
        const { status } = await open(method, link, cookie)
        // An item that is out of her hands by now is not there any more.
        const settled = link.includes('/items/') ? [200, 404] : [200]
        expect(settled, `${method} ${link}`).toContain(status)
      }
  expect(await facts()).toEqual(before)
})

test('nor does one that opens whatever it finds on the pages behind them', async () => {
  const links = [...new Set((await mails()).flatMap((one) => one.links))].slice(0, 40)
  const before = await facts()
  const seen = new Set<string>()
  for (const link of links) {
    const { body } = await open('GET', link, '')
    for (const [, href = ''] of body.matchAll(/(?:href|src|action)="(\/[^"]*)"/g))
      seen.add(href.replaceAll('&amp;', '&').replace(/#.*/, ''))
  }
  expect(seen.size).toBeGreaterThan(20)
  for (const path of seen) expect((await app.inject({ url: path })).statusCode, path).toBeLessThan(500)
  expect(await facts()).toEqual(before)
})

test('a sign-in link that was opened by a machine still signs her in, who presses the button', async () => {
  const link = (await mails()).flatMap((one) => one.links).find((url) => url.includes('/sign-in/')) ?? ''
  await open('GET', link, '')
  const answer = await app.inject({
    method: 'POST',
    url: link.replace(BASE_URL, '').replace(/\?.*/, ''),
    ...form,
    payload: 'next=%2Fdocket',
  })
  expect(answer.cookies.map(({ name }) => name)).toContain('duban_session')
})
