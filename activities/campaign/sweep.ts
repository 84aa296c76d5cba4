import type { DueGroup } from '../../db/queries/dueGroups.ts'
import type { WorkingTime } from '../../db/queries/workingTime.ts'
import type { Moment } from '../../domain/plan.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Instant } from '../../domain/time.ts'

/** A campaign under sweep: its frozen policy and the calendar in force. */
export interface Sweep {
  campaignId: number
  issuerId: number
  zone: string
  policy: Policy
  time: WorkingTime
  asOf: Instant
}

/** A due group with its moment that is to be acted on, and the slot of the mails that follow. */
export interface DueMoment {
  group: DueGroup
  moment: Moment
  slot: Instant
}
