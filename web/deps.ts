import type { CampaignChanges } from '../db/changes.ts'
import type { Db } from '../db/connection.ts'
import type { MailboxStore } from '../mail/mailbox/store.ts'

/** The development mailbox, where there is one. */
export type Mailbox = Pick<MailboxStore, 'list' | 'get'>

/** Where styles and scripts are found; an address changes with its content. */
export interface AssetAddresses {
  desk: string
  phone: string
  unitReport: string
  live: string
  keys: string
  circular: string
  dates: string
}

/** What pages need. */
export interface WebDependencies {
  /** As the API's own role: row-level security holds for every query. */
  db: Db
  /** Address of the installation, without a slash at the end. */
  baseUrl: string
  linkKey: Buffer
  /** Cookies only over HTTPS. */
  secureCookies: boolean
  addresses: AssetAddresses
  mailbox: Mailbox | null
  /** Keeps pages that are open up to date. */
  changes: CampaignChanges
  /** How many units the example has; null: the whole federation. */
  exampleUnits: number | null
}
