/** Exclusive counts over a set of units or obligations; they sum to `total`. */
export interface StateCounts {
  unacknowledged: number
  acknowledged: number
  submitted: number
  returned: number
  accepted: number
  overdue: number
  waived: number
  total: number
}

/** What a campaign came to, compiled when it closes and kept with it. */
export interface CampaignResult {
  units: number
  acknowledged: number
  /** Obligations to report, by how they ended. */
  reports: {
    onTime: number
    late: number
    accepted: number
    waived: number
    missed: number
    withdrawn: number
    total: number
  }
  targets: { targetId: number; name: string; measure: string; total: number | null; sum: number }[]
  districts: {
    unitId: number
    name: string
    units: number
    onTime: number
    late: number
    missed: number
    waived: number
  }[]
  mails: { sent: number; failed: number; cancelled: number }
  /** Docket items by the highest level that they reached, level 1 first. */
  escalations: number[]
  compiledAt: string
}
