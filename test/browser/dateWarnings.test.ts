import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform } from '../../operations/perform.ts'
import { cookieOf } from '../web/app.ts'
import { executablePath, openUnitCity, type UnitCity } from './unitCity.ts'

/** What speaks against a date is said while it is chosen. It is Thursday, 3 April 2014. */
let here: UnitCity
let cookie: { name: string; value: string; url: string }

beforeAll(async () => {
  if (executablePath === null) return
  here = await openUnitCity()
  const [name = '', value = ''] = (await cookieOf(here.database.api, here.city.admin.accountId)).split('=')
  cookie = { name, value, url: here.baseUrl }
}, 120_000)
afterAll(async () => {
  if (executablePath !== null) await here.stop()
})

async function open(path: string, options: { width: number; scripts?: boolean }): Promise<Page> {
  const context = await here.browser.newContext({
    viewport: { width: options.width, height: 800 },
    javaScriptEnabled: options.scripts ?? true,
  })
  await context.addCookies([cookie])
  const page = await context.newPage()
  await page.goto(`${here.baseUrl}${path}`)
  return page
}

/** Chooses a date. @returns what stands beside the field once it has changed */
async function chosen(page: Page, field: string, date: string, says: string | null): Promise<void> {
  await page.locator(`#${field}`).fill(date)
  const place = page.locator(`#${field}-warned`)
  if (says === null) await place.locator('p').first().waitFor({ state: 'detached' })
  else await place.locator('p', { hasText: says }).first().waitFor({ timeout: 15_000 })
}

const due = 'f-milestones-0-dueOn'

describe.skipIf(executablePath === null)('a date that is chosen', { timeout: 120_000 }, () => {
  test.each([360, 1280])(
    'in the editor says at once what speaks against it, %i pixels wide, and saves nothing',
    async (width) => {
      const page = await open('/notices/new?lang=zh-CN', { width })
      expect(await page.locator(`#${due}-warned`).getAttribute('aria-live')).toBe('polite')
      expect(await page.locator(`#${due}`).getAttribute('aria-describedby')).toContain(`${due}-warned`)
      await chosen(page, due, '2014-05-31', '休息日')
      await chosen(page, due, '2014-06-02', '端午')
      await chosen(page, due, '2031-03-03', '2031年的放假安排还没有公布')
      await chosen(page, due, '2014-04-08', '连今天只有')
      await chosen(page, due, '2014-04-01', '已经过了')
      await chosen(page, due, '2014-05-14', null)
      await chosen(page, 'f-acknowledgeDueOn', '2014-04-04', '连今天只有')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      const { n } = await here.database.owner
        .selectFrom('notice')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      expect(n).toBe(1)
      await page.context().close()
    },
  )

  test('in the form for many units, in English', async () => {
    const page = await open(`/campaigns/${here.city.campaignId}/act?milestone=1&kind=extend&lang=en`, {
      width: 1280,
    })
    await chosen(page, 'f-dueOn', '2014-05-31', 'day off')
    await page.context().close()
  })

  test('says the same without scripts when it has been saved, and in the preview', async () => {
    const example = exampleNotice('grassroots')
    const [first, ...others] = example.milestones ?? []
    const milestones = [{ ...first!, dueOn: '2014-05-31' }, ...others]
    const { noticeId } = await perform(here.database.api, here.city.coordinator, (op) =>
      saveNotice(op, {
        noticeId: null,
        version: null,
        draft: noticeDraftSchema.parse({ ...example, milestones }),
      }),
    )
    const page = await open(`/notices/${noticeId}?saved=1&lang=zh-CN`, { width: 360, scripts: false })
    expect(await page.locator(`#${due}-warned`).innerText()).toContain('休息日')
    await page.goto(`${here.baseUrl}/notices/${noticeId}/preview`)
    expect(await page.locator('.warning').innerText()).toContain('休息日')
    await page.context().close()
  })
})
