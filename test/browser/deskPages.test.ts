import type { FastifyInstance } from 'fastify'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { findChromium } from '../../cli/embedded/chromium.ts'
import { perform } from '../../operations/perform.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { personAt } from '../support/people.ts'
import { cookieOf, LINK_KEY } from '../web/app.ts'
import { createCity, type City } from '../web/city.ts'

/** The coordinator's desk in a real browser: it moves by itself, needs no mouse, and can be read by everybody. */
const executablePath = findChromium()

let database: TestDatabase
let city: City
let app: FastifyInstance
let browser: Browser
let base: string

beforeAll(async () => {
  if (executablePath === null) return
  database = await createTestDatabase()
  city = await createCity(database, { units: 400 })
  await city.until('2014-05-12')
  app = await buildApp({
    db: database.api,
    baseUrl: 'http://duban.test',
    linkKey: LINK_KEY,
    secureCookies: false,
  })
  base = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}, 120_000)

afterAll(async () => {
  if (executablePath === null) return
  await browser.close()
  await app.close()
  await database.drop()
})

async function signedIn(
  options: { width?: number; scripts?: boolean; accountId?: number } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    javaScriptEnabled: options.scripts ?? true,
  })
  const cookie = await cookieOf(database.api, options.accountId ?? city.admin.accountId)
  await context.addCookies([{ name: 'duban_session', value: cookie.split('=')[1] ?? '', url: base }])
  return context
}

const figures = (page: Page): Promise<number[]> =>
  page
    .locator('.ledger .figure')
    .evaluateAll((cells) =>
      cells.map((cell) => Number((cell.firstChild?.textContent ?? '').replaceAll(',', ''))),
    )

const overdueObligation = async (): Promise<number> =>
  (
    await database.owner
      .selectFrom('obligation as o')
      .innerJoin('milestone as m', 'm.id', 'o.milestone_id')
      .select('o.id')
      .where('o.campaign_id', '=', city.campaignId)
      .where('m.ordinal', '=', 1)
      .where('o.state', '=', 'expected')
      .limit(1)
      .executeTakeFirstOrThrow()
  ).id

async function somebodyReports(): Promise<void> {
  const obligationId = await overdueObligation()
  await perform(database.api, city.coordinator, (op) =>
    submitReport(op, {
      obligationId,
      text: '补报',
      values: new Map(),
      channel: 'telephone',
      submitterName: '王',
    }),
  )
}

describe.skipIf(executablePath === null)('the board', () => {
  test('moves when a report arrives, without a reload, and keeps what is open open', async () => {
    const context = await signedIn()
    const page = await context.newPage()
    await page.goto(`${base}/campaigns/${city.campaignId}?milestone=1`)
    await page.locator('#live-note', { hasText: '自动更新' }).waitFor()
    await page.locator('details summary').first().click()
    await page.evaluate(() => {
      document.body.dataset['loaded'] = 'once'
    })
    const before = await figures(page)
    await somebodyReports()
    await page.waitForFunction(
      (was) => document.querySelectorAll('.ledger .figure')[2]?.firstChild?.textContent !== was,
      String(before[2]),
      { timeout: 5000 },
    )
    const after = await figures(page)
    expect(after[2]).toBe((before[2] ?? 0) + 1)
    expect(after[5]).toBe((before[5] ?? 0) - 1)
    expect(after.at(-1)).toBe(before.at(-1))
    expect(await page.locator('.bar .nav .count').first().innerText()).toBe(String(after[2]))
    expect(await page.evaluate(() => document.body.dataset['loaded'])).toBe('once')
    expect(await page.locator('details').first().getAttribute('open')).not.toBeNull()
    await context.close()
  })

  test('asks anew for many reports together, not for each of them', async () => {
    const context = await signedIn()
    const page = await context.newPage()
    await page.goto(`${base}/campaigns/${city.campaignId}?milestone=1`)
    await page.locator('#live-note', { hasText: '自动更新' }).waitFor()
    let asked = 0
    page.on('request', (request) => {
      if (request.resourceType() === 'fetch') asked += 1
    })
    for (let n = 0; n < 10; n += 1) await somebodyReports()
    await page.waitForTimeout(2500)
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThanOrEqual(4)
    await context.close()
  })

  test('opens its stream to nobody who may not see the campaign, and to one session only so often', async () => {
    const stream = `${base}/campaigns/${city.campaignId}/changes`
    const stranger = await fetch(stream, { redirect: 'manual' })
    expect(stranger.status).toBe(303)
    const cookie = await cookieOf(database.api, city.admin.accountId)
    expect((await fetch(`${base}/campaigns/999999/changes`, { headers: { cookie } })).status).toBe(404)
    const ends = Array.from({ length: 9 }, () => new AbortController())
    const statuses: number[] = []
    for (const { signal } of ends)
      statuses.push((await fetch(stream, { headers: { cookie }, signal })).status)
    expect(statuses).toEqual([...Array<number>(8).fill(200), 429])
    for (const end of ends) end.abort()
    await expect
      .poll(async () => {
        const end = new AbortController()
        const { status } = await fetch(stream, { headers: { cookie }, signal: end.signal })
        end.abort()
        return status
      })
      .toBe(200)
  })

  test('says nothing but that something has changed', async () => {
    const cookie = await cookieOf(
      database.api,
      (await personAt(database.owner, 'HRB-DL', 'supervisor')).accountId,
    )
    const end = new AbortController()
    const answer = await fetch(`${base}/campaigns/${city.campaignId}/changes`, {
      headers: { cookie },
      signal: end.signal,
    })
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    await somebodyReports()
    while (!text.includes('changed')) text += (await reader?.read())?.value ?? ''
    end.abort()
    expect(text).toBe('retry: 3000\n\nevent: changed\ndata:\n\n')
  })
})

describe.skipIf(executablePath === null)('reviewing', () => {
  test('fifty reports needs no mouse: accept, go on, return with a reason and the next is there', async () => {
    const context = await signedIn()
    const page = await context.newPage()
    const waiting = async (): Promise<number> =>
      (
        await database.owner
          .selectFrom('report')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .where('state', '=', 'submitted')
          .executeTakeFirstOrThrow()
      ).n
    const before = await waiting()
    await page.goto(`${base}/review?campaign=${city.campaignId}`)
    await page.keyboard.press('Tab')
    const first = await page.locator('.queue a').first().getAttribute('href')
    await page.goto(`${base}${first ?? ''}`)
    const decided = async (keys: readonly string[]): Promise<void> => {
      const was = page.url()
      for (const key of keys) await page.keyboard.press(key)
      await page.waitForURL((url) => url.href !== was && url.search.includes('done='))
    }
    await page.keyboard.press('j')
    await page.waitForURL((url) => !url.href.endsWith(first ?? ''))
    for (let n = 0; n < 47; n += 1) await decided(['a'])
    await decided(['3', '4', 'r', 'Control+Enter'])
    await page.keyboard.press('r')
    await page.keyboard.type('请写明走访的社区')
    await decided(['Control+Enter'])
    await decided(['a'])
    expect(await waiting()).toBe(before - 50)
    const reasons = await database.owner
      .selectFrom('report')
      .select('review_reason')
      .where('state', '=', 'returned')
      .where('reviewed_by', 'is not', null)
      .orderBy('id')
      .execute()
    expect(reasons.map(({ review_reason }) => review_reason).sort()).toEqual(
      ['数字与附件不一致，请核对；请补上要求的附件', '请写明走访的社区'].sort(),
    )
    await context.close()
  })

  test('works with scripts off: no keys are promised, and the same letters are access keys', async () => {
    const context = await signedIn({ scripts: false })
    const page = await context.newPage()
    await page.goto(`${base}/review?campaign=${city.campaignId}`)
    await page.locator('.queue a').first().click()
    expect(await page.locator('#keys').isVisible()).toBe(false)
    expect(await page.locator('form.accept button').getAttribute('accesskey')).toBe('a')
    await page.locator('form.accept button').click()
    await page.waitForURL(/done=accepted/)
    await context.close()
  })
})
