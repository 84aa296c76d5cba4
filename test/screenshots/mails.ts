import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import type { MailContent } from '../../domain/message.ts'
import { renderMail } from '../../mail/templates/render.ts'
import { common, context, docketItems, docketLink, samples } from '../mail/mailContents.ts'

/** What is shown of each mail: its name, which is its file's, and the sample of that name. */
const shown: Record<string, string> = {
  issue: 'issue',
  added: 'added',
  reminder: 'reminder',
  'reminder-late': 'reminder, late',
  urge: 'urge',
  returned: 'returned',
  receipt: 'receipt',
  extended: 'extended',
  waived: 'waived',
  withdrawn: 'withdrawn',
  cancelled: 'cancelled',
  link: 'link',
  'sign-in': 'sign_in',
}

const docket: MailContent = {
  ...common,
  kind: 'docket',
  personName: '王敏',
  link: docketLink,
  items: docketItems(3),
  climbsOn: docketLink.expiresOn,
}

const signInUrl = 'https://duban.example/sign-in/p3xQm0vT7cKdYw2a'

interface Look {
  suffix: string
  width: number
  dark: boolean
}
const plain: Look = { suffix: '', width: 680, dark: false }
/** One mail is shown in the dark and on a phone as well. */
const others: Look[] = [
  { suffix: '-dark', width: 680, dark: true },
  { suffix: '-phone', width: 375, dark: false },
]

/** Draws every mail in both languages into a folder, as PNG files of few colours. */
export async function drawMails(browser: Browser, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const mails = Object.entries(shown).map(([name, sample]) => [name, sampleOf(sample)] as const)
  const files: string[] = []
  for (const [name, content] of [...mails, ['docket', docket] as const])
    for (const language of ['zh-CN', 'en'] as const)
      for (const look of name === 'reminder' ? [plain, ...others] : [plain]) {
        const file = join(folder, `${name}${look.suffix}-${language.slice(0, 2)}.png`)
        const said = language === 'en' ? inEnglish(content) : content
        await draw(browser, renderMail(said, { ...context, signInUrl, language }).html, look, file)
        files.push(file)
      }
  return files
}

function sampleOf(name: string): MailContent {
  const found = samples.find(([known]) => known === name)
  if (found === undefined) throw new Error(`no sample of a mail is called ${name}`)
  return found[1]
}

async function draw(browser: Browser, html: string, { width, dark }: Look, file: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height: 400 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: false,
  })
  await page.setContent(html)
  const picture = await page.screenshot({ fullPage: true })
  await sharp(picture).png({ palette: true, colours: 48, compressionLevel: 9 }).toFile(file)
  await page.close()
}

const english: [string, string][] = [
  ['哈尔滨市妇女联合会', 'Harbin Women’s Federation'],
  ['市妇联研究室，8765 7530', 'Research Office, 8765 7530'],
  ['荣市街道妇联', 'Rongshi Street'],
  ['调研月活动总结', 'Summary of the month of visits'],
  ['“下基层、访妇情、办实事”活动', 'Visiting the grass roots'],
  ['哈妇发〔2014〕', 'Harbin WF (2014) No. '],
  ['“最美家庭”候选家庭推荐表', 'Nomination form'],
  ['寻找最美家庭', 'Finding the finest families'],
  [
    '总结里没有写调研中发现的问题，\\n请补上。',
    'The summary leaves out the problems that you found.\\nPlease add them.',
  ],
  ['王敏', 'Wang Min'],
]

/** What units and notices are called, so that readers of English can read a picture. */
function inEnglish(content: MailContent): MailContent {
  let text = JSON.stringify(content).replaceAll(/(No\. \d+|〔2014〕\d+)号/g, '$1')
  for (const [zh, en] of english) text = text.replaceAll(zh, en)
  text = text.replaceAll(/第(\d+)街道妇联/g, 'Street $1')
  const translated: MailContent = JSON.parse(text)
  return translated
}
