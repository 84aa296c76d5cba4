import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '../web/city.ts'
import { executablePath, openUnitCity, type UnitCity } from './unitCity.ts'

const SMALL = { width: 360, height: 640 }

let here: UnitCity
beforeAll(async () => {
  if (executablePath === null) return
  here = await openUnitCity()
  await setClock(here.database, '2014-05-07 09:12')
}, 120_000)
afterAll(async () => {
  if (executablePath !== null) await here.stop()
})

/** A phone with scripts or without, and how many bytes it has fetched. */
async function phone(
  javaScriptEnabled: boolean,
): Promise<{ context: BrowserContext; page: Page; fetched(): number }> {
  const context = await here.browser.newContext({ viewport: SMALL, locale: 'zh-CN', javaScriptEnabled })
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  let bytes = 0
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  return { context, page, fetched: () => bytes }
}

async function isOnFirstScreen(page: Page, selector: string): Promise<boolean> {
  const box = await page.locator(selector).first().boundingBox()
  return box !== null && box.y >= 0 && box.y + box.height <= SMALL.height
}

const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 1200, height: 900, channels: 3, background: '#7a5' } })
    .jpeg()
    .toBuffer()

describe.skipIf(executablePath === null)("a unit's page on a phone", { timeout: 120_000 }, () => {
  test('with scripts off acknowledges by one tap, and costs 30 KB at most', async () => {
    const { context, page, fetched } = await phone(false)
    await page.goto(await here.pageOf(here.silent[0]!))
    expect(fetched()).toBeGreaterThan(2_000)
    expect(fetched()).toBeLessThan(30_000)
    await page.locator('.foot-bar button').click()
    expect(await page.locator('[role=status]').innerText()).toContain('已签收')
    expect(fetched()).toBeLessThan(30_000)
    await context.close()
  })

  test('is there in under a second on a slow phone with a slow line', async () => {
    const { context, page } = await phone(false)
    const slow = await context.newCDPSession(page)
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await slow.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 200_000,
      uploadThroughput: 90_000,
    })
    const address = await here.pageOf(here.silent[5]!)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.resourceType()))
    // The machine may be busy with other tests: the best of some says what the page itself takes.
    const took: number[] = []
    for (let n = 0; n < 15 && Math.min(...took) >= 1_000; n += 1) {
      await slow.send('Network.clearBrowserCache')
      const began = performance.now()
      await page.goto(address, { waitUntil: 'load' })
      expect(await isOnFirstScreen(page, '.foot-bar .button')).toBe(true)
      took.push(performance.now() - began)
    }
    expect(Math.min(...took)).toBeLessThan(1_000)
    expect(asked.slice(0, 2)).toEqual(['document', 'stylesheet'])
    expect(asked).toHaveLength(2 * took.length)
    await context.close()
  })

  test('shows the deadline, its weekday, the working days left and the button without scrolling', async () => {
    const { context, page } = await phone(false)
    for (const lang of ['zh-CN', 'en']) {
      await page.goto(`${await here.pageOf(here.silent[0]!)}?lang=${lang}`)
      const owed = '.owed:has(.how-long)'
      const text = await page.locator(owed).first().innerText()
      expect(text).toMatch(lang === 'en' ? /3\s*working days left[\s\S]*Sat 10 May/ : /还有\s*3\s*个工作日/)
      if (lang === 'zh-CN') expect(text).toContain('5月10日（周六）24时前')
      expect(await isOnFirstScreen(page, `${owed} .figure`)).toBe(true)
      expect(await isOnFirstScreen(page, `${owed} .when`)).toBe(true)
      expect(await isOnFirstScreen(page, '.foot-bar .button')).toBe(true)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(SMALL.width)
    }
    await context.close()
  })

  test('keeps what was typed without a connection, and puts it back after the page was lost', async () => {
    const { context, page } = await phone(true)
    const code = here.silent[1]!
    const report = `${await here.pageOf(code)}/report/${await here.obligationOf(code, 1)}`
    await page.goto(report)
    await context.setOffline(true)
    await page.fill('textarea', '走访了三个社区')
    expect(await page.locator('#kept').innerText()).toContain('已存在这部手机上，还没送出')
    await page.locator('.foot-bar button[value=submit]').click()
    await page.getByText('没有网络').waitFor()
    await page.close()
    await context.setOffline(false)
    const again = await context.newPage()
    await again.goto(report)
    expect(await again.inputValue('textarea')).toBe('走访了三个社区')
    await again.getByText('换手机也能接着填').waitFor()
    const other = await phone(false)
    await other.page.goto(report)
    expect(await other.page.inputValue('textarea')).toBe('走访了三个社区')
    await Promise.all([context.close(), other.context.close()])
  })

  test('asks before it puts back what this phone kept, where another phone has saved something since', async () => {
    const { context, page } = await phone(true)
    const code = here.silent[2]!
    const report = `${await here.pageOf(code)}/report/${await here.obligationOf(code, 1)}`
    await page.goto(report)
    await context.setOffline(true)
    await page.fill('textarea', '旧手机')
    await page.close()
    await context.setOffline(false)
    const other = await phone(false)
    await other.page.goto(report)
    await other.page.fill('textarea', '新手机')
    await other.page.locator('.foot-bar button[value=save]').click()
    const again = await context.newPage()
    await again.goto(report)
    expect(await again.inputValue('textarea')).toBe('新手机')
    await again.locator('#put-back').click()
    expect(await again.inputValue('textarea')).toBe('旧手机')
    await Promise.all([context.close(), other.context.close()])
  })

  test('saves photos one by one, says of each whether it is saved, and tries again with a connection', async () => {
    const { context, page } = await phone(true)
    const code = here.silent[3]!
    const report = `${await here.pageOf(code)}/report/${await here.obligationOf(code, 1)}`
    await page.goto(report)
    const buffer = await photo()
    const jpeg = (name: string) => ({ name, mimeType: 'image/jpeg', buffer })
    const heic = Buffer.from('000000186674797068656963000000006d696631', 'hex')
    await page.setInputFiles('#f-file', [
      jpeg('一.jpg'),
      { name: '二.heic', mimeType: 'image/heic', buffer: heic },
    ])
    const rows = page.locator('#files li')
    await rows.nth(0).getByText('已存').waitFor()
    await rows.nth(1).getByText('兼容性最佳').waitFor()
    await context.setOffline(true)
    await page.setInputFiles('#f-camera', jpeg('三.jpg'))
    await rows.nth(2).getByText('连上网会自动再存').waitFor()
    await context.setOffline(false)
    await rows.nth(2).getByText('已存').waitFor()
    const said: string[] = []
    page.on('dialog', (dialog) => {
      said.push(dialog.message())
      void dialog.accept()
    })
    await page.fill('textarea', '见照片')
    await page.locator('.foot-bar button[value=submit]').click()
    await page.locator('.receipt').waitFor()
    expect(said).toEqual(['有1个文件没存上。不带它们，现在就报吗？'])
    expect(await page.locator('#sent .files li').count()).toBe(2)
    await context.close()
  })
})
