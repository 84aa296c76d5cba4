import type { CampaignDuty } from '../../../db/queries/campaignHead.ts'
import type { FirstUnit, OwingUnit, PlaceCount } from '../../../db/queries/progress/lists.ts'
import type { Progress } from '../../../db/queries/progress/progress.ts'

/** How the circular is written; all of it stands in its address. */
export interface ProgressOptions {
  /** How many of those that reported first are listed. */
  first: number
  /** Whether units that are overdue are named, or only counted by district. */
  names: 'yes' | 'no'
  number: string
  to: string
  intro: string
}

/** What page, DOCX and XLSX of the circular are made from. */
export interface ProgressView {
  progress: Progress
  /** The duty that is told by district. */
  current: CampaignDuty
  options: ProgressOptions
  /** Whose circular it is: the issuer's, or that of the unit from which it is looked at. */
  issuer: string
  contact: string
  first: FirstUnit[]
  /** Overdue although a supervisor has had it before her. */
  named: { units: OwingUnit[]; total: number }
  escalated: PlaceCount[]
}
