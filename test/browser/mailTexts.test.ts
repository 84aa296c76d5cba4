import type { FastifyInstance } from 'fastify'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../cli/embedded/chromium.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { cookieOf, testApp } from '../web/app.ts'
import { createCity, type City } from '../web/city.ts'

/** The pages of mails' words in a real browser; they need no scripts. */
const executablePath = findChromium()

let database: TestDatabase
let city: City
let app: FastifyInstance
let browser: Browser
let base: string

beforeAll(async () => {
  if (executablePath === null) return
  database = await createTestDatabase()
  city = await createCity(database, { units: 80 })
  await city.until('2014-05-07')
  app = await testApp(database.api)
  base = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}, 120_000)
afterAll(async () => {
  if (executablePath === null) return
  await browser.close()
  await app.close()
  await database.drop()
})

async function signedIn(): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    javaScriptEnabled: false,
  })
  const cookie = await cookieOf(database.api, city.admin.accountId)
  await context.addCookies([{ name: 'duban_session', value: cookie.split('=')[1] ?? '', url: base }])
  return context
}

describe.skipIf(executablePath === null)('the words of mails', () => {
  test('are changed with a keyboard, a preview of the real mail between writing and using', async () => {
    const context = await signedIn()
    const page = await context.newPage()
    await page.goto(`${base}/mail-texts`)
    await page.getByRole('link', { name: '期限前提醒 中文' }).click()
    await page.getByLabel('开头').fill('{unit}：\n请抓紧准备{what}，{due}报送。')
    await page.getByLabel('开头').press('Tab')
    await page.getByRole('button', { name: '看信的样子…' }).press('Enter')
    await page.waitForURL(/preview$/)
    const mail = page.frameLocator('iframe')
    await mail.getByText(/请抓紧准备.+报送。/).waitFor()
    expect(
      await mail
        .locator('table')
        .first()
        .evaluate((node) => getComputedStyle(node).backgroundColor),
    ).toBe('rgb(248, 245, 238)')
    await page.getByRole('button', { name: '换上这份' }).press('Enter')
    await page.getByText('已换上').waitFor()
    await page.getByText('第1版').first().waitFor()
    await context.close()
  })
})
