import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { perform } from '../../operations/perform.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { changeContact } from '../../operations/tree/changeContact.ts'
import { setClock } from '../web/city.ts'
import { cookieOf } from '../web/app.ts'
import { executablePath, openUnitCity, type UnitCity } from './unitCity.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let here: UnitCity
/** Every page that a unit may come to, in the states that it may find it in. */
let addresses: Record<string, string>
let deskAddresses: Record<string, string>

beforeAll(async () => {
  if (executablePath === null) return
  here = await openUnitCity()
  await setClock(here.database, '2014-05-07 09:12')
  addresses = await prepare()
}, 120_000)
afterAll(async () => {
  if (executablePath !== null) await here.stop()
})

async function prepare(): Promise<Record<string, string>> {
  const [fresh, done, returned, replaced] = here.silent
  const base = await here.pageOf(fresh!)
  const obligation = await here.obligationOf(fresh!, 1)
  await answer(`${base}/appeal/${obligation}`, { reason: '春耕未完' })
  await answer(`${base}/forward`, { name: '李同事', email: 'colleague@fl.example' })
  const finished = await here.pageOf(done!)
  const receipt = `${finished}/report/${await here.obligationOf(done!, 1)}`
  await answer(receipt, { text: '走访了三个社区', do: 'submit' })
  const back = await here.pageOf(returned!)
  const again = await here.obligationOf(returned!, 1)
  await answer(`${back}/report/${again}`, { text: '走访了三个社区', do: 'submit' })
  await sendBack(again)
  const closed = await here.pageOf(replaced!)
  await moveAddress(replaced!)
  deskAddresses = {
    appeals: `${here.baseUrl}/campaigns/${here.city.campaignId}/appeals`,
    printed: `${here.baseUrl}/campaigns/${here.city.campaignId}/print`,
  }
  return {
    visit: base,
    notice: `${base}/notice`,
    report: `${base}/report/${obligation}`,
    forward: `${base}/forward`,
    cannot: `${base}/appeal/${obligation}`,
    notOurs: `${base}/appeal/not_ours`,
    notices: `${base}/notices`,
    calendar: `${base}/calendar`,
    print: `${base}/print`,
    reported: finished,
    receipt,
    returned: back,
    returnedReport: `${back}/report/${again}`,
    closed,
    unknown: `${here.baseUrl}/u/1-AAAAAAAAAAAAAAAAAAAAAA`,
    lost: `${here.baseUrl}/u/lost`,
    asked: `${here.baseUrl}/u/lost?asked=1`,
    missing: `${base}/report/999999`,
  }
}

async function answer(url: string, fields: Record<string, string>): Promise<void> {
  const answered = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  expect(answered.status, url).toBe(303)
}

async function sendBack(obligationId: number): Promise<void> {
  const report = await here.database.owner
    .selectFrom('report')
    .select('id')
    .where('obligation_id', '=', obligationId)
    .executeTakeFirstOrThrow()
  await perform(here.database.api, here.city.coordinator, (op) =>
    returnReport(op, { reportId: report.id, reason: '请写明社区名称', dueOn: localDate('2014-05-16') }),
  )
}

async function moveAddress(code: string): Promise<void> {
  const contact = await here.database.owner
    .selectFrom('contact as c')
    .innerJoin('unit as u', 'u.id', 'c.unit_id')
    .select(['c.id', 'c.name'])
    .where('u.code', '=', code)
    .executeTakeFirstOrThrow()
  const changed = { email: 'moved@fl.example', telephone: null, language: 'zh-CN' as const }
  await perform(here.database.api, here.city.admin, (op) =>
    changeContact(op, { contactId: contact.id, name: contact.name, ...changed }),
  )
}

/** What axe finds, each with where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found: unknown = await page.evaluate(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' ' + target)))`,
  )
  return Array.isArray(found) ? found.map(String) : ['axe gave no list']
}

async function look(
  page: Page,
  name: string,
  address: string,
  lang: string,
  width: number,
): Promise<string[]> {
  await page.goto(`${address}${address.includes('?') ? '&' : '?'}lang=${lang}`)
  const where = `${name} ${lang} ${width}: `
  const found = (await violations(page)).map((violation) => where + violation)
  const scrolls = (await page.evaluate('document.documentElement.scrollWidth')) !== width
  return scrolls ? [...found, `${where}is wider than the screen`] : found
}

describe.skipIf(executablePath === null)('every page of a unit', { timeout: 240_000 }, () => {
  test.each([
    [360, 'zh-CN'],
    [360, 'en'],
    [1280, 'zh-CN'],
    [1280, 'en'],
  ])('has nothing that axe complains of, %i pixels wide, in %s', async (width, lang) => {
    const context = await here.browser.newContext({ viewport: { width, height: 640 } })
    const page = await context.newPage()
    const found: string[] = []
    for (const [name, address] of Object.entries(addresses))
      found.push(...(await look(page, name, address, lang, width)))
    expect(found).toEqual([])
    await context.close()
  })

  test('holds for what a coordinator answers and prints as well', async () => {
    const [name = '', value = ''] = (await cookieOf(here.database.api, here.city.admin.accountId)).split('=')
    const context = await here.browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.addCookies([{ name, value, url: here.baseUrl }])
    const page = await context.newPage()
    const found: string[] = []
    for (const [place, address] of Object.entries(deskAddresses))
      found.push(...(await look(page, place, address, 'zh-CN', 1280)))
    expect(found).toEqual([])
    await context.close()
  })
})
