import type { Generated, GeneratedAlways } from 'kysely'
import type { ResolvedStep } from '../../domain/chain.ts'
import type { ItemState } from '../../domain/docket.ts'
import type { ObligationState } from '../../domain/obligation.ts'
import type { Duty } from '../../domain/plan.ts'
import type { ChainStep } from '../../domain/policy.ts'
import type { LocalDate } from '../../domain/time.ts'
import type { Amount, Json } from './notice.ts'

export type AcknowledgedVia = 'link' | 'telephone' | 'paper' | 'account' | 'report'
export type ReportChannel = 'link' | 'telephone' | 'paper' | 'account'
export type ReportState = 'submitted' | 'superseded' | 'returned' | 'accepted'
export type DecisionKind = 'acknowledge' | 'extend' | 'waive' | 'urge' | 'hand_over' | 'snooze'

export interface AssignmentTable {
  id: GeneratedAlways<number>
  campaign_id: number
  unit_id: number
  state: Generated<'active' | 'withdrawn'>
  added_at: Date
  acknowledged_at: Date | null
  acknowledged_via: AcknowledgedVia | null
  /** Under which direct child of the issuer it counts; found when it is inserted, and again when the unit moves. */
  place_id: number | null
}

/** By how many the obligations that stand in one way became more or fewer. Written by triggers only. */
export interface TallyTable {
  campaign_id: number
  milestone_id: number | null
  place_id: number
  /** The obligations of the place itself, not of what stands below it. */
  own: boolean
  state: ObligationState
  acknowledged: boolean
  /** Whether the first submission came late; null before it comes. */
  late: boolean | null
  due_on: LocalDate | null
  due_at: Date | null
  n: number
  /** Summed up by the keeper. */
  folded: boolean
}

/** By how many a line of the burn-up rises on a day, in the campaign's zone. */
export interface TallyDayTable {
  campaign_id: number
  milestone_id: number | null
  place_id: number
  /** `overdue` rises when a date ends without an answer; `made_good` counts those answered since. */
  line: 'acknowledged' | 'answered' | 'accepted' | 'overdue' | 'made_good'
  day: LocalDate
  n: number
  folded: boolean
}

/**
 * One thing that one unit owes: to acknowledge, or to report for a milestone.
 * `due_on`/`due_at` drive reminders and escalation (a return sets them anew); `judged_due_at` decides on time.
 */
export interface ObligationTable {
  id: GeneratedAlways<number>
  assignment_id: number
  campaign_id: number
  unit_id: number
  duty: Duty
  milestone_id: number | null
  state: Generated<ObligationState>
  due_on: LocalDate | null
  due_at: Date | null
  judged_due_at: Date | null
  armed_at: Date
  due_version: Generated<number>
  swept_version: Generated<number>
  first_submitted_at: Date | null
  submitted_at: Date | null
  version: Generated<number>
}

export interface SweepMarkerTable {
  campaign_id: number
  duty: Duty
  milestone_id: number | null
  due_on: LocalDate | null
  step: string
  nth: number
  swept_at: Date
  created: number
}

export interface ReportTable {
  id: GeneratedAlways<number>
  obligation_id: number
  campaign_id: number
  unit_id: number
  version: number
  state: Generated<ReportState>
  text: string
  channel: ReportChannel
  submitter_name: string
  submitted_by: number | null
  submitted_at: Date
  receipt: string
  reviewed_at: Date | null
  reviewed_by: number | null
  review_reason: string | null
}

export interface ReportValueTable {
  report_id: number
  target_id: number
  unit_id: number
  value: Amount
}

export interface ReportDraftTable {
  obligation_id: number
  unit_id: number
  text: string
  values: Json<Record<string, string>>
  saved_at: Date
}

export interface AttachmentTable {
  id: GeneratedAlways<number>
  notice_id: number | null
  obligation_id: number | null
  report_id: number | null
  unit_id: number
  name: string
  media_type: string
  size: number
  sha256: Buffer
  content: Buffer
  added_at: Date
}

export const appealKinds = ['not_ours', 'cannot'] as const
export type AppealKind = (typeof appealKinds)[number]
export type AppealOutcome = 'extended' | 'waived' | 'withdrawn' | 'declined'

/**
 * What a unit says instead of reporting. It stands until it is answered, or until the obligation is done or has another
 * due date than it had (`due_version`).
 */
export interface AppealTable {
  id: GeneratedAlways<number>
  campaign_id: number
  unit_id: number
  /** null: about the whole notice. */
  obligation_id: number | null
  contact_id: number
  kind: AppealKind
  reason: string
  due_version: number | null
  made_at: Date
  answered_at: Date | null
  answered_by: number | null
  answer: AppealOutcome | null
  answer_reason: string | null
}

export interface DocketTable {
  id: GeneratedAlways<number>
  campaign_id: number
  unit_id: number
  opened_at: Date
  next_moment_at: Date | null
  closed_at: Date | null
}

export interface DocketItemTable {
  id: GeneratedAlways<number>
  docket_id: number
  campaign_id: number
  obligation_id: number
  unit_id: number
  round: number
  state: Generated<ItemState>
  chain: Json<ResolvedStep[]>
  level: Generated<number>
  holder_unit_id: number
  holder_role: ChainStep['role']
  joined_at: Date
  level_since: Date
  wait_from: Date
  wait_minutes: number
  wait_ends_at: Date | null
  acknowledged_at: Date | null
  acknowledged_by: number | null
  acknowledgement_ends_at: Date | null
  /** It runs from here, for so many working minutes; unknown for those of before these columns. */
  acknowledgement_from: Date | null
  acknowledgement_minutes: number | null
  snoozed_until: Date | null
  notify_slot: Date | null
  ended_at: Date | null
  version: Generated<number>
}

export interface DecisionTable {
  id: GeneratedAlways<number>
  docket_item_id: number
  unit_id: number
  account_id: number | null
  kind: DecisionKind
  reason: string
  extended_to: LocalDate | null
  at: Date
}
