import type { MailContent, MessageFacts } from './message.ts'
import type { Duty } from './plan.ts'
import type { ObligationState } from './obligation.ts'
import type { Instant, LocalDate } from './time.ts'

/** Why something happened, or did not, told from the record alone. What it says in words stands in messages/. */

/** One thing that a mail was about. */
export interface MailThing {
  duty: Duty
  /** Of the milestone; 0 for acknowledging. */
  ordinal: number
  what: string
  state: ObligationState
  /** When it was last acknowledged or reported. */
  doneAt: Instant | null
  /** The step of the plan that the ledger has; null for a mail that no step made. */
  step: { step: string; nth: number; slot: Instant; dueOn: LocalDate | null } | null
  /** The due date has been moved since: the step is of a date that stands no longer. */
  moved: boolean
  campaignPaused: boolean
  /** When the mail was dropped: its campaign stood still, or somebody took her chase back. */
  dropped: 'paused' | 'takenBack' | null
  /** When its campaign ended. */
  endedAt: Instant | null
}

export interface MailFacts {
  kind: MailContent['kind']
  state:
    'created' | 'sending' | 'sent' | 'uncertain' | 'temporary_failure' | 'permanent_failure' | 'cancelled'
  createdAt: Instant
  sendAt: Instant
  finishedAt: Instant | null
  facts: MessageFacts
  /** There is still somebody with an address. */
  reachable: boolean
  things: readonly MailThing[]
}

export type Because =
  | { kind: 'step'; thing: MailThing; step: NonNullable<MailThing['step']> }
  | { kind: 'issue' | 'link' | 'docket' | 'sign_in'; at: Instant }
  | { kind: 'receipt'; receipt: string; at: Instant }
  | { kind: 'returned'; dueOn: LocalDate | null; reason: string }
  | {
      kind: 'changed'
      change: NonNullable<MessageFacts['change']> | null
      dueOn: LocalDate | null
      reason: string
    }
  | { kind: 'urge'; at: Instant; reason: string }

export type CancelReason =
  | { kind: 'done'; thing: MailThing; at: Instant }
  | { kind: 'waived' | 'withdrawn' | 'moved'; thing: MailThing }
  | { kind: 'ended'; at: Instant }
  | { kind: 'paused' | 'takenBack' | 'nobody' | 'needless' }

export type Fate =
  | { kind: 'gone' | 'going' | 'uncertain' | 'failed' }
  | { kind: 'waiting' | 'again'; at: Instant; paused: boolean }
  | { kind: 'cancelled'; at: Instant | null; reasons: CancelReason[] }

export interface MailWhy {
  because: Because[]
  fate: Fate
}

export function whyMail(mail: MailFacts): MailWhy {
  return { because: becauseOf(mail), fate: fateOf(mail) }
}

function becauseOf({ kind, createdAt, facts, things }: MailFacts): Because[] {
  const reason = facts.reason ?? ''
  const dueOn = facts.dueOn ?? null
  switch (kind) {
    case 'reminder':
      return things.flatMap((thing) =>
        thing.step === null ? [] : [{ kind: 'step', thing, step: thing.step }],
      )
    case 'issue':
    case 'link':
    case 'docket':
    case 'sign_in':
      return [{ kind, at: createdAt }]
    case 'receipt':
      return [{ kind, receipt: facts.receipt ?? '', at: createdAt }]
    case 'returned':
      return [{ kind, dueOn, reason }]
    case 'changed':
      return [{ kind, change: facts.change ?? null, dueOn, reason }]
    case 'urge':
      return [{ kind, at: createdAt, reason }]
  }
}

function fateOf(mail: MailFacts): Fate {
  const paused = mail.things.some(({ campaignPaused }) => campaignPaused)
  switch (mail.state) {
    case 'created':
      return { kind: 'waiting', at: mail.sendAt, paused }
    case 'temporary_failure':
      return { kind: 'again', at: mail.sendAt, paused }
    case 'sending':
      return { kind: 'going' }
    case 'sent':
      return { kind: 'gone' }
    case 'uncertain':
      return { kind: 'uncertain' }
    case 'permanent_failure':
      return { kind: 'failed' }
    case 'cancelled':
      return { kind: 'cancelled', at: mail.finishedAt, reasons: cancelReasons(mail) }
  }
}

/** What holds for the whole mail first; else why each thing in it was not worth writing about any more. */
function cancelReasons(mail: MailFacts): CancelReason[] {
  const { things } = mail
  if (things.some(({ dropped }) => dropped === 'takenBack')) return [{ kind: 'takenBack' }]
  if (!mail.reachable) return [{ kind: 'nobody' }]
  const reasons = things.flatMap((thing) => cancelReason(thing, mail.finishedAt ?? mail.sendAt))
  if (reasons.length > 0) return reasons
  return [{ kind: things.some(({ dropped }) => dropped === 'paused') ? 'paused' : 'needless' }]
}

function cancelReason(thing: MailThing, at: Instant): CancelReason[] {
  if (thing.endedAt !== null && thing.endedAt <= at) return [{ kind: 'ended', at: thing.endedAt }]
  if (thing.state === 'waived' || thing.state === 'withdrawn') return [{ kind: thing.state, thing }]
  if (thing.doneAt !== null && thing.doneAt <= at) return [{ kind: 'done', thing, at: thing.doneAt }]
  return thing.moved ? [{ kind: 'moved', thing }] : []
}
