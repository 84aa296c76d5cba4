import type { FastifyInstance } from 'fastify'
import { chromium, type Browser, type Page } from 'playwright-core'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../cli/embedded/chromium.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { cookieOf, testApp } from '../web/app.ts'
import { createCity, type City } from '../web/city.ts'

const executablePath = findChromium()
const circular = fileURLToPath(new URL('../domain/circular/wholes/education-contest.txt', import.meta.url))

describe.skipIf(executablePath === null)('a circular in a browser', () => {
  let database: TestDatabase
  let city: City
  let app: FastifyInstance
  let browser: Browser
  let url: string

  beforeAll(async () => {
    database = await createTestDatabase()
    city = await createCity(database, { units: 60 })
    app = await testApp(database.api)
    url = await app.listen({ port: 0, host: '127.0.0.1' })
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser.close()
    await app.close()
    await database.drop()
  })

  async function upload(options: { javaScriptEnabled: boolean }): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
    const [name = '', value = ''] = (await cookieOf(database.api, city.admin.accountId)).split('=')
    await context.addCookies([{ name, value, url }])
    const page = await context.newPage()
    await page.goto(`${url}/notices/new`)
    await page.setInputFiles('#f-circular-files', circular)
    await page.getByRole('button', { name: '读成草稿' }).click()
    await page.waitForURL(/\/notices\/\d+\/circular$/)
    return page
  }

  it('shows the words of a field that the pointer is on, and is saved from there', async () => {
    const page = await upload({ javaScriptEnabled: true })
    const field = page.locator('.circular-found .value', { hasText: '歌声里的少年' })
    await field.hover()
    await expect
      .poll(() => page.locator('mark.shown').allTextContents())
      .toEqual([expect.stringContaining('歌声里的少年')])
    await page.mouse.move(0, 0)
    await expect.poll(() => page.locator('mark.shown').count()).toBe(0)
    await page.getByLabel('不作为一项报送').check()
    await page.getByRole('button', { name: '照此写进草稿' }).click()
    await page.waitForURL(/saved=1/)
    expect(await page.locator('[name="milestones[0][dueOn]"]').inputValue()).toBe('2019-05-27')
    await page.context().close()
  })

  it('leads to the words by a link where scripts are off', async () => {
    const page = await upload({ javaScriptEnabled: false })
    const field = page.locator('.circular-found .value', { hasText: '歌声里的少年' })
    await field.getByRole('link').click()
    expect(page.url()).toMatch(/#mark-\d+$/)
    expect(await page.locator('mark:target').textContent()).toContain('歌声里的少年')
    await page.context().close()
  })
})
