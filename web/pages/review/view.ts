import type { FileSummary } from '../../../db/queries/reportForm.ts'
import type {
  EarlierVersion,
  Neighbours,
  QueueLine,
  ReviewedReport,
  ReviewedValue,
} from '../../../db/queries/reviewQueue.ts'
import type { LocalDate } from '../../../domain/time.ts'

export interface Queue {
  campaignId: number | null
  lines: QueueLine[]
  total: number
  page: number
}

/** A report with everything that came along with it. */
export interface Paper {
  report: ReviewedReport
  values: ReviewedValue[]
  files: FileSummary[]
}

export interface ReviewView {
  queue: Queue
  neighbours: Neighbours
  paper: Paper | null
  /** Another version of the same report, to be read beside it. */
  beside: Paper | null
  versions: EarlierVersion[]
  /** Offered as the new date of a returned report. */
  offered: LocalDate
  done: 'accepted' | 'returned' | null
}

/** Reasons for returning a report that come up again and again; their words stand in messages/. */
export const returnReasons = ['scope', 'numbers', 'mismatch', 'files', 'unreadable', 'period'] as const
