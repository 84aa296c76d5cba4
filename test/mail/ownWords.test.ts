import { describe, expect, it } from 'vitest'
import { mailLanguages, mailTextComplaints, mailTextKinds, placeholdersOf } from '../../domain/mailText.ts'
import type { MailContent } from '../../domain/message.ts'
import { mailTextKindOf, originalText } from '../../mail/templates/ownWords.ts'
import { renderMail } from '../../mail/templates/render.ts'
import { context, family, late, samples, summary, toUnit } from './mailContents.ts'

const rendered = (content: MailContent, language: 'zh-CN' | 'en' = 'zh-CN') =>
  renderMail(content, { ...context, language })

describe("a mail's own words", () => {
  it.each(mailTextKinds.flatMap((kind) => mailLanguages.map((language) => [kind, language] as const)))(
    'of %s in %s may be saved as they stand',
    (kind, language) => {
      expect(mailTextComplaints(kind, originalText(kind, language))).toEqual([])
    },
  )

  it.each(samples)('put in place of themselves change nothing: %s', (_name, content) => {
    const kind = mailTextKindOf(content, context.zone)
    if (kind === null) return
    for (const language of mailLanguages) {
      const own = { ...content, text: originalText(kind, language) }
      expect(rendered(own, language)).toEqual(rendered(content, language))
    }
  })

  it('are of every kind that there is', () => {
    const kinds = new Set(samples.map(([, content]) => mailTextKindOf(content, context.zone)))
    expect(mailTextKinds.filter((kind) => !kinds.has(kind))).toEqual(['declined'])
  })
})

describe("people's words", () => {
  const text = { subject: '请{unit}报{what}', opening: '第一段\n第二段 <{title}>', closing: '找{whom}' }

  it('stand in subject, beginning and end, in both forms; facts and links stay', () => {
    const mail = rendered({ ...toUnit('reminder', [summary]), text })
    expect(mail.subject).toBe('请荣市街道妇联报调研月活动总结')
    expect(mail.text).toContain('第一段\n\n第二段 <“下基层、访妇情、办实事”活动>')
    expect(mail.html).toContain('第二段 &lt;“下基层')
    expect(mail.text).not.toContain('办完以后不再来信')
    expect(mail.text).toMatch(/去填写 https:/)
    expect(mail.text).toContain('还有3个工作日')
  })

  it('still tell how many there are, unless they say so themselves', () => {
    const two = toUnit('reminder', [summary, family])
    expect(rendered({ ...two, text }).subject).toMatch(/，另有1件$/)
    expect(rendered({ ...two, text: { ...text, subject: '{n}件待报' } }).subject).toBe('2件待报')
  })

  it('give way to the original subject where it has something to say and they have not', () => {
    const own = { subject: '还有{daysLeft}天', opening: '', closing: '' }
    const dueOnDayOff = toUnit('reminder', [{ ...summary, daysLeft: 0 }])
    expect(rendered({ ...dueOnDayOff, text: own }).subject).toBe('期限前没有工作日了：调研月活动总结')
  })

  it('are of before and after the deadline apart', () => {
    expect(mailTextKindOf(toUnit('reminder', [summary]), context.zone)).toBe('reminder_before')
    expect(mailTextKindOf(toUnit('reminder', [late, family]), context.zone)).toBe('reminder_overdue')
  })

  it('can name everything that is offered for their kind', () => {
    for (const [name, content] of samples) {
      const kind = mailTextKindOf(content, context.zone)
      if (kind === null || content.kind === 'sign_in') continue
      const all = placeholdersOf[kind].map((one) => `{${one}}`).join('\n')
      const plain = rendered({ ...content, text: { subject: 'x', opening: all, closing: '' } }).text
      expect(plain, name).not.toMatch(/\{\w+\}|undefined|null/)
    }
  })
})
