import type { ReportChannel } from '../../db/tables/obligation.ts'
import { nextObligationState } from '../../domain/obligation.ts'
import { Problem, type FieldProblem } from '../../domain/problem.ts'
import { endOfDue } from '../../domain/time.ts'
import { isLocked } from '../../domain/timeliness.ts'
import type { Op } from '../perform.ts'
import { nudge, nudgeDelivery, record } from '../record.ts'
import { markAcknowledged } from './acknowledge.ts'
import {
  lockObligation,
  openCampaign,
  settleItems,
  type Campaign,
  type Obligation,
} from './openObligation.ts'

export interface SubmitReport {
  obligationId: number
  text: string
  /** Target id to number, as reported this time. */
  values: ReadonlyMap<number, number>
  channel: ReportChannel
  submitterName: string
}

export interface Receipt {
  receipt: string
  submittedAt: Date
  version: number
}

/**
 * A unit reports. The first version is judged against the due date; a later one before review supersedes it,
 * one after a return is reviewed afresh. Reporting acknowledges as well.
 * @throws Problem invalid-input, not-found, campaign-ended, obligation-ended, milestone-locked, report-empty, report-needs-attachment
 */
export async function submitReport(op: Op, input: SubmitReport): Promise<Receipt> {
  requireWithinLimits(input)
  const obligation = await lockObligation(op, input.obligationId, 'acknowledgement')
  const campaign = await openCampaign(op, obligation.campaign_id)
  const state = nextObligationState(obligation.state, 'submit')
  if (state === null || obligation.duty !== 'report') throw new Problem('obligation-ended')
  await requireComplete(op, obligation, campaign, input)

  const version = (await latestVersion(op, obligation.id)) + 1
  const receipt = receiptNumber(campaign, obligation, version)
  const reportId = await insertReport(op, obligation, input, version, receipt)
  await op.tx
    .updateTable('obligation')
    .set((eb) => ({
      state,
      submitted_at: op.asOf,
      first_submitted_at: obligation.first_submitted_at ?? op.asOf,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', obligation.id)
    .execute()
  await op.tx.deleteFrom('report_draft').where('obligation_id', '=', obligation.id).execute()
  await markAcknowledged(op, obligation.assignment_id, input.channel === 'link' ? 'report' : input.channel)

  const dockets = await settleItems(op, [obligation.id])
  await nudge(op.tx, 'docket', ...dockets)
  await sendReceipt(op, obligation, receipt)
  await record(op, {
    operation: 'submit-report',
    unitId: obligation.unit_id,
    campaignId: obligation.campaign_id,
    subject: 'report',
    subjectId: reportId,
    detail: { version, channel: input.channel },
  })
  return { receipt, submittedAt: op.asOf, version }
}

const MAX_TEXT = 20_000
const MAX_NAME = 60
const MAX_VALUE = 1e12

function requireWithinLimits(input: SubmitReport): void {
  const problems: FieldProblem[] = []
  if (input.text.length > MAX_TEXT)
    problems.push({ field: 'text', code: 'too-long', facts: { max: MAX_TEXT } })
  if (input.submitterName.length > MAX_NAME)
    problems.push({ field: 'submitterName', code: 'too-long', facts: { max: MAX_NAME } })
  for (const [id, value] of input.values) {
    if (Number.isFinite(value) && value >= 0 && value <= MAX_VALUE) continue
    problems.push({ field: `value-${id}`, code: 'out-of-range', facts: { min: 0, max: MAX_VALUE } })
  }
  if (problems.length > 0) throw new Problem('invalid-input', {}, problems)
}

async function requireComplete(
  op: Op,
  obligation: Obligation,
  campaign: Campaign,
  input: SubmitReport,
): Promise<void> {
  const milestone = await op.tx
    .selectFrom('milestone')
    .select(['lock_on', 'needs_attachment'])
    .where('id', '=', obligation.milestone_id)
    .executeTakeFirstOrThrow()
  const { lock_on: lockOn } = milestone
  if (lockOn !== null && isLocked({ lockAt: endOfDue(lockOn, campaign.zone), asOf: op.asOf })) {
    throw new Problem('milestone-locked', { date: lockOn })
  }
  const files = await op.tx
    .selectFrom('attachment')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('obligation_id', '=', obligation.id)
    .where('report_id', 'is', null)
    .executeTakeFirstOrThrow()
  if (input.text.trim() === '' && input.values.size === 0 && files.n === 0) {
    throw new Problem('report-empty', {}, [{ field: 'text', code: 'report-empty' }])
  }
  if (milestone.needs_attachment && files.n === 0 && obligation.state !== 'returned') {
    throw new Problem('report-needs-attachment', {}, [{ field: 'files', code: 'report-needs-attachment' }])
  }
}

async function latestVersion(op: Op, obligationId: number): Promise<number> {
  const row = await op.tx
    .selectFrom('report')
    .select(({ fn }) => fn.max('version').as('version'))
    .where('obligation_id', '=', obligationId)
    .executeTakeFirst()
  return row?.version ?? 0
}

async function insertReport(
  op: Op,
  obligation: Obligation,
  input: SubmitReport,
  version: number,
  receipt: string,
): Promise<number> {
  await op.tx
    .updateTable('report')
    .set({ state: 'superseded' })
    .where('obligation_id', '=', obligation.id)
    .where('state', '=', 'submitted')
    .execute()
  const { id } = await op.tx
    .insertInto('report')
    .values({
      obligation_id: obligation.id,
      campaign_id: obligation.campaign_id,
      unit_id: obligation.unit_id,
      version,
      text: input.text,
      channel: input.channel,
      submitter_name: input.submitterName,
      submitted_by: op.actor.kind === 'account' ? op.actor.accountId : null,
      submitted_at: op.asOf,
      receipt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (input.values.size > 0) await insertValues(op, obligation, id, input.values)
  await op.tx
    .updateTable('attachment')
    .set({ report_id: id })
    .where('obligation_id', '=', obligation.id)
    .where('report_id', 'is', null)
    .execute()
  return id
}

async function insertValues(
  op: Op,
  obligation: Obligation,
  reportId: number,
  values: ReadonlyMap<number, number>,
): Promise<void> {
  const known = await op.tx
    .selectFrom('target')
    .select('id')
    .where('milestone_id', '=', obligation.milestone_id)
    .execute()
  const ids = new Set(known.map(({ id }) => id))
  const rows = [...values].map(([target_id, value]) => {
    if (!ids.has(target_id))
      throw new Problem('invalid-input', {}, [{ field: `value-${target_id}`, code: 'not-found' }])
    return { report_id: reportId, target_id, unit_id: obligation.unit_id, value }
  })
  await op.tx.insertInto('report_value').values(rows).execute()
}

/** `12-3051-2`: campaign, obligation, version. Short enough to be read out on the telephone. */
function receiptNumber(campaign: Campaign, obligation: Obligation, version: number): string {
  return `${campaign.id}-${obligation.id}-${version}`
}

/** A receipt answers what a person just did, so it goes at once, whatever the hour. */
async function sendReceipt(op: Op, obligation: Obligation, receipt: string): Promise<void> {
  const contact = await op.tx
    .selectFrom('contact')
    .select('id')
    .where('unit_id', '=', obligation.unit_id)
    .where('email', 'is not', null)
    .where((eb) => eb.fn('upper_inf', ['valid']), '=', true)
    .where((eb) => eb.or([eb('campaign_id', 'is', null), eb('campaign_id', '=', obligation.campaign_id)]))
    .$if(op.actor.kind === 'link', (query) =>
      query.where('id', '=', op.actor.kind === 'link' ? op.actor.contactId : 0),
    )
    .orderBy('id')
    .executeTakeFirst()
  if (contact === undefined) return
  await op.tx
    .insertInto('message')
    .values({
      kind: 'receipt',
      unit_id: obligation.unit_id,
      contact_id: contact.id,
      campaign_id: obligation.campaign_id,
      obligation_id: obligation.id,
      slot: op.asOf,
      send_at: op.asOf,
      facts: JSON.stringify({ receipt }),
      created_at: op.asOf,
    })
    .execute()
  await nudgeDelivery(op.tx)
}
