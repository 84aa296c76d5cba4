import { describe, expect, it } from 'vitest'
import type { MailContent } from '../../domain/message.ts'
import { headersFor } from '../../mail/templates/headers.ts'
import { escapeHtml, markup } from '../../mail/templates/html.ts'
import { docketToken, docketUrl } from '../../mail/docketLinks.ts'
import { renderMail } from '../../mail/templates/render.ts'
import { languages } from '../../messages/index.ts'
import {
  common,
  context,
  docketItems,
  docketLink,
  family,
  late,
  openEnded,
  samples,
  summary,
  toUnit,
  urlOf,
} from './mailContents.ts'

const kinds = samples.flatMap(([name, content, zh, en]) =>
  languages.map((language): [string, MailContent, 'zh-CN' | 'en', string] => [
    `${name}, ${language}`,
    content,
    language,
    language === 'en' ? en : zh,
  ]),
)

/** The words of a page's body, piece by piece, as a reader sees them. */
function wordsOf(page: string): string[] {
  return page
    .slice(page.indexOf('<body'))
    .split(/<[^>]+>/)
    .map((piece) =>
      piece
        .replaceAll('&#8203;', '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&')
        .trim(),
    )
    .filter((piece) => piece !== '')
}

describe.each(kinds)('%s', (_name, content, language, subject) => {
  const mail = renderMail(content, { ...context, language })

  it('has its subject', () => {
    expect(mail.subject).toBe(subject)
  })

  it('carries every link, in both forms', () => {
    const urls = 'unitName' in content ? content.items.map(urlOf) : []
    if (content.kind === 'docket') {
      const token = docketToken(context.key, content.link)
      urls.push(docketUrl(context.baseUrl, token))
      for (const { itemId } of content.items) urls.push(docketUrl(context.baseUrl, token, itemId))
    }
    if (content.kind === 'sign_in') urls.push(context.signInUrl ?? '')
    expect(urls.length).toBeGreaterThan(0)
    for (const url of urls) {
      expect(mail.html).toContain(`href="${escapeHtml(url)}"`)
      expect(mail.text).toContain(url)
    }
  })

  it('says the same as plain text', () => {
    for (const words of wordsOf(mail.html)) expect(mail.text).toContain(words)
  })

  it('is finished: no placeholder, no undefined, no exclamation mark', () => {
    const all = `${mail.subject}\n${mail.text}\n${wordsOf(mail.html).join('\n')}`
    expect(all).not.toMatch(/\{\w+\}|undefined|null|NaN|Invalid|[!！]/)
    if (language === 'en') expect(mail.html).toContain('<html lang="en">')
  })

  it('says whom to ask and whose it is', () => {
    expect(mail.text).toContain(common.issuerName)
    expect(mail.text).toContain(common.askWhom)
  })

  it('needs nothing from elsewhere', () => {
    expect(mail.html).not.toMatch(/<(img|link|script|iframe|form)\b|url\(|@import/i)
  })
})

describe('what a mail says', () => {
  const zh = (content: MailContent) => renderMail(content, context)

  it('never calls an open item overdue', () => {
    const { text } = zh(toUnit('reminder', [openEnded]))
    expect(text).toContain('没有期限')
    expect(text).not.toMatch(/逾期|已过/)
  })

  it('tells the days that are left, today included, and those that have passed', () => {
    expect(zh(toUnit('reminder', [summary, family])).text).toContain('还有14个工作日')
    const { text, html: page } = zh(toUnit('reminder', [late]))
    expect(text).toContain('已过3个工作日')
    expect(page).toMatch(/class="red"[^>]*>3</)
  })

  it('quotes the reason of a return as it was written', () => {
    const { text, html: page } = zh(toUnit('returned', [summary], { reason: '第一行\n第二行 <b>' }))
    expect(text).toContain('理由：第一行\n第二行 <b>')
    expect(page).toContain('第一行<br />第二行 &lt;b&gt;')
  })

  it('asks for nothing where nothing is owed', () => {
    for (const change of ['waived', 'withdrawn', 'cancelled'] as const) {
      const { text } = zh(toUnit('changed', [summary], { change, reason: 'x' }))
      expect(text).toContain('不用再办')
      expect(text).not.toMatch(/去填写|还有|工作日/)
    }
  })

  it('shows twenty items of a docket, and how many more there are', () => {
    const { text, subject } = zh({
      ...common,
      kind: 'docket',
      personName: '王敏',
      link: docketLink,
      items: docketItems(57),
      climbsOn: null,
    })
    expect(subject).toBe('57项逾期，请您定')
    expect(text).toContain('第20街道妇联')
    expect(text).not.toContain('第21街道妇联')
    expect(text).toContain('还有37项')
  })

  it('names each campaign that has a link of its own, once', () => {
    const { text } = zh(toUnit('reminder', [summary, { ...summary, what: '另一件' }, family]))
    const foot = text.slice(text.indexOf('打不开时复制'))
    expect(foot.match(/https:/g)).toHaveLength(2)
  })

  it('does without a number and without anybody to ask', () => {
    const content = { ...toUnit('reminder', [{ ...summary, number: '' }]), askWhom: '' }
    const { text } = zh(content)
    expect(text).toContain(`\n${summary.title}\n`)
    expect(text).not.toContain('请找')
  })

  it('is the same each time', () => {
    for (const [, content] of samples) expect(zh(content)).toEqual(zh(content))
  })

  it('refuses a sign-in mail without its link', () => {
    const without = { ...context }
    delete without.signInUrl
    expect(() => renderMail({ ...common, kind: 'sign_in', personName: '王敏' }, without)).toThrow(RangeError)
  })
})

describe('hostile text', () => {
  const evil = '<script>alert(1)</script>"\'><img src=x onerror=y>{who}&amp;\r\nBcc: x@example.org'

  it.each(samples)('in %s stays text', (_name, content) => {
    const poisoned: MailContent = JSON.parse(
      JSON.stringify(content, (name, value: unknown) =>
        [
          'title',
          'what',
          'number',
          'unitName',
          'personName',
          'issuerName',
          'reason',
          'askWhom',
          'receipt',
        ].includes(name) && value !== ''
          ? evil
          : value,
      ),
    )
    for (const language of languages) {
      const mail = renderMail(poisoned, { ...context, language })
      expect(mail.html).not.toMatch(/<script|<img/i)
      expect(mail.html).toContain('&lt;script&gt;')
      expect(mail.html).toContain('&amp;amp;')
      expect(mail.subject).not.toMatch(/[\r\n]/)
    }
  })

  it('is escaped unless it is markup already', () => {
    expect(markup`<a title="${'"<'}">${markup`<b>${'&'}</b>`}${[markup`<i></i>`]}${null}${3}</a>`.text).toBe(
      '<a title="&quot;&lt;"><b>&amp;</b><i></i>3</a>',
    )
  })
})

describe('headers', () => {
  it('tell machines to keep still, and hold the mails of a campaign together', () => {
    expect(headersFor(toUnit('urge', [late]), 'duban@mail.example.org')).toEqual({
      'Auto-Submitted': 'auto-generated',
      'X-Duban-Kind': 'urge',
      References: '<campaign-12@mail.example.org>',
    })
    expect(headersFor(toUnit('reminder', [late, summary]), 'duban')).toHaveProperty(
      'References',
      '<campaign-12@duban>',
    )
    expect(headersFor(toUnit('reminder', [late, family]), 'duban')).not.toHaveProperty('References')
    expect(headersFor({ ...common, kind: 'sign_in', personName: '' }, 'duban')).not.toHaveProperty(
      'References',
    )
  })
})
