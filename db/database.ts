import type { CircularTable } from './tables/circular.ts'
import type * as delivery from './tables/delivery.ts'
import type * as mailText from './tables/mailText.ts'
import type * as notice from './tables/notice.ts'
import type * as obligation from './tables/obligation.ts'
import type * as tree from './tables/tree.ts'

/** Every table by its name. What the columns mean stands at the tables; where they came from in migrations/. */
export interface Database {
  clock: tree.ClockTable
  setting: tree.SettingTable
  calendar_day: tree.CalendarDayTable
  calendar_year: tree.CalendarYearTable
  calendar_version: tree.CalendarVersionTable
  unit: tree.UnitTable
  placement: tree.PlacementTable
  unit_closure: tree.UnitClosureTable
  contact: tree.ContactTable
  account: tree.AccountTable
  planned_change: tree.PlannedChangeTable
  notice: notice.NoticeTable
  notice_item: notice.NoticeItemTable
  circular: CircularTable
  milestone: notice.MilestoneTable
  target: notice.TargetTable
  campaign: notice.CampaignTable
  assignment: obligation.AssignmentTable
  obligation: obligation.ObligationTable
  tally: obligation.TallyTable
  tally_day: obligation.TallyDayTable
  sweep_marker: obligation.SweepMarkerTable
  report: obligation.ReportTable
  report_value: obligation.ReportValueTable
  report_draft: obligation.ReportDraftTable
  attachment: obligation.AttachmentTable
  appeal: obligation.AppealTable
  docket: obligation.DocketTable
  docket_item: obligation.DocketItemTable
  decision: obligation.DecisionTable
  reminder: delivery.ReminderTable
  mail_slot: delivery.MailSlotTable
  link: delivery.LinkTable
  message: delivery.MessageTable
  mail_text: mailText.MailTextTable
  mail_text_draft: mailText.MailTextDraftTable
  bounce: mailText.BounceTable
  outbox: delivery.OutboxTable
  session: delivery.SessionTable
  api_key: tree.ApiKeyTable
  sign_in_token: delivery.SignInTokenTable
  idempotency_key: delivery.IdempotencyKeyTable
  audit_entry: delivery.AuditEntryTable
  heartbeat: delivery.HeartbeatTable
}
