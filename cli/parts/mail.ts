import { join } from 'node:path'
import { MOST_BYTES } from '../../mail/bounces/readBounce.ts'
import { imapInbox, type Inbox } from '../../mail/inbox/inbox.ts'
import { startMailbox } from '../../mail/mailbox/mailbox.ts'
import { openMailboxStore, type MailboxStore } from '../../mail/mailbox/store.ts'
import { smtpMailer, type Mailer } from '../../mail/mailer.ts'
import type { Config } from '../config.ts'
import { configuredPort, requirePort } from '../embedded/ports.ts'

export interface MailPart {
  mailer: Mailer
  /** Null where mails go to an SMTP server of one's own. */
  mailbox: MailboxStore | null
  stop(): Promise<void>
}

/** Sends through SMTP_URL, or into a mailbox on this machine whose mails open in a browser. */
export async function startMail(
  config: Config,
  folder: string,
  smtpPort = configuredPort('smtp'),
): Promise<MailPart> {
  if (config.SMTP_URL !== undefined) {
    const mailer = smtpMailer({ url: config.SMTP_URL })
    return { mailer, mailbox: null, stop: () => mailer.close() }
  }
  await requirePort('smtp', smtpPort)
  const mailbox = await openMailboxStore(join(folder, 'mailbox'))
  const server = await startMailbox({ smtpPort, store: mailbox })
  const mailer = smtpMailer({ url: server.smtpUrl })
  return {
    mailer,
    mailbox,
    async stop() {
      await mailer.close()
      await server.stop()
    },
  }
}

/** Where mails come back to; null where no mailbox is named. */
export function inboxOf({ DUBAN_IMAP_URL }: Config): Inbox | null {
  return DUBAN_IMAP_URL === undefined ? null : imapInbox({ url: DUBAN_IMAP_URL, mostBytes: MOST_BYTES })
}
