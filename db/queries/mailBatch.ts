import type { Selectable } from 'kysely'
import type { WorkingCalendar } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/time.ts'
import type { MessageTable } from '../tables/delivery.ts'

type Row = Selectable<MessageTable>

/** Mails that are composed together, as of one instant. */
export interface MailBatch {
  rows: Row[]
  asOf: Instant
  calendar: WorkingCalendar
}
