import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { resetMailText, saveMailText } from '../../operations/mailTexts/saveMailText.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { addressAt } from '../support/story.ts'

/** Mails speak with the words in force when they are claimed, and a second copy says the same as the first. */
let desk: Desk
let codes: string[]
const issueWords = { kind: 'issue', language: 'zh-CN' } as const

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 20 })
  codes = desk.units
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
})
afterAll(() => desk.close())

const save = (subject: string, version: number) =>
  desk.do(desk.coordinator, (op) =>
    saveMailText(op, { ...issueWords, version, text: { subject, opening: '{unit}：', closing: '' } }),
  )
const mailsTo = (code: string) => desk.mails.filter(({ to }) => to === addressAt(desk, code))

test('words changed between issue and claim are what goes out', async () => {
  await save('新话：{title}', 0)
  await desk.issue(exampleNotice('grassroots'))
  const [lost = ''] = codes
  desk.mailEnds = ({ to }) =>
    to === addressAt(desk, lost) ? { kind: 'uncertain', error: 'cut' } : { kind: 'sent' }
  await desk.deliver()
  expect(mailsTo(codes[1] ?? '')[0]?.subject).toMatch(/^新话：/)
})

test('a second copy keeps its words and its language, whatever has been changed since', async () => {
  const [lost = ''] = codes
  desk.mailEnds = () => ({ kind: 'sent' })
  await save('更新的话：{title}', 1)
  await desk.database.owner
    .updateTable('contact')
    .set({ language: 'en' })
    .where('email', '=', addressAt(desk, lost))
    .execute()
  await desk.deliver()
  const [first, second] = mailsTo(lost)
  expect(second?.messageId).toBe(first?.messageId)
  expect(second?.subject).toBe(first?.subject)
  expect(second?.text).toBe(first?.text)
  expect(second?.html).toBe(first?.html)
})

test('with the original words back, the next mail has them', async () => {
  await desk.do(desk.coordinator, (op) => resetMailText(op, { ...issueWords, version: 2 }))
  await desk.issue({ ...exampleNotice('grassroots'), title: '另一项' })
  await desk.deliver()
  expect(mailsTo(codes[1] ?? '').at(-1)?.subject).toBe('请签收：另一项')
})
