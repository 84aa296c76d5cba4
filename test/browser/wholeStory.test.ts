import { mkdtempSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { DateTime } from 'luxon'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { findChromium } from '../../cli/embedded/chromium.ts'
import { freePort } from '../../cli/embedded/ports.ts'
import { quiet } from '../../cli/demo/quiet.ts'
import { setStage, type Stage } from '../../cli/demo/stage.ts'
import { administratorLink } from '../../cli/parts/signInLink.ts'

/** The first paragraph of the promise, in a real browser: from the example to a decided escalation and the results. */
const executablePath = findChromium()
const home = mkdtempSync(join(tmpdir(), 'duban-browser-'))
const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const VILLAGE = 'hrb-dl-t01-v01@fl.example'
const SILENT_SUPERVISOR = 'supervisor.hrb-dl-t01@fl.example'
const OTHER_TOWNSHIP = 'HRB-DL-T02'
const OTHER_SUPERVISOR = 'supervisor.hrb-dl-t02@fl.example'
const LEADER = 'leader.hrb@fl.example'

let stage: Stage
let app: FastifyInstance
let browser: Browser
let desk: Page
let phone: Page
let campaign: string

const at = (text: string): DateTime => DateTime.fromISO(text, { zone: 'Asia/Shanghai' })

beforeAll(async () => {
  if (executablePath === null) return
  spawnSync('chmod', ['711', home])
  process.env['DUBAN_HOME'] = join(home, 'data')
  const port = await freePort()
  stage = await setStage(at('2014-04-03T09:30'), port, () => undefined)
  app = await buildApp({
    db: stage.database.api,
    baseUrl: stage.baseUrl,
    linkKey: stage.linkKey,
    secureCookies: false,
    mailbox: stage.mailbox,
    exampleUnits: 200,
  })
  await app.listen({ port, host: '127.0.0.1' })
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
  })
  desk = await (await browser.newContext({ viewport: DESK, locale: 'zh-CN' })).newPage()
  phone = await (
    await browser.newContext({ viewport: PHONE, locale: 'zh-CN', javaScriptEnabled: false })
  ).newPage()
}, 120_000)

afterAll(async () => {
  if (executablePath === null) return
  await browser.close()
  await app.close()
  await stage.stop()
  rmSync(home, { recursive: true, force: true })
})

const settle = (): Promise<void> => quiet(stage.database.owner, 120_000)
const heading = (page: Page): Promise<string> => page.locator('h1').first().innerText()

/** Follows the link of the newest mail to an address, as the mailbox page shows it. */
async function linkInMail(address: string, path: '/u/' | '/sign-in/' | '/items/'): Promise<string> {
  await desk.goto(`${stage.baseUrl}/mailbox?to=${encodeURIComponent(address)}`)
  await desk.locator('tbody tr a[href^="/mailbox/"]').last().waitFor()
  await desk.locator('tbody tr').first().locator('a[href^="/mailbox/"]').click()
  const frame = desk.frameLocator('iframe')
  const href = await frame.locator(`a[href*="${path}"]`).first().getAttribute('href')
  return href ?? ''
}

/** A browser of her own, signed in by the link that she asked for. */
async function signedInByMail(address: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: PHONE, locale: 'zh-CN' })).newPage()
  await page.goto(`${stage.baseUrl}/docket`)
  await page.fill('input[name=email]', address)
  await page.locator('main button[type=submit]').first().click()
  await settle()
  await page.goto(await linkInMail(address, '/sign-in/'))
  await page.locator('main button[type=submit]').click()
  expect(new URL(page.url()).pathname).toBe('/docket')
  return page
}

/** Decides what is ticked: from the bar at the foot over the preview to the last button. */
async function decide(
  page: Page,
  kind: string,
  reason: string,
  fields: Record<string, string> = {},
): Promise<void> {
  await page.locator('.decide-bar button').click()
  await page.locator(`input[name=kind][value=${kind}]`).check()
  for (const [name, value] of Object.entries(fields)) await page.fill(`input[name=${name}]`, value)
  await page.fill('textarea[name=reason]', reason)
  await page.locator('.decision-panel button[type=submit]').last().click()
  await page.locator('form[action="/docket/decide"] button[type=submit]').first().click()
  await settle()
}

async function subjectsTo(address: string): Promise<string[]> {
  return stage.mailbox.list({ to: address, page: 1 }).mails.map(({ subject }) => subject)
}

describe.skipIf(executablePath === null)('the whole story, in a browser', { timeout: 240_000 }, () => {
  test('the administrator signs in by the one-time link and loads the example', async () => {
    const link = await administratorLink(stage.database.owner, stage.baseUrl)
    await desk.goto(link ?? '')
    await desk.locator('main button[type=submit]').click()
    await desk.locator('form[action="/example"] button').click()
    await desk.waitForURL(/show=drafts/)
    expect(await desk.locator('tbody tr').count()).toBe(4)
  })

  test('the preview of the 2014 notice shows exactly who gets it and when each mail goes', async () => {
    await desk.locator('tbody tr').last().locator('a[href$="/preview"]').click()
    const text = await desk.locator('main').innerText()
    expect(text).toContain('199')
    expect(text).toMatch(/5月9日/)
    expect(text).toMatch(/5月14日/)
  })

  test('the circular itself goes with the notice as a file', async () => {
    const buffer = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')
    await desk.setInputFiles('#f-notice-files', { name: '通知原文.pdf', mimeType: 'application/pdf', buffer })
    await desk.locator('form[action$="/files"] button').click()
    expect(await desk.locator('#files').innerText()).toContain('通知原文.pdf')
  })

  test('checked and sealed, it is issued at once and reaches every unit', async () => {
    await desk.locator('form[action$="/check"] button').click()
    await desk.locator('form[action$="/issue"] button').click()
    await desk.waitForURL(/campaigns\/\d+/)
    campaign = /campaigns\/(\d+)/.exec(desk.url())?.[1] ?? ''
    await settle()
    await desk.reload()
    expect(await desk.locator('main').innerText()).toContain('199')
    expect(stage.mailbox.count()).toBeGreaterThan(190)
  })

  test('a village opens its mail and acknowledges on a phone, with scripts off, by one tap', async () => {
    await phone.goto(await linkInMail(VILLAGE, '/u/'))
    await phone.locator('a[href$="/notice"]').click()
    const file = await phone.locator('a[href*="/files/"]').getAttribute('href')
    expect((await phone.request.get(new URL(file ?? '', phone.url()).href)).status()).toBe(200)
    await phone.goBack()
    await phone.locator('form[action$="/acknowledge"] button').click()
    expect(await phone.locator('[role=status]').innerText()).toContain('已签收')
  })

  test('it reports through the same link and gets its receipt', async () => {
    await phone.locator('a[href*="/report/"]').first().click()
    await phone.fill('textarea[name=text]', '走访了三个屯、四十户，就近就业的困难最多。')
    await phone.locator('button[name=do][value=submit]').click()
    await settle()
    expect(await phone.locator('main').innerText()).toContain('已报送')
    expect((await subjectsTo(VILLAGE))[0]).toMatch(/^收讫/)
  })

  test('the report is returned once with a reason and a date, and the village reads why', async () => {
    await desk.goto(`${stage.baseUrl}/review`)
    await desk.locator('nav.queue ol a').first().click()
    await desk.fill('textarea[name=reason]', '请写明三个屯的名称')
    await desk.fill('input[name=dueOn]', '2014-05-12')
    await desk.locator('form[action$="/return"] button').click()
    await settle()
    await phone.goto(await linkInMail(VILLAGE, '/u/'))
    expect(await phone.locator('main').innerText()).toContain('请写明三个屯的名称')
    await phone.locator('a[href*="/report/"]').first().click()
    await phone.fill('textarea[name=text]', '东屯、西屯和河口屯，共四十户。')
    await phone.locator('button[name=do][value=submit]').click()
    await desk.goto(`${stage.baseUrl}/review`)
    await desk.locator('nav.queue ol a').first().click()
    await desk.locator('form[action$="/accept"] button').click()
    await desk.goto(`${stage.baseUrl}/campaigns/${campaign}/units?milestone=1&state=accepted`)
    expect(await desk.locator('tbody tr').count()).toBe(1)
  })

  test('another unit goes overdue and its supervisor extends it from her mail, on a phone, without signing in', async () => {
    await stage.time.until(at('2014-05-14T09:20'))
    await settle()
    const supervisor = await (
      await browser.newContext({ viewport: PHONE, locale: 'zh-CN', javaScriptEnabled: false })
    ).newPage()
    await supervisor.goto(await linkInMail(SILENT_SUPERVISOR, '/items/'))
    expect(await supervisor.locator('.timeline').first().innerText()).toContain('逾期，列入督办')
    await supervisor.locator('input[name=kind][value=extend]').check()
    await supervisor.fill('input[name=dueOn]', '2014-05-20')
    await supervisor.fill('textarea[name=reason]', '春耕未完，延期补报')
    await supervisor.locator('.decision-panel button[type=submit]').first().click()
    await settle()
    expect(await supervisor.locator('[role=status]').innerText()).toContain('1')
    await supervisor.context().close()
  })

  test('who signs in by mail decides several at once after seeing what it will do, and snoozes one', async () => {
    const supervisor = await signedInByMail(SILENT_SUPERVISOR)
    await supervisor.goto(`${stage.baseUrl}/docket`)
    const before = await supervisor.locator('input[name=item]').count()
    expect(before).toBeGreaterThan(3)
    for (const n of [0, 1]) await supervisor.locator('input[name=item]').nth(n).check()
    await decide(supervisor, 'urge', '请本周内补报')
    expect(await supervisor.locator('input[name=item]').count()).toBe(before)
    await supervisor.locator('input[name=item]').first().check()
    await decide(supervisor, 'snooze', '', { until: '2014-05-19' })
    expect(await supervisor.locator('input[name=item]').count()).toBe(before - 1)
    await supervisor.goto(`${stage.baseUrl}/docket?filter=snoozed`)
    expect(await supervisor.locator('input[name=item]').count()).toBe(1)
    await supervisor.context().close()
  })

  test('the coordinator hands an item over to another township, whose supervisor finds it in her docket', async () => {
    await desk.goto(`${stage.baseUrl}/docket`)
    const village = desk.locator('.items > li', { hasText: '村妇联' }).first()
    const unit = await village.locator('strong').innerText()
    await village.locator('input[name=item]').check()
    await desk.locator('.decision-panel input[value=hand_over]').check()
    await desk.fill('.decision-panel input[name=toCode]', OTHER_TOWNSHIP)
    await desk.fill('.decision-panel textarea[name=reason]', '由你乡代办')
    await desk.locator('.decision-panel button[type=submit]').last().click()
    await desk.locator('form[action="/docket/decide"] button[type=submit]').first().click()
    await settle()
    const other = await signedInByMail(OTHER_SUPERVISOR)
    await other.goto(`${stage.baseUrl}/docket`)
    expect(await other.locator('main').innerText()).toContain(unit)
    await other.context().close()
  })

  test('the leader names a deputy while she is away, who then sees what the leader holds', async () => {
    const leader = await signedInByMail(LEADER)
    await leader.goto(`${stage.baseUrl}/account`)
    await leader.locator('select[name=deputy]').selectOption({ index: 1 })
    await leader.fill('input[name=from]', '2014-05-14')
    await leader.fill('input[name=to]', '2014-05-20')
    await leader.locator('form[action="/account/deputy"] button[type=submit]').click()
    expect(await leader.locator('[role=status]').innerText()).not.toBe('')
    expect(await leader.locator('select[name=deputy]').inputValue()).not.toBe('')
    await leader.context().close()
  })

  test('the campaign is closed and shows its results', async () => {
    await desk.goto(`${stage.baseUrl}/campaigns/${campaign}/commands`)
    const close = desk.locator('#close form')
    await close.locator('[name=reason]').fill('演示到此')
    await close.locator('button[type=submit]').click()
    await settle()
    await desk.goto(`${stage.baseUrl}/campaigns/${campaign}/result`)
    expect(await heading(desk)).not.toBe('')
    expect(await desk.locator('main').innerText()).toContain('199')
  })
})
