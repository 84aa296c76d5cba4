import type { Selectable } from 'kysely'
import type { MessageKind, MessageTable } from '../../db/tables/delivery.ts'
import type { Recipient } from '../../db/queries/mailFacts.ts'
import type { WorkingTime } from '../../db/queries/workingTime.ts'
import type { MailContent } from '../../domain/message.ts'
import type { Instant } from '../../domain/time.ts'
import type { SendOutcome } from '../../mail/mailer.ts'

/** The drain under way: the clock stands still in it, the sending window is what it was at its start. */
export interface Drain {
  asOf: Instant
  time: WorkingTime
  windowOpen: boolean
  /** After a restore, until a person releases them: only who signs in since then is written to. */
  heldSince: Instant | null
}

/** They answer what a person did a moment ago, so no sending window and no pause holds them back. */
export const ANSWERS: readonly MessageKind[] = ['receipt', 'link', 'sign_in']

export type MessageRow = Selectable<MessageTable>

/** A mail with everything that decides its bytes but the links' key. */
export interface ComposedMail {
  id: number
  address: string
  language: Recipient['language']
  accountId: number | null
  headerId: string | null
  replyTo: string | null
  content: MailContent
}

/** A mail that this lane alone may send until its lease ends. */
export interface ClaimedMessage extends ComposedMail {
  claimToken: string
  headerId: string
}

export interface Outcome {
  id: number
  claimToken: string
  result: SendOutcome
}
