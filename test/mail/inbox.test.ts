import { afterEach, expect, it } from 'vitest'
import { imapInbox, type Inbox } from '../../mail/inbox/inbox.ts'
import { startImapServer, type ImapServer } from './imapServer.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close()
})

async function inboxAt(url?: string): Promise<{ server: ImapServer; inbox: Inbox }> {
  const server = await startImapServer()
  open.push(server)
  const inbox = imapInbox({ url: url ?? server.url, mostBytes: 1000 })
  open.push(inbox)
  return { server, inbox }
}
const mail = (subject: string) => `Subject: ${subject}\r\nFrom: a@b.example\r\n\r\nx\r\n`

async function subjects(inbox: Inbox, after: Parameters<Inbox['read']>[0], stopAt = '') {
  const read: string[] = []
  const place = await inbox.read(after, (raw) => {
    const subject = /Subject: (.*)\r/.exec(raw.toString())?.[1] ?? ''
    if (subject === stopAt) return Promise.resolve('stop')
    read.push(subject)
    return Promise.resolve('next')
  })
  return { read, place }
}

it('is read from where it was read last, each mail once, and nothing in it is changed', async () => {
  const { server, inbox } = await inboxAt()
  server.deliver(mail('一'))
  server.deliver(mail('二'))
  const first = await subjects(inbox, null)
  expect(first.read).toEqual(['一', '二'])
  expect((await subjects(inbox, first.place)).read).toEqual([])
  server.deliver(mail('三'))
  const second = await subjects(inbox, first.place)
  expect(second.read).toEqual(['三'])
  expect(server.asked.filter((line) => /^(SELECT|UID STORE|STORE|EXPUNGE|UID MOVE)/i.test(line))).toEqual([])
})

it('leaves what is put off, and what follows, for the next time', async () => {
  const { server, inbox } = await inboxAt()
  for (const subject of ['一', '二', '三']) server.deliver(mail(subject))
  const first = await subjects(inbox, null, '二')
  expect(first.read).toEqual(['一'])
  expect((await subjects(inbox, first.place)).read).toEqual(['二', '三'])
})

it('is read anew where the server has numbered its mails anew', async () => {
  const { server, inbox } = await inboxAt()
  server.deliver(mail('一'))
  const { place } = await subjects(inbox, null)
  server.renumber()
  server.cut()
  await expect.poll(async () => (await subjects(inbox, place)).read).toEqual(['一'])
})

it('tells at once that something came in, and comes back after its line was cut', async () => {
  const { server, inbox } = await inboxAt()
  const { place } = await subjects(inbox, null)
  const signal = new AbortController().signal
  const started = performance.now()
  const told = inbox.wait(20_000, signal)
  await expect.poll(() => server.asked.includes('IDLE'), { timeout: 5000 }).toBe(true)
  server.deliver(mail('一'))
  await told
  expect(performance.now() - started).toBeLessThan(10_000)
  expect((await subjects(inbox, place)).read).toEqual(['一'])
  server.cut()
  server.deliver(mail('二'))
  await expect
    .poll(async () => (await subjects(inbox, place).catch(() => ({ read: [] as string[] }))).read)
    .toEqual(['一', '二'])
})

it('gives the beginning of a mail that is too long', async () => {
  const { server, inbox } = await inboxAt()
  server.deliver(`Subject: x\r\n\r\n${'y'.repeat(5000)}`)
  await inbox.read(null, (raw) => {
    expect(raw.length).toBe(1000)
    return Promise.resolve('next')
  })
})

it('says that it cannot be reached, without the password', async () => {
  const { server } = await inboxAt()
  const stranger = imapInbox({ url: server.url.replace('geheim', 'falsch'), mostBytes: 1000 })
  open.push(stranger)
  const error = await stranger
    .read(null, () => Promise.resolve('next'))
    .then(
      () => null,
      (reason: unknown) => reason,
    )
  expect(error).toBeInstanceOf(Error)
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('falsch')
})
