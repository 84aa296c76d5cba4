import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { MailboxStore } from './store.ts'

/**
 * How a mail to an address ends: taken, refused with a reply code, or kept with the line cut before the answer, so
 * that the sender cannot know.
 */
export type MailboxRule = 'accept' | 'drop-after-data' | { code: number; message?: string }

export interface RunningMailbox {
  smtpUrl: string
  stop(): Promise<void>
}

const LARGEST_MAIL = 25 * 1024 * 1024

/**
 * A mail server for one machine: it takes every mail, from this machine only, and keeps it in the store instead
 * of sending it on. For `npm start`, the demo and tests.
 * @param options.rules makes it fail, by recipient
 * @throws when the port cannot be had
 */
export async function startMailbox(options: {
  /** 0 takes a free one; the URL tells which. */
  smtpPort: number
  store: MailboxStore
  rules?: (recipient: string) => MailboxRule
}): Promise<RunningMailbox> {
  const ruleOf = options.rules ?? (() => 'accept')
  const sockets = new Map<number, Socket>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: LARGEST_MAIL,
    closeTimeout: 2000,
    onRcptTo({ address }, _session, done) {
      const rule = ruleOf(address)
      done(typeof rule === 'object' ? refusal(rule.code, rule.message ?? 'refused') : null)
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      keep(stream, to, options.store).then(
        () => {
          if (to.some((address) => ruleOf(address) === 'drop-after-data')) socketOf(session)?.destroy()
          else done(null)
        },
        (error: unknown) => done(error instanceof Error ? error : refusal(451, 'not kept')),
      )
    },
  })
  const socketOf = (session: SMTPServerSession) => sockets.get(session.remotePort)
  server.server.on('connection', (socket: Socket) => {
    const { remotePort } = socket
    if (remotePort === undefined) return
    sockets.set(remotePort, socket)
    socket.once('close', () => sockets.delete(remotePort))
  })
  const port = await listen(server, options.smtpPort)
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise((done) => server.close(() => done())),
  }
}

async function keep(stream: SMTPServerDataStream, to: string[], store: MailboxStore): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  if (stream.sizeExceeded) throw refusal(552, 'too large')
  await store.add({ raw: Buffer.concat(chunks), to })
}

function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code })
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed)
      // A client that hangs up is no failure of the server's.
      server.on('error', () => undefined)
      const address = server.server.address()
      if (address === null || typeof address === 'string') failed(new Error('the mailbox has no port'))
      else done(address.port)
    })
  })
}
