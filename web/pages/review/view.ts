import type { FileSummary } from '../../../db/queries/reportForm.ts'
import type {
  EarlierVersion,
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

export interface ReviewView {
  queue: Queue
  report: ReviewedReport | null
  values: ReviewedValue[]
  files: FileSummary[]
  versions: EarlierVersion[]
  /** Offered as the new date of a returned report. */
  offered: LocalDate
  done: 'accepted' | 'returned' | null
}
