import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startMailbox, type MailboxRule } from '../../mail/mailbox/mailbox.ts'
import { openMailboxStore, type MailboxStore } from '../../mail/mailbox/store.ts'
import { smtpMailer, type Mailer, type OutgoingMail } from '../../mail/mailer.ts'
import { headersFor } from '../../mail/templates/headers.ts'
import { renderMail } from '../../mail/templates/render.ts'
import { context, summary, toUnit } from './mailContents.ts'

const ending: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'duban-mailbox-'))
  ending.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function mailboxIn(
  folder: string,
  rules?: (to: string) => MailboxRule,
): Promise<{ store: MailboxStore; mailer: Mailer; url: string }> {
  const store = await openMailboxStore(folder)
  const running = await startMailbox({ smtpPort: 0, store, ...(rules ? { rules } : {}) })
  ending.push(() => running.stop())
  const mailer = smtpMailer({ url: running.smtpUrl, maxConnections: 8 })
  ending.push(() => mailer.close())
  return { store, mailer, url: running.smtpUrl }
}

const content = toUnit('reminder', [summary])
const rendered = renderMail(content, context)
let sent = 0

function mail(to: string, changes: Partial<OutgoingMail> = {}): OutgoingMail {
  sent += 1
  return {
    messageId: `<mailbox-${sent}@duban.example>`,
    to,
    from: { name: content.issuerName, address: 'duban@example.org' },
    replyTo: null,
    ...rendered,
    headers: headersFor(content, { from: 'duban@example.org', messageId: '<x@example.org>' }),
    ...changes,
  }
}
const yes = () => true

describe('the mailbox', () => {
  it('keeps what was sent, to be read as it was written', async () => {
    const { store, mailer } = await mailboxIn(newFolder())
    const outgoing = mail('Unit@Example.org')
    expect(await mailer.send(outgoing, yes)).toEqual({ kind: 'sent' })
    const { mails, total } = store.list({ to: 'unit@example.ORG', page: 1 })
    expect(total).toBe(1)
    expect(mails[0]).toMatchObject({
      id: 1,
      from: { name: content.issuerName, address: 'duban@example.org' },
      to: ['Unit@example.org'],
      subject: rendered.subject,
      messageId: outgoing.messageId,
      kind: 'reminder',
    })
    const opened = await store.get(1)
    expect(opened?.text.trim()).toBe(rendered.text.trim())
    expect(opened?.html.trim()).toBe(rendered.html.trim())
    expect(opened?.headers.find(({ name }) => name === 'References')?.value).toBe('<campaign-12@example.org>')
    expect(opened?.raw.toString()).toContain('Auto-Submitted: auto-generated')
    expect(await store.get(2)).toBe(null)
    expect(store.list({ to: 'nobody@example.org', page: 1 })).toEqual({
      mails: [],
      page: 1,
      pages: 1,
      total: 0,
    })
  })

  it('lists newest first, in pages, and the same after a restart', async () => {
    const folder = newFolder()
    const { store, mailer } = await mailboxIn(folder)
    await Promise.all(Array.from({ length: 120 }, (_, n) => mailer.send(mail(`u${n % 2}@example.org`), yes)))
    const ids = [1, 2, 3, 4].map((page) => store.list({ page }).mails.map(({ id }) => id))
    expect(ids.map(({ length }) => length)).toEqual([50, 50, 20, 0])
    expect(ids.flat()).toEqual(ids.flat().toSorted((a, b) => b - a))
    expect(store.list({ page: 1 }).pages).toBe(3)
    expect(store.count('u1@example.org')).toBe(60)

    const again = await openMailboxStore(folder)
    expect(again.count()).toBe(120)
    expect(again.list({ to: 'u1@example.org', page: 2 }).mails).toHaveLength(10)
    expect((await again.get(77))?.subject).toBe(rendered.subject)
    const raw = readFileSync('test/mail/bare.eml')
    expect(await again.add({ raw, to: ['a@example.org'] })).toMatchObject({ id: 121, kind: null })
  })

  it('opens after a crash, without the line that was being written', async () => {
    const folder = newFolder()
    const raw = readFileSync('test/mail/bare.eml')
    const store = await openMailboxStore(folder)
    await store.add({ raw, to: ['a@example.org'] })
    appendFileSync(join(folder, 'mails.jsonl'), '{"id":2,"receivedAt":"20')
    const again = await openMailboxStore(folder)
    expect(again.count()).toBe(1)
    await again.add({ raw, to: ['a@example.org'] })
    expect((await openMailboxStore(folder)).list({ page: 1 }).mails.map(({ id }) => id)).toEqual([2, 1])
  })

  it('is for this machine only', async () => {
    const { url } = await mailboxIn(newFolder())
    const outside = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4')
    if (outside === undefined) return
    const answered = await new Promise((done) => {
      const socket = connect(Number(new URL(url).port), outside.address)
      socket.once('connect', () => done(true))
      socket.once('error', () => done(false))
    })
    expect(answered).toBe(false)
  })

  it('says who has its port', async () => {
    const { store, url } = await mailboxIn(newFolder())
    await expect(startMailbox({ smtpPort: Number(new URL(url).port), store })).rejects.toThrow(/EADDRINUSE/)
  })
})

describe('its failures', () => {
  it('are as a sender meets them outside', async () => {
    const rules: Record<string, MailboxRule> = {
      'gone@example.org': { code: 550, message: '5.1.1 no such user' },
      'busy@example.org': { code: 450 },
      'lost@example.org': 'drop-after-data',
    }
    const { store, mailer } = await mailboxIn(newFolder(), (to) => rules[to] ?? 'accept')
    const outcomes = await Promise.all(
      [...Object.keys(rules), 'good@example.org'].map(async (to) => (await mailer.send(mail(to), yes)).kind),
    )
    expect(outcomes).toEqual(['permanent', 'temporary', 'uncertain', 'sent'])
    expect(store.count()).toBe(2)
    expect(store.count('lost@example.org')).toBe(1)
  })

  it('shows a second copy by its Message-ID', async () => {
    let first = true
    const { store, mailer } = await mailboxIn(newFolder(), () => {
      const rule = first ? 'drop-after-data' : 'accept'
      return rule
    })
    const outgoing = mail('a@example.org')
    expect((await mailer.send(outgoing, yes)).kind).toBe('uncertain')
    first = false
    expect((await mailer.send(outgoing, yes)).kind).toBe('sent')
    const ids = store.list({ page: 1 }).mails.map(({ messageId }) => messageId)
    expect(ids).toEqual([outgoing.messageId, outgoing.messageId])
  })
})

it("takes a city's mails in seconds", async () => {
  const { store, mailer } = await mailboxIn(newFolder())
  const count = 2000
  const began = performance.now()
  await Promise.all(Array.from({ length: count }, (_, n) => mailer.send(mail(`u${n}@example.org`), yes)))
  const perSecond = count / ((performance.now() - began) / 1000)
  expect(store.count()).toBe(count)
  expect(perSecond).toBeGreaterThan(100)
})
