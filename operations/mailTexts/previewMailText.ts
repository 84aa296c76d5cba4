import { DateTime } from 'luxon'
import {
  findPreviewUnit,
  listPreviewCampaigns,
  loadPreviewNotice,
  loadPreviewObligations,
  unitsBeside,
  type PreviewCampaign,
  type PreviewUnit,
} from '../../db/queries/mailTextPreview.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import type { MailText } from '../../domain/mailText.ts'
import type { MailContent } from '../../domain/message.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, instantAt, type Instant } from '../../domain/time.ts'
import { requireRole, type Op } from '../perform.ts'
import { previewContent, previewDay, type MailTextSample, type PreviewFacts } from './previewContent.ts'
import { requireMailText, type WhichText } from './saveMailText.ts'

export interface MailTextPreview {
  campaigns: PreviewCampaign[]
  campaignId: number | null
  /** Null: no unit of the campaign is called so. */
  unit: PreviewUnit | null
  /** The moment at which this mail would go to the unit. */
  at: Instant
  zone: string
  content: MailContent
}

/** A docket tells of several units. */
const DOCKET_UNITS = 3

/**
 * The mail that a unit of a campaign would get with these words, at the moment at which that kind of mail goes. Nothing is
 * kept and nothing is sent. Before the first campaign, and for a unit that is not found, it is made up.
 * @param input.unit its code or a part of its name; '' for one that Duban chooses
 * @throws Problem not-allowed, invalid-input
 */
export async function previewMailText(
  op: Op,
  input: WhichText & {
    text: MailText | null
    campaignId: number | null
    unit: string
    sample: MailTextSample
  },
): Promise<MailTextPreview> {
  requireRole(op, 'coordinator', 'administrator')
  const text = input.text === null ? null : requireMailText(input.kind, input.text)
  const campaigns = await listPreviewCampaigns(op.tx)
  const campaignId = input.campaignId ?? campaigns[0]?.id ?? null
  const time = await loadWorkingTime(op.tx)
  const unit = campaignId === null ? null : await findPreviewUnit(op.tx, campaignId, input.unit.trim())
  const facts = await loadFacts(op, input, campaignId, unit)
  const day = previewDay(input.kind, facts, time, dateIn(time.sending.zone, op.asOf))
  const at = instantAt(day, time.sending.times[0] ?? '09:00', time.sending.zone)
  const content = previewContent(input.kind, facts, {
    calendar: time.calendar,
    day,
    asOf: DateTime.fromJSDate(at, { zone: time.sending.zone }).toISO() ?? '',
  })
  return {
    campaigns,
    campaignId,
    unit,
    at,
    zone: time.sending.zone,
    content: { ...content, language: input.language, ...(text === null ? {} : { text }) },
  }
}

async function loadFacts(
  op: Op,
  { kind, sample }: WhichText & { sample: MailTextSample },
  campaignId: number | null,
  unit: PreviewUnit | null,
): Promise<PreviewFacts> {
  const base = { personName: op.actor.name, sample }
  if (campaignId === null) return { ...base, unitName: null, notice: null, obligations: [] }
  const notice = await loadPreviewNotice(op.tx, campaignId)
  if (notice === null) throw new Problem('not-found')
  const unitIds =
    unit === null
      ? []
      : kind === 'docket'
        ? await unitsBeside(op.tx, { campaignId, unitId: unit.id, most: DOCKET_UNITS })
        : [unit.id]
  const obligations = await loadPreviewObligations(op.tx, { campaignId, unitIds })
  return { ...base, unitName: unit?.name ?? null, notice, obligations }
}
