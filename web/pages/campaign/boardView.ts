import type { BoardNeeds, DistrictRow, DutyCounts, TargetSum } from '../../../db/queries/campaignBoard.ts'
import type { CampaignDuty, CampaignHead } from '../../../db/queries/campaignHead.ts'
import type { Days } from '../../../db/queries/days.ts'
import type { Chase, MomentLine } from '../../../db/queries/moments.ts'

export type DistrictOrder = 'official' | 'overdue' | 'table'

export interface BoardView {
  head: CampaignHead
  current: CampaignDuty
  /** By the key of the duty. */
  counts: ReadonlyMap<string, DutyCounts>
  days: ReadonlyMap<string, Days>
  districts: DistrictRow[]
  order: DistrictOrder
  needs: BoardNeeds
  targets: TargetSum[]
  chases: Chase[]
  ahead: MomentLine[]
  /** While it is being issued: how many units have it. */
  assigned: number | null
  asOf: Date
}
