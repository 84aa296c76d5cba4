import { describe, expect, it } from 'vitest'
import type { MailContent } from '../../domain/message.ts'
import { headersFor, senderName } from '../../mail/templates/headers.ts'
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
  const mail = { from: 'duban@mail.example.org', messageId: '<7.x@mail.example.org>' }

  it('tell machines to keep still, and hold the mails of a campaign together', () => {
    expect(headersFor(toUnit('urge', [late]), mail)).toEqual({
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'X-Duban-Kind': 'urge',
      'X-Duban-Message': mail.messageId,
      References: '<campaign-12@mail.example.org>',
      'In-Reply-To': '<campaign-12@mail.example.org>',
    })
    const same = toUnit('reminder', [late, summary])
    expect(headersFor(same, mail)).toMatchObject({ References: '<campaign-12@mail.example.org>' })
  })

  it('put a mail about several notices, or about none, into no thread', () => {
    for (const content of [
      toUnit('reminder', [late, family]),
      { ...common, kind: 'sign_in', personName: '' } satisfies MailContent,
    ]) {
      expect(headersFor(content, mail)).not.toHaveProperty('References')
      expect(headersFor(content, mail)).not.toHaveProperty('In-Reply-To')
    }
  })

  it('offer nobody to unsubscribe whom her unit has named to be written to', () => {
    for (const [, content] of samples) {
      expect(
        Object.keys(headersFor(content, mail)).filter((name) => /^(List-|Precedence)/i.test(name)),
      ).toEqual([])
    }
  })

  it.each([
    ['a\r\nBcc: x@example.org', 'a Bcc: x＠example.org'],
    ['市妇联\u202Egnp.exe', '市妇联gnp.exe'],
    ['市\u200B妇\uFEFF联\u00AD', '市妇联'],
    ['市妇联 <boss@example.org>', '市妇联 boss＠example.org'],
    ['"市妇联" \\ \u0000x', '市妇联 x'],
    ['市\uD800妇联', '市妇联'],
  ])('name the sender in what can be seen: %j', (issuer, name) => {
    expect(senderName(issuer)).toBe(name)
    const content = toUnit('issue', [{ ...family, title: issuer }])
    const { subject } = renderMail(content, context)
    expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
  })

  it('have an end: a long title is cut in the subject, and a long issuer in the name', () => {
    const { subject } = renderMail(toUnit('issue', [{ ...family, title: '𠮷'.repeat(500) }]), context)
    expect(Array.from(subject)).toHaveLength(200)
    expect(subject).toMatch(/𠮷…$/u)
    expect(Array.from(senderName('𠮷'.repeat(500)))).toHaveLength(60)
  })
})

describe('a digest', () => {
  it('says in subject and heading how many there are and how many are late, the most pressing first', () => {
    const { subject, text } = renderMail(toUnit('reminder', [late, summary, family]), context)
    expect(subject).toBe('已过3个工作日：调研月活动总结，另有2件')
    expect(text).toContain('荣市街道妇联，有三件还没报，其中一件逾期')
    const en = renderMail(toUnit('reminder', [late, summary, family]), { ...context, language: 'en' })
    expect(en.text).toContain('still to report: 3, 1 of them overdue')
  })

  it('shows after the subject, in a list of mails, by when the first is due', () => {
    const { html } = renderMail(toUnit('reminder', [summary, family]), context)
    expect(html).toMatch(/<div style="display:none[^>]*>5月10日（周六）24时前<\/div>/)
  })
})
