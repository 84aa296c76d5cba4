import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../cli/embedded/chromium.ts'
import { openEveryCity, type EveryCity, type Who } from './pages/everyCity.ts'
import { findingsOf, looker, type Looker } from './pages/look.ts'
import {
  answersOf,
  defaultWho,
  examplesOf,
  filesOf,
  framesOf,
  mayBePage,
  type Example,
} from './pages/table.ts'

/** Every page that the application declares, as everybody finds it: on a phone, at a desk, in both languages. */
const executablePath = findChromium()

let here: EveryCity
let browser: Browser

beforeAll(async () => {
  if (executablePath === null) return
  here = await openEveryCity()
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}, 120_000)
afterAll(async () => {
  if (executablePath === null) return
  await browser.close()
  await here.stop()
})

const WIDTHS = [1280, 360]
const TABS = 3

interface Look {
  name: string
  /** Of the page; null for a refusal and for the answer to a form, which have the title of what they refuse or show. */
  route: string | null
  as: Who
  /** Leads the tab to the page. @returns its status */
  open(look: Looker, lang: string): Promise<number>
  status: number
}

const inLanguage = (at: string, lang: string): string =>
  `${here.base}${at}${at.includes('?') ? '&' : '?'}lang=${lang}`

function looksOf(): Look[] {
  const examples = examplesOf(here)
  const routes = here.app.declaredRoutes.filter(mayBePage)
  const pages = routes.flatMap((route) =>
    (examples[route.url] ?? []).map(({ at, as, status }: Example): Look => ({
      name: `${route.url} ${at}`,
      route: status === undefined ? route.url : null,
      as: as ?? defaultWho(route),
      status: status ?? 200,
      open: async ({ page }, lang) => (await page.goto(inLanguage(at, lang)))?.status() ?? 0,
    })),
  )
  const answers = answersOf(here).map(({ name, as, at, fields, status }): Look => ({
    name: `${name} ${at}`,
    route: null,
    as,
    status: status ?? 200,
    open: async ({ page }, lang) => {
      const answer = await here.post(as, `${at}?lang=${lang}`, fields)
      await show(page, await answer.text())
      return answer.status
    },
  }))
  return [...pages, ...answers]
}

/** The answer to a form, with the styles and scripts that it names. */
async function show(page: Looker['page'], body: string): Promise<void> {
  const address = `${here.base}/answer`
  await page.route(address, (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }))
  await page.goto(address)
  await page.unroute(address)
}

/** Looks in some tabs at once, each signed in as whoever the page is for. @returns what speaks against the pages */
async function lookAt(lang: string): Promise<string[]> {
  const waiting = looksOf()
  const findings: string[] = []
  const titles = new Map<string, Set<string>>()
  const tab = async (): Promise<void> => {
    const tabs = new Map<Who, Looker>()
    for (let look = waiting.shift(); look !== undefined; look = waiting.shift()) {
      const seen = tabs.get(look.as) ?? (await newTab(look.as))
      tabs.set(look.as, seen)
      const status = await look.open(seen, lang)
      if (status !== look.status) findings.push(`${look.name}: answers ${status}`)
      for (const found of await seen.at(WIDTHS)) {
        if (look.route !== null) note(titles, found.title, look.route)
        findings.push(...findingsOf(found, lang).map((finding) => `${look.name} ${found.width}: ${finding}`))
      }
    }
    for (const { page } of tabs.values()) await page.context().close()
  }
  await Promise.all(Array.from({ length: TABS }, tab))
  const shared = [...titles].filter(([, routes]) => routes.size > 1)
  return [
    ...findings,
    ...shared.map(([title, routes]) => `${title} is the title of ${[...routes].join(', ')}`),
  ]
}

/** Pages of one reader have titles of their own; the docket is the same one by its link. */
function note(titles: Map<string, Set<string>>, title: string, route: string): void {
  const reader = route.startsWith('/u/:token') ? 'unit' : 'desk'
  const key = `${title} (${reader})`
  titles.set(key, (titles.get(key) ?? new Set()).add(route.replace('/d/:docket', '/docket')))
}

async function newTab(as: Who): Promise<Looker> {
  const context = await browser.newContext()
  const [name = '', value = ''] = here.cookies[as].split('=')
  if (name !== '') await context.addCookies([{ name, value, url: here.base }])
  return looker(await context.newPage())
}

describe.skipIf(executablePath === null)('every page', { timeout: 300_000 }, () => {
  test('stands in the table of pages with an address to look at', () => {
    const known = { ...examplesOf(here), ...framesOf(here), ...filesOf(here) }
    const routes = here.app.declaredRoutes.filter(mayBePage).map(({ url }) => url)
    expect(routes.filter((url) => known[url] === undefined || known[url].length === 0)).toEqual([])
    expect(Object.keys(known).filter((url) => !routes.includes(url))).toEqual([])
  })

  test('is no file: what the table calls one answers with one', async () => {
    const wrong: string[] = []
    for (const [url, at] of Object.entries(filesOf(here))) {
      const end = new AbortController()
      const answer = await fetch(here.base + at, {
        headers: { cookie: here.cookies.administrator },
        signal: end.signal,
        redirect: 'manual',
      })
      const type = answer.headers.get('content-type') ?? ''
      if (answer.status !== 200 || type.startsWith('text/html'))
        wrong.push(`${url}: ${answer.status} ${type}`)
      end.abort()
    }
    expect(wrong).toEqual([])
  })

  test.each(['zh-CN', 'en'])(
    'can be read by everybody in %s: nothing for axe, one h1, no wider than a phone, a title of its own',
    async (lang) => {
      expect(await lookAt(lang)).toEqual([])
    },
  )

  test('holds for what stands in frames', async () => {
    const tab = await newTab('nobody')
    const findings: string[] = []
    for (const [url, at] of Object.entries(framesOf(here))) {
      const answer = await fetch(here.base + at, { headers: { cookie: here.cookies.administrator } })
      await show(tab.page, await answer.text())
      for (const { width, ...seen } of await tab.at(WIDTHS)) {
        findings.push(
          ...findingsOf({ ...seen, title: `${seen.title} · 督办` }, 'zh-CN').map(
            (finding) => `${url} ${width}: ${finding}`,
          ),
        )
      }
    }
    expect(findings).toEqual([])
    await tab.page.context().close()
  })
})
