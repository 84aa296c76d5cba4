import type { MailLanguage, MailText } from './mailText.ts'
import type { Duty } from './plan.ts'
import type { LocalDate } from './time.ts'

/** Known when a message is made; the rest is decided when it is claimed. */
export interface MessageFacts {
  reason?: string
  dueOn?: LocalDate
  receipt?: string
  what?: string
  /** The page that a sign-in link leads to. */
  next?: string
  change?: 'extended' | 'waived' | 'withdrawn' | 'added' | 'cancelled' | 'declined'
  /** Who has handed it on to the reader. */
  forwardedBy?: string
}

/** A contact's way in. The token follows from it and the installation's key, so it is not stored. */
export interface LinkRef {
  linkId: number
  generation: number
}

/** A supervisor's way to her docket; see mail/docketLinks.ts. */
export interface DocketLinkRef {
  accountId: number
  generation: number
  /** The last day on which it opens. */
  expiresOn: LocalDate
}

/** One thing owed, as a mail tells it. Days are working days; both are null where there is no due date. */
export interface MailItem {
  campaignId: number
  duty: Duty
  /** The milestone's words; '' for an acknowledgement. */
  what: string
  number: string
  title: string
  dueOn: LocalDate | null
  daysLeft: number | null
  daysPast: number | null
  acknowledged: boolean
  link: LinkRef
}

/** An overdue unit in a docket mail. */
export interface MailDocketItem {
  itemId: number
  unitName: string
  what: string
  duty: Duty
  title: string
  daysPast: number
  reminders: number
  acknowledged: boolean
}

interface MailCommon {
  issuerName: string
  /** Whom to ask: `研究室，8765 7530`. */
  askWhom: string
  /** Local time of composing, in the installation's zone, ISO with offset. */
  asOf: string
  /** As it was when the mail was claimed; older mails do not say. */
  language?: MailLanguage
  /** What people had put in place of the mail's own words, in its language, when it was claimed. */
  text?: MailText
}

/** What a mail says, frozen when it is claimed, so that a second copy can only be the same. */
export type MailContent =
  | (MailCommon & {
      kind: 'issue' | 'reminder' | 'changed' | 'urge' | 'returned' | 'link'
      unitName: string
      items: MailItem[]
      facts: MessageFacts
    })
  | (MailCommon & { kind: 'receipt'; unitName: string; facts: MessageFacts; items: MailItem[] })
  | (MailCommon & {
      kind: 'docket'
      personName: string
      link: DocketLinkRef
      items: MailDocketItem[]
      climbsOn: LocalDate | null
    })
  | (MailCommon & { kind: 'sign_in'; personName: string; next?: string })
