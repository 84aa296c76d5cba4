/** `npm run screenshots`: every page of the guide, from a city in mid-campaign, into docs/screenshots. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import sharp from 'sharp'
import { buildApp } from '../../api/app.ts'
import { ISSUED_AT, playCampaign } from '../../cli/demo/demo.ts'
import { quiet } from '../../cli/demo/quiet.ts'
import { setStage } from '../../cli/demo/stage.ts'
import { findChromium, installChromium } from '../../cli/embedded/chromium.ts'
import { freePort } from '../../cli/embedded/ports.ts'
import { cookieOf } from '../web/app.ts'
import { setScene } from './scene.ts'
import { shotsOf, sizes, type Shot, type Size } from './pages.ts'

const FOLDER = 'docs/screenshots'
/** Longest wait for the mails of the scene, in milliseconds. */
const SETTLED_MS = 120_000
const UNITS = Number(process.env['DUBAN_SCREENSHOT_UNITS'] ?? 600)
const languages = { zh: 'zh-CN', en: 'en' } as const

const only = process.argv.slice(2)
const home = mkdtempSync(join(tmpdir(), 'duban-screenshots-'))
spawnSync('chmod', ['711', home])
process.env['DUBAN_HOME'] = join(home, 'data')
const port = await freePort()
const stage = await setStage(ISSUED_AT, port, () => undefined)
try {
  await playCampaign(stage, { units: UNITS, seed: 1, quiet: true, until: '2014-05-14' })
  const scene = await setScene(stage)
  await quiet(stage.database.owner, SETTLED_MS)
  const app = await buildApp({
    db: stage.database.api,
    baseUrl: stage.baseUrl,
    linkKey: stage.linkKey,
    secureCookies: false,
    mailbox: stage.mailbox,
  })
  await app.listen({ port, host: '127.0.0.1' })
  const { id } = await stage.database.owner
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'administrator')
    .executeTakeFirstOrThrow()
  const [name = '', value = ''] = (await cookieOf(stage.database.api, id)).split('=')
  if (findChromium() === null) await installChromium(console.error)
  const executablePath = findChromium()
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  mkdirSync(FOLDER, { recursive: true })
  for (const shot of await shotsOf(stage, scene)) {
    if (only.length > 0 && !only.includes(shot.name)) continue
    for (const size of shot.sizes)
      for (const language of ['zh', 'en'] as const) await take(browser, shot, size, language, { name, value })
  }
  await browser.close()
  await app.close()
} finally {
  await stage.stop()
  rmSync(home, { recursive: true, force: true })
}

async function take(
  browser: Browser,
  shot: Shot,
  size: Size,
  language: keyof typeof languages,
  cookie: { name: string; value: string },
): Promise<void> {
  const context = await browser.newContext({ viewport: sizes[size], locale: languages[language] })
  if (shot.signedIn) await context.addCookies([{ ...cookie, url: stage.baseUrl }])
  const page = await context.newPage()
  const address = new URL(shot.path, stage.baseUrl)
  address.searchParams.set('lang', languages[language])
  const answer = await page.goto(address.href)
  if (answer?.status() !== 200)
    throw new Error(`${shot.name}: ${address.pathname} answers ${answer?.status()}`)
  const png = await page.screenshot({ fullPage: shot.full === true })
  await sharp(png)
    .png({ palette: true, quality: 80, effort: 8 })
    .toFile(join(FOLDER, `${shot.name}-${size}-${language}.png`))
  console.log(`${shot.name}-${size}-${language}.png`)
  await context.close()
}
