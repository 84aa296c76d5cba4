import type { CampaignHead } from '../../../db/queries/campaignHead.ts'
import type {
  RecordContact,
  RecordDecision,
  RecordEntry,
  RecordMail,
  RecordObligation,
  RecordReport,
} from '../../../db/queries/unitRecord.ts'
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
  contacts: RecordContact[]
  decisions: RecordDecision[]
  entries: RecordEntry[]
  targets: ReadonlyMap<number, { id: number; name: string; measure: string }[]>
  done: boolean
}
