import PostalMime from 'postal-mime'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { smtpMailer, type Mailer, type OutgoingMail } from '../../mail/mailer.ts'
import { senderName } from '../../mail/templates/headers.ts'
import { renderMail } from '../../mail/templates/render.ts'
import { context, summary, toUnit } from './mailContents.ts'
import { polite, scriptedServer, smtpServer, type TestServer } from './smtpServers.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close()
})

function mailerOf(server: TestServer, maxConnections = 1, socketTimeout = 30_000): Mailer {
  open.push(server)
  const mailer = smtpMailer({ url: server.url, maxConnections, socketTimeout })
  open.push(mailer)
  return mailer
}

let sent = 0
function mail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  sent += 1
  return {
    messageId: `<test-${sent}@duban.example>`,
    to: 'unit@example.org',
    from: { name: '哈尔滨市妇女联合会', address: 'duban@example.org' },
    replyTo: null,
    subject: '还有3个工作日：调研月活动总结',
    text: '正文\n.\n..two dots',
    html: '<p>正文</p>',
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...changes,
  }
}
const yes = () => true

/** Answers the recipient's line with a code, or takes the mail. */
function refusing(reply: Record<string, string>): (line: string, inData: boolean) => string | null {
  return (line, inData) => {
    const verb = Object.keys(reply).find((start) => line.toUpperCase().startsWith(start))
    if (inData) return line === '.' ? (reply['.'] ?? '250 ok') : null
    return (verb && reply[verb]) ?? polite(line, inData)
  }
}

describe('a mail that is taken', () => {
  it('arrives as it was written, by a real server', async () => {
    const taken: Buffer[] = []
    const onData: SMTPServerOptions['onData'] = (stream, _session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        taken.push(Buffer.concat(chunks))
        done()
      })
    }
    const mailer = mailerOf(await smtpServer({ onData }))
    const first = mail({ replyTo: 'office@example.org' })
    expect(await mailer.send(first, yes)).toEqual({ kind: 'sent' })
    const read = await PostalMime.parse(taken[0]!)
    expect(read.messageId).toBe(first.messageId)
    expect(read.subject).toBe(first.subject)
    expect(read.from).toEqual({ name: first.from.name, address: first.from.address })
    expect(read.replyTo?.[0]?.address).toBe('office@example.org')
    expect(read.text?.trim()).toBe(first.text)
    expect(read.html).toContain('正文')
    expect(read.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
  })

  it('has the headers that it was given and no others, whatever a title or an issuer tries', async () => {
    const taken: Buffer[] = []
    const onData: SMTPServerOptions['onData'] = (stream, _session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        taken.push(Buffer.concat(chunks))
        done()
      })
    }
    const mailer = mailerOf(await smtpServer({ onData }))
    const evil = '市妇联\r\nBcc: thief@example.org\r\n\r\n<b>\u202E\u200B"<a@b.cn>'
    const content = toUnit('issue', [
      { ...summary, duty: 'acknowledge', title: `${evil}${'𠮷'.repeat(300)}` },
    ])
    const first = mail({
      ...renderMail(content, context),
      from: { name: senderName(evil), address: 'duban@example.org' },
    })
    expect(await mailer.send(first, yes)).toEqual({ kind: 'sent' })
    const head = taken[0]!.toString().split('\r\n\r\n')[0]!
    expect(head.split('\r\n').filter((line) => line.length > 200 || /[^\x20-\x7E\t]/.test(line))).toEqual([])
    const read = await PostalMime.parse(taken[0]!)
    expect(read.bcc).toBeUndefined()
    expect(read.from).toEqual({
      name: '市妇联 Bcc: thief＠example.org b a＠b.cn',
      address: 'duban@example.org',
    })
    expect(read.subject).toBe(first.subject)
    expect(Array.from(first.subject)).toHaveLength(200)
  })

  it('shares a connection with the ones before, and survives the server closing it meanwhile', async () => {
    let line = 0
    const server = await scriptedServer((text, socket, inData) => {
      const reply = polite(text, inData)
      if (reply === '250 ok' && inData) {
        line += 1
        if (line === 2) setTimeout(() => socket.end(), 20)
      }
      return reply
    })
    const mailer = mailerOf(server)
    expect(await mailer.send(mail(), yes)).toEqual({ kind: 'sent' })
    expect(await mailer.send(mail(), yes)).toEqual({ kind: 'sent' })
    expect(server.connections()).toBe(1)
    await new Promise((done) => setTimeout(done, 60))
    expect(await mailer.send(mail(), yes)).toEqual({ kind: 'sent' })
    expect(line).toBe(3)
  })
})

describe('a mail that is refused', () => {
  const cases: [string, Record<string, string>, object][] = [
    [
      'an unknown address',
      { RCPT: '550 5.1.1 <unit@example.org> no such user' },
      { kind: 'permanent', remedy: 'address-unknown' },
    ],
    [
      'an unknown address without detail',
      { RCPT: '550 no' },
      { kind: 'permanent', remedy: 'address-unknown' },
    ],
    ['a full mailbox', { RCPT: '552 5.2.2 full' }, { kind: 'permanent', remedy: 'mailbox-full' }],
    ['a mailbox full for now', { RCPT: '452 4.2.2 full' }, { kind: 'temporary', remedy: 'mailbox-full' }],
    [
      'a greylisting server',
      { RCPT: '451 4.7.1 come back' },
      { kind: 'temporary', remedy: 'refused-as-spam' },
    ],
    ['a busy server', { RCPT: '450 busy' }, { kind: 'temporary', remedy: 'try-later' }],
    ['a spam filter', { '.': '554 5.7.1 spam' }, { kind: 'permanent', remedy: 'refused-as-spam' }],
    [
      'a policy by 550',
      { RCPT: '550 5.7.26 unauthenticated sender' },
      { kind: 'permanent', remedy: 'refused-as-spam' },
    ],
    ['a refused sender', { MAIL: '550 sender rejected' }, { kind: 'permanent', remedy: 'refused-as-spam' }],
    ['a full disk', { '.': '451 4.3.1 disk' }, { kind: 'temporary', remedy: 'try-later' }],
    ['a server shutting down', { MAIL: '421 closing' }, { kind: 'temporary' }],
    ['a wrong order of commands', { DATA: '503 bad sequence' }, { kind: 'temporary' }],
  ]
  it.each(cases)('%s', async (_name, reply, outcome) => {
    const answer = refusing(reply)
    const mailer = mailerOf(await scriptedServer((line, _socket, inData) => answer(line, inData)))
    const result = await mailer.send(mail(), yes)
    expect(result).toMatchObject(outcome)
    expect(JSON.stringify(result)).not.toContain('example.org')
  })

  it('leaves the connection good for the next one', async () => {
    let refused = false
    const server = await scriptedServer((line, _socket, inData) => {
      if (line.startsWith('RCPT') && !refused) {
        refused = true
        return '550 5.1.1 no such user'
      }
      return polite(line, inData)
    })
    const mailer = mailerOf(server)
    expect((await mailer.send(mail(), yes)).kind).toBe('permanent')
    expect(await mailer.send(mail(), yes)).toEqual({ kind: 'sent' })
    expect(server.connections()).toBe(1)
  })

  it('is temporary where the sign-in is at fault, which no contact can help', async () => {
    const server = await smtpServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error('535 5.7.8 no')),
    })
    open.push(server)
    const mailer = smtpMailer({ url: server.url.replace('smtp://', 'smtp://who:what@') })
    open.push(mailer)
    expect(await mailer.send(mail(), yes)).toMatchObject({ kind: 'temporary', remedy: 'sign-in-refused' })
  })

  it('is temporary where no server answers, or it sends everybody away', async () => {
    const gone = await scriptedServer(() => null)
    await gone.close()
    const mailer = smtpMailer({ url: gone.url })
    open.push(mailer)
    expect(await mailer.send(mail(), yes)).toMatchObject({ kind: 'temporary', remedy: 'mail-server-down' })
    const away = mailerOf(await scriptedServer(() => null, '554 no service here'))
    expect(await away.send(mail(), yes)).toMatchObject({ kind: 'temporary', remedy: 'mail-server-down' })
  })
})

describe('a conversation that breaks off', () => {
  it('before the text is temporary', async () => {
    const server = await scriptedServer((line, socket, inData) => {
      if (line.toUpperCase() !== 'DATA') return polite(line, inData)
      socket.destroy()
      return null
    })
    expect(await mailerOf(server).send(mail(), yes)).toMatchObject({
      kind: 'temporary',
      remedy: 'mail-server-down',
    })
  })

  it('after the text is uncertain, and is not sent again by itself', async () => {
    let texts = 0
    const server = await scriptedServer((line, socket, inData) => {
      if (!inData || line !== '.') return polite(line, inData)
      texts += 1
      socket.destroy()
      return null
    })
    const mailer = mailerOf(server)
    expect((await mailer.send(mail(), yes)).kind).toBe('uncertain')
    expect((await mailer.send(mail(), yes)).kind).toBe('uncertain')
    await new Promise((done) => setTimeout(done, 300))
    expect(texts).toBe(2)
  })

  it('on a connection that was good before is uncertain as well', async () => {
    let texts = 0
    const server = await scriptedServer((line, socket, inData) => {
      if (!inData || line !== '.') return polite(line, inData)
      texts += 1
      if (texts === 1) return '250 ok'
      socket.end()
      return null
    })
    const mailer = mailerOf(server)
    expect(await mailer.send(mail(), yes)).toEqual({ kind: 'sent' })
    expect((await mailer.send(mail(), yes)).kind).toBe('uncertain')
    await new Promise((done) => setTimeout(done, 300))
    expect(texts).toBe(2)
  })

  it('after the text, where the server falls silent, is uncertain', async () => {
    const server = await scriptedServer((line, _socket, inData) =>
      inData && line === '.' ? null : polite(line, inData),
    )
    expect((await mailerOf(server, 1, 200).send(mail(), yes)).kind).toBe('uncertain')
  })

  it('by a real server that drops the socket once it has the text is uncertain', async () => {
    const server = await smtpServer({
      onData(stream) {
        stream.resume()
        stream.on('end', () => server.cutLines())
      },
    })
    expect((await mailerOf(server).send(mail(), yes)).kind).toBe('uncertain')
  })
})

describe('the lease', () => {
  it('is asked for once the server is ready, and without it nothing goes out', async () => {
    const seen: string[] = []
    const server = await scriptedServer((line, _socket, inData) => {
      seen.push(line)
      return polite(line, inData)
    })
    const mailer = mailerOf(server)
    let asked = 0
    const outcome = await mailer.send(mail(), () => {
      asked += 1
      expect(seen.some((line) => line.toUpperCase() === 'DATA')).toBe(true)
      return false
    })
    expect(outcome).toEqual({ kind: 'temporary', error: 'lease-lost', remedy: 'try-later' })
    expect(asked).toBe(1)
    expect(seen).not.toContain('.')
    expect(seen.join('\n')).not.toContain('Subject')
    expect(await mailer.send(mail(), yes)).toEqual({ kind: 'sent' })
  })
})

describe('headers', () => {
  const poison = 'x\r\nBcc: everybody@example.org'
  const cases: [string, Partial<OutgoingMail>][] = [
    ['to', { to: 'a@example.org\r\nRCPT TO:<b@example.org>' }],
    ['two recipients', { to: 'a@example.org, b@example.org' }],
    ['a recipient with a name', { to: 'A <a@example.org>' }],
    ['from', { from: { name: 'x', address: 'a@example.org\nBcc: b@example.org' } }],
    ['the name', { from: { name: poison, address: 'a@example.org' } }],
    ['replyTo', { replyTo: poison }],
    ['the subject', { subject: poison }],
    ['the Message-ID', { messageId: `<a@b>${poison}` }],
    ['a header', { headers: { 'X-Duban-Kind': poison } }],
    ['the name of a header', { headers: { 'X: y\r\nBcc': 'z' } }],
  ]
  it.each(cases)('cannot be injected by %s', async (_name, changes) => {
    let lines = 0
    const server = await scriptedServer((line, _socket, inData) => {
      lines += 1
      return polite(line, inData)
    })
    const result = await mailerOf(server).send(mail(changes), yes)
    expect(result).toMatchObject({ kind: 'permanent' })
    expect(JSON.stringify(result)).not.toContain('example.org')
    expect(lines).toBe(0)
  })
})
