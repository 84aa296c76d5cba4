import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { AudienceRule } from '../../domain/audience.ts'
import type { Policy } from '../../domain/policy.ts'
import type { CampaignResult } from '../../domain/result.ts'
import type { LocalDate } from '../../domain/time.ts'

export type NoticeState = 'draft' | 'checked' | 'issued'
export type MilestoneKind = 'dated' | 'open' | 'none'
export type CampaignState = 'issuing' | 'open' | 'closed' | 'cancelled'

/** JSON that is read parsed and written as text. */
export type Json<T extends object> = JSONColumnType<T, string, string>
/** numeric(16,2), read as a number: at most 14 digits before the point. */
export type Amount = ColumnType<number, number, number>

export interface NoticeTable {
  id: GeneratedAlways<number>
  issuer_id: number
  created_by: number | null
  state: Generated<NoticeState>
  number: string
  issuer_name: string
  signer: string
  issued_on: LocalDate
  title: string
  theme: string
  body: string
  window_from: LocalDate | null
  window_to: LocalDate | null
  acknowledge_due_on: LocalDate | null
  contact_names: string
  contact_telephone: string
  reply_mailbox: string
  address: string
  urgent: boolean
  zone: string
  policy: Json<Policy>
  audience: Json<AudienceRule[]>
  version: Generated<number>
  created_at: Date
  updated_at: Date
}

export interface NoticeItemTable {
  id: GeneratedAlways<number>
  notice_id: number
  ordinal: number
  group_title: string
  title: string
  text: string
}

export interface MilestoneTable {
  id: GeneratedAlways<number>
  notice_id: number
  ordinal: number
  what: string
  instructions: string
  kind: MilestoneKind
  due_on: LocalDate | null
  grace_working_days: number
  lock_on: LocalDate | null
  needs_attachment: boolean
}

export interface TargetTable {
  id: GeneratedAlways<number>
  milestone_id: number
  ordinal: number
  name: string
  measure: string
  total: Amount | null
}

export interface CampaignTable {
  id: GeneratedAlways<number>
  notice_id: number
  issuer_id: number
  state: CampaignState
  issued_at: Date
  issued_by: number | null
  audience_as_of: LocalDate
  audience_size: number
  policy: Json<Policy>
  zone: string
  urgent: boolean
  paused_at: Date | null
  /** When a look last found something to do, or worked out the next moment. */
  looked_at: Date | null
  next_moment_at: Date | null
  /** The calendar by which the next moment was worked out, by its version; null before the first look and after a pause. */
  calendar_version: string | null
  ended_at: Date | null
  result: Json<CampaignResult> | null
  version: Generated<number>
}
