import type { CampaignHead } from '../../../db/queries/campaignHead.ts'
import type {
  RecordContact,
  RecordEntry,
  RecordMail,
  RecordObligation,
  RecordReport,
} from '../../../db/queries/unitRecord.ts'
import type { ItemStory } from '../../../db/queries/why/items.ts'
import type { MailWhys } from '../../../db/queries/why/mails.ts'
import type { Instant } from '../../../domain/time.ts'
import type { AcknowledgedVia } from '../../../db/tables/obligation.ts'

export interface RecordView {
  head: CampaignHead
  unit: { id: number; name: string; code: string }
  assigned: boolean
  acknowledgedAt: Date | null
  acknowledgedVia: AcknowledgedVia | null
  obligations: RecordObligation[]
  reports: RecordReport[]
  mails: RecordMail[]
  mailWhys: MailWhys
  items: ItemStory[]
  contacts: RecordContact[]
  entries: RecordEntry[]
  targets: ReadonlyMap<number, { id: number; name: string; measure: string }[]>
  done: boolean
  asOf: Instant
}
