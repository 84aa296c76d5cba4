import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../cli/embedded/chromium.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { cookieOf, testApp } from '../web/app.ts'
import { createCity, type City } from '../web/city.ts'

/** The pages of mails' words, and of mails that came back,, in a real browser; they need no scripts. */
const executablePath = findChromium()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = process.env['DUBAN_SHOTS']

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
  await someBounces()
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

/** One that counts, of a village's first mail; one that nobody can place. */
async function someBounces(): Promise<void> {
  const message = await database.owner
    .selectFrom('message as m')
    .innerJoin('placement as p', 'p.unit_id', 'm.unit_id')
    .select(['m.id', 'm.unit_id'])
    .where('p.type', '=', 'village')
    .orderBy('m.id')
    .executeTakeFirstOrThrow()
  const common = { read_at: new Date('2014-05-07T01:05:00Z'), permanent: true, remedy: 'address-unknown' }
  await database.owner
    .insertInto('bounce')
    .values([
      {
        ...common,
        header_id: '<1@mx.example>',
        unit_id: city.admin.unitId,
        message_id: null,
        recipient: 'yiqian@elsewhere.example',
        status: null,
        diagnostic: '退信原因：邮箱不存在',
        outcome: 'unmatched',
      },
      {
        ...common,
        header_id: '<2@mx.example>',
        unit_id: message.unit_id,
        message_id: message.id,
        recipient: 'zhang.san@fl.example',
        status: '5.1.1',
        diagnostic: '550 5.1.1 <…>: Recipient address rejected: User unknown in virtual mailbox table',
        outcome: 'failed',
      },
    ])
    .execute()
}

async function signedIn(width: number, javaScriptEnabled: boolean): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled })
  const cookie = await cookieOf(database.api, city.admin.accountId)
  await context.addCookies([{ name: 'duban_session', value: cookie.split('=')[1] ?? '', url: base }])
  return context
}

interface Finding {
  id: string
  impact: string
  nodes: { html: string; failureSummary?: string }[]
}

describe.skipIf(executablePath === null)('the words of mails', () => {
  test('are changed with a keyboard, a preview of the real mail between writing and using', async () => {
    const context = await signedIn(1280, false)
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

  const looks = [390, 1440].flatMap((width) =>
    (['zh-CN', 'en'] as const).map((language) => ({ width, language })),
  )
  test.each(looks)(
    'at $width px in $language: no serious finding, nothing wider than the screen',
    async (look) => {
      const context = await signedIn(look.width, true)
      const draft = await context.newPage()
      await draft.goto(`${base}/mail-texts/returned/${look.language}`)
      await draft.locator('form[action="/mail-texts/returned/' + look.language + '"] button').click()
      await draft.close()
      const findings: string[] = []
      for (const path of [
        '/mail-texts',
        '/bounces',
        '/mail-texts/reminder_before/zh-CN',
        `/mail-texts/returned/${look.language}/preview`,
      ]) {
        const page = await context.newPage()
        await page.goto(`${base}${path}?lang=${look.language}`)
        if (shots !== undefined)
          await page.screenshot({
            path: `${shots}/${path.slice(1).replaceAll('/', '-')}-${look.width}-${look.language}.png`,
            fullPage: true,
          })
        const session = await context.newCDPSession(page)
        await session.send('Runtime.evaluate', { expression: axe })
        const { result } = await session.send('Runtime.evaluate', {
          expression:
            'axe.run({ resultTypes: ["violations"], iframes: false }).then(({ violations }) => JSON.stringify(violations))',
          awaitPromise: true,
        })
        for (const { id, impact, nodes } of JSON.parse(String(result.value)) as Finding[])
          if (impact === 'serious' || impact === 'critical')
            findings.push(`${path}: ${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        if (wide > 0) findings.push(`${path}: ${wide}px wider than the screen`)
        await page.close()
      }
      await context.close()
      expect(findings).toEqual([])
    },
  )
})
