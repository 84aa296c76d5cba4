import { appendFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'

/** How the mail server behaves just now. */
export interface SmtpBehaviour {
  /** Milliseconds before each answer to a mail. */
  slowMs?: number
  /** Refuses so large a share of recipients with this code. */
  refuse?: { code: number; share: number }
  /** Keeps so large a share of mails and cuts the line instead of answering 250. */
  resetAfterData?: number
}

/**
 * A mail server that writes down what it took before it answers, so that a kill of it loses nothing that it had
 * accepted. One line for each mail: Message-ID, recipient, time.
 */
const [file, port] = process.argv.slice(2)
if (file === undefined || port === undefined) throw new Error('smtp.ts FILE PORT')
let behaviour: SmtpBehaviour = {}
process.on('message', (message: { behaviour?: SmtpBehaviour }) => {
  if (message.behaviour !== undefined) behaviour = message.behaviour
})

const sockets = new Map<number, Socket>()
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onRcptTo(_address, _session, done) {
    const { refuse } = behaviour
    if (refuse === undefined || Math.random() >= refuse.share) return done()
    done(Object.assign(new Error('refused'), { responseCode: refuse.code }))
  },
  onData(stream, session, done) {
    const pieces: Buffer[] = []
    stream.on('data', (piece: Buffer) => pieces.push(piece))
    stream.on('end', () => {
      const head = Buffer.concat(pieces).toString('latin1')
      const messageId = /^Message-ID: (\S+)/im.exec(head)?.[1] ?? ''
      const to = session.envelope.rcptTo.map(({ address }) => address).join(',')
      appendFileSync(file, `${JSON.stringify({ messageId, to, at: Date.now() })}\n`)
      void sleep(behaviour.slowMs ?? 0).then(() => {
        if (Math.random() < (behaviour.resetAfterData ?? 0))
          sockets.get(session.remotePort)?.resetAndDestroy()
        else done()
      })
    })
  },
})
server.server.on('connection', (socket: Socket) => {
  const { remotePort } = socket
  if (remotePort === undefined) return
  sockets.set(remotePort, socket)
  socket.once('close', () => sockets.delete(remotePort))
})
server.on('error', () => undefined)
server.listen(Number(port), '127.0.0.1', () => process.send?.({ ready: true }))
