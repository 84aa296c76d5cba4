import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { MailContent, MessageFacts } from '../../domain/message.ts'
import type { LocalDate } from '../../domain/time.ts'
import type { Json } from './notice.ts'

export const messageKinds = [
  'issue',
  'reminder',
  'receipt',
  'returned',
  'changed',
  'urge',
  'docket',
  'link',
  'sign_in',
] as const
export type MessageKind = (typeof messageKinds)[number]
export type MessageState =
  'created' | 'sending' | 'sent' | 'uncertain' | 'temporary_failure' | 'permanent_failure' | 'cancelled'

export interface ReminderTable {
  id: GeneratedAlways<number>
  obligation_id: number
  campaign_id: number
  unit_id: number
  due_version: number
  /** What it reminds of is due by then; null where there is no date, and for some of before this column. */
  due_on: LocalDate | null
  step: string
  nth: number
  slot: Date
  created_at: Date
}

/** A sending time that something waits for, until its mails have been made. */
export interface MailSlotTable {
  slot: Date
  composed_at: Date | null
}

export interface LinkTable {
  id: GeneratedAlways<number>
  contact_id: number
  campaign_id: number
  unit_id: number
  expires_at: Date | null
  revoked_at: Date | null
}

export interface MessageTable {
  id: GeneratedAlways<number>
  kind: MessageKind
  unit_id: number
  contact_id: number | null
  account_id: number | null
  campaign_id: number | null
  obligation_id: number | null
  slot: Date
  facts: ColumnType<MessageFacts, string | undefined, string>
  state: Generated<MessageState>
  send_at: Date
  attempts: Generated<number>
  /** How often nobody knew whether it went; the second time a person decides. */
  uncertain_times: Generated<number>
  claim_token: string | null
  lease_until: Date | null
  address: string | null
  content: Json<MailContent> | null
  header_id: string | null
  error: string | null
  remedy: string | null
  finished_at: Date | null
  created_at: Date
}

/** Nudges that have not arrived yet; a row goes when its nudge has. */
export interface OutboxTable {
  id: GeneratedAlways<number>
  target: 'campaign' | 'docket' | 'delivery'
  target_id: number
  created_at: Generated<Date>
}

export interface SessionTable {
  id: GeneratedAlways<number>
  token_hash: Buffer
  account_id: number
  created_at: Generated<Date>
  expires_at: Date
}

export interface SignInTokenTable {
  token_hash: Buffer
  account_id: number
  created_at: Generated<Date>
  expires_at: Date
  used_at: Date | null
}

export interface IdempotencyKeyTable {
  actor: string
  key: string
  request_hash: Buffer
  status: number | null
  response: ColumnType<object | null, string | null, string | null>
  created_at: Generated<Date>
}

/** When a part last said that it is alive, by real time. */
export interface HeartbeatTable {
  part: 'worker' | 'temporal' | 'imap'
  at: Date
}

export interface AuditEntryTable {
  id: GeneratedAlways<number>
  at: Date
  actor_kind: 'account' | 'link' | 'system'
  actor_id: number | null
  operation: string
  unit_id: number
  campaign_id: number | null
  subject: string
  subject_id: number | null
  reason: string | null
  detail: Json<object>
  request_id: string | null
  /** The key that a program came with; its maker is the actor. */
  api_key_id: number | null
}
