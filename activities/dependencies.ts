import type { Db } from '../db/connection.ts'
import type { Mailer } from '../mail/mailer.ts'

/** What the mails of this installation are made with. */
export interface MailSettings {
  /** The address that mails come from; its domain is also that of their Message-IDs. */
  from: string
  /** Where units and supervisors reach the pages, without a slash at the end. */
  baseUrl: string
  /** Signs the links; see mail/links.ts. */
  linkKey: Buffer
}

/** What the activities need; wired by the worker. */
export interface ActivityDependencies {
  /** As the worker's role, which sees all rows. */
  db: Db
  mailer: Mailer
  mail: MailSettings
  /** Delivers what the outbox holds, right after a sweep has written to it. */
  deliverOutbox: () => Promise<void>
}
