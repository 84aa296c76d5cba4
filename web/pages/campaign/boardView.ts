import type { BoardNeeds, DutyCounts, TargetSum } from '../../../db/queries/campaignBoard.ts'
import type { DistrictRow } from '../../../db/queries/districtStrips.ts'
import type { BurnUpDay } from '../../../db/queries/burnUp.ts'
import type { CampaignDuty, CampaignHead } from '../../../db/queries/campaignHead.ts'
import type { Days } from '../../../db/queries/days.ts'
import type { Chase, MomentLine, OpenGroup } from '../../../db/queries/moments.ts'
import type { WorkingCalendar } from '../../../domain/calendar.ts'

export type DistrictOrder = 'official' | 'overdue' | 'table'

export interface BoardView {
  head: CampaignHead
  current: CampaignDuty
  /** By the key of the duty. */
  counts: ReadonlyMap<string, DutyCounts>
  days: ReadonlyMap<string, Days>
  districts: DistrictRow[]
  burnUp: BurnUpDay[]
  /** Who still owes it, by their dates. */
  groups: OpenGroup[]
  calendar: WorkingCalendar
  order: DistrictOrder
  needs: BoardNeeds
  targets: TargetSum[]
  chases: Chase[]
  ahead: MomentLine[]
  /** While it is being issued: how many units have it. */
  assigned: number | null
  asOf: Date
}
