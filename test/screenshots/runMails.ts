/** `npm run screenshots:mails`: every mail in both languages, into docs/mail. Needs a browser and nothing else. */
import { chromium } from 'playwright-core'
import { findChromium, installChromium } from '../../cli/embedded/chromium.ts'
import { drawMails } from './mails.ts'

if (findChromium() === null) await installChromium(console.error)
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath === null ? {} : { executablePath }),
  args: ['--no-sandbox', '--disable-gpu'],
})
const files = await drawMails(browser, 'docs/mail')
await browser.close()
console.log(files.join('\n'))
