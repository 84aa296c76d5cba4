import { Readable } from 'node:stream'
import { createTransport, type MailMessage, type NodemailerError } from 'nodemailer'
import { faultPoint } from '../db/faultPoints.ts'
import { unfitPart } from './checkMail.ts'
import type { OutgoingMail } from './outgoingMail.ts'
import { outcomeOf, type SendOutcome } from './sendOutcome.ts'

export type { OutgoingMail } from './outgoingMail.ts'
export { remedies, type Remedy, type SendOutcome } from './sendOutcome.ts'

export interface Mailer {
  /**
   * Hands one mail to the mail server; refusals are outcomes and are not thrown. A mail with a line break in an
   * address, a name or a header is refused unsent.
   * @param beforeData asked once the server is ready for the mail's text and before any of it is written; when
   *   it says no, nothing goes out and the outcome is temporary with the error 'lease-lost'
   */
  send(mail: OutgoingMail, beforeData: () => boolean): Promise<SendOutcome>
  /** Lets conversations under way end, then closes the connections. */
  close(): Promise<void>
}

const SECOND = 1000
const timeouts = {
  dnsTimeout: 10 * SECOND,
  connectionTimeout: 10 * SECOND,
  greetingTimeout: 10 * SECOND,
  socketTimeout: 30 * SECOND,
}

interface Conversation {
  beforeData: () => boolean
  leaseLost: boolean
  /** The last byte of the text has gone to the socket. */
  handedOver: boolean
}

/**
 * Sends by SMTP over connections that are kept open.
 * @param options.url `smtp://user:password@host:port` or `smtps://…`
 * @param options.maxConnections how many conversations at once; further mails wait for one to end
 */
export function smtpMailer(options: {
  url: string
  maxConnections?: number
  /** Milliseconds without a word from the server; 30,000 unless told. For tests. */
  socketTimeout?: number
}): Mailer {
  const conversations = new Map<string, Conversation>()
  const underWay = new Set<Promise<SendOutcome>>()
  const transport = createTransport({
    ...timeouts,
    url: options.url,
    pool: true,
    maxConnections: options.maxConnections ?? 5,
    ...(options.socketTimeout === undefined ? {} : { socketTimeout: options.socketTimeout }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  transport.use('stream', (mail, done) => {
    const conversation = conversations.get(mail.data.messageId ?? '')
    if (conversation === undefined) throw new Error('mail of no conversation')
    readOnDemand(mail, conversation)
    done()
  })

  async function converse(mail: OutgoingMail, beforeData: () => boolean): Promise<SendOutcome> {
    const conversation: Conversation = { beforeData, leaseLost: false, handedOver: false }
    conversations.set(mail.messageId, conversation)
    faultPoint('mail.before-conversation')
    try {
      await transport.sendMail({
        ...mail,
        to: { name: '', address: mail.to },
        replyTo: mail.replyTo === null ? undefined : { name: '', address: mail.replyTo },
        envelope: { from: mail.from.address, to: [mail.to] },
      })
      return { kind: 'sent' }
    } catch (error) {
      if (conversation.leaseLost) return { kind: 'temporary', error: 'lease-lost', remedy: 'try-later' }
      if (!isMailError(error)) throw error
      return outcomeOf(error, conversation.handedOver)
    } finally {
      faultPoint('mail.after-conversation')
      conversations.delete(mail.messageId)
    }
  }

  return {
    async send(mail, beforeData) {
      const unfit = unfitPart(mail)
      if (unfit !== null) return { kind: 'permanent', error: `refused: ${unfit}`, remedy: 'address-unknown' }
      if (conversations.has(mail.messageId))
        return { kind: 'temporary', error: 'already under way', remedy: 'try-later' }
      const sending = converse(mail, beforeData)
      underWay.add(sending)
      return sending.finally(() => underWay.delete(sending))
    },
    async close() {
      await Promise.allSettled(underWay)
      transport.close()
    },
  }
}

/**
 * The pool opens a mail's stream when it has a connection, and reads it when the server has answered DATA. It may
 * open it again on another connection, never after the text was handed over: that would be a second mail.
 */
function readOnDemand({ message }: MailMessage, conversation: Conversation): void {
  const open = message.createReadStream.bind(message)
  message.createReadStream = () => Readable.from(textOf(open, conversation), { objectMode: false })
}

async function* textOf(open: () => Readable, conversation: Conversation): AsyncGenerator<Buffer> {
  if (conversation.handedOver) throw new Error('handed over before')
  if (!conversation.beforeData()) {
    conversation.leaseLost = true
    throw new Error('lease-lost')
  }
  faultPoint('mail.before-data')
  yield* open()
  conversation.handedOver = true
  faultPoint('mail.after-data')
}

function isMailError(error: unknown): error is NodemailerError {
  return error instanceof Error
}
