import { expect, test } from 'vitest'
import type { MailContent } from '../../domain/message.ts'
import { renderMail } from '../../mail/templates/render.ts'
import { common, context, summary } from './mailContents.ts'

const base = { ...common, unitName: '和平社区妇联', items: [summary] }

test.each([
  ['zh-CN', '郑某某把这件事转给您办'],
  ['en', '郑某某 has handed this on to you'],
] as const)('a colleague reads in %s who has handed it on to her', (language, said) => {
  const content: MailContent = { ...base, kind: 'issue', facts: { forwardedBy: '郑某某' } }
  expect(renderMail(content, { ...context, language }).text).toContain(said)
  const plain: MailContent = { ...base, kind: 'issue', facts: {} }
  expect(renderMail(plain, { ...context, language }).text).not.toContain('郑某某')
})

test('a unit whose reason was declined reads that all stays as it is, and why', () => {
  const facts = { change: 'declined' as const, reason: '全市统一截止' }
  const mail = renderMail({ ...base, kind: 'changed', facts }, context)
  expect(mail.subject).toBe('期限不变：调研月活动总结')
  expect(mail.text).toContain('全市统一截止')
  expect(mail.text).not.toContain('不用再办')
})
