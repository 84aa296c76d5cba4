import type { GeneratedAlways } from 'kysely'
import type { MailLanguage, MailTextKind } from '../../domain/mailText.ts'

/** A version of what a kind of mail says; without words the mail's own are back. Only ever added to. */
export interface MailTextTable {
  id: GeneratedAlways<number>
  kind: MailTextKind
  language: MailLanguage
  /** Counted from 1 for each kind and language; the greatest is in force. */
  version: number
  subject: string | null
  opening: string | null
  closing: string | null
  saved_by: number
  saved_at: Date
}

/** One person's words that nobody has been sent yet. */
export interface MailTextDraftTable {
  account_id: number
  kind: MailTextKind
  language: MailLanguage
  subject: string
  opening: string
  closing: string
  /** The version that was in force when she began; 0: none. */
  based_on: number
  saved_at: Date
}

export const bounceOutcomes = ['failed', 'noted', 'unmatched'] as const
/** The mail counts as not delivered; or it is only told of; or nobody knows which mail it was. */
export type BounceOutcome = (typeof bounceOutcomes)[number]

/** A mail that came back, as it was read from the mailbox. */
export interface BounceTable {
  id: GeneratedAlways<number>
  /** The Message-ID of the bounce itself, so that none is taken twice. */
  header_id: string
  read_at: Date
  /** Whose mail it was; where nobody knows, the unit at the top. */
  unit_id: number
  message_id: number | null
  /** Only where nobody knows which mail it was; else the mail has it. */
  recipient: string | null
  /** As in RFC 3463, `5.1.1`. */
  status: string | null
  permanent: boolean
  remedy: string | null
  diagnostic: string
  outcome: BounceOutcome
}
