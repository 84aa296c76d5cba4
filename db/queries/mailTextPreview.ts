import { sql } from 'kysely'
import type { Duty } from '../../domain/plan.ts'
import type { LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import { latestName } from './names.ts'
import { foundBy } from './unitSearch.ts'

export interface PreviewCampaign {
  id: number
  title: string
}

const MOST_CAMPAIGNS = 40

/** Campaigns that a mail may be tried on, the latest first. */
export async function listPreviewCampaigns(tx: Tx): Promise<PreviewCampaign[]> {
  const { rows } = await sql<PreviewCampaign>`
    select c.id, n.title from campaign c join notice n on n.id = c.notice_id
    order by c.issued_at desc, c.id desc limit ${MOST_CAMPAIGNS}`.execute(tx)
  return rows
}

export interface PreviewUnit {
  id: number
  code: string
  name: string
}

/** A unit of the campaign by what was typed of its name or code; without words the first that gets mail. */
export async function findPreviewUnit(tx: Tx, campaignId: number, q: string): Promise<PreviewUnit | null> {
  const { rows } = await sql<PreviewUnit>`
    select u.id, u.code, ${latestName(sql`u.id`)} as name
    from assignment a join unit u on u.id = a.unit_id
    where a.campaign_id = ${campaignId} and ${foundBy(q)}
    order by u.code = ${q} desc, exists (
      select from contact k where k.unit_id = u.id and k.email is not null and upper_inf(k.valid)) desc, u.code
    limit 1`.execute(tx)
  return rows[0] ?? null
}

export interface PreviewNotice {
  title: string
  number: string
  issuerName: string
  contactNames: string
  contactTelephone: string
}

export async function loadPreviewNotice(tx: Tx, campaignId: number): Promise<PreviewNotice | null> {
  const { rows } = await sql<PreviewNotice>`
    select n.title, n.number, n.issuer_name as "issuerName", n.contact_names as "contactNames",
      n.contact_telephone as "contactTelephone"
    from campaign c join notice n on n.id = c.notice_id where c.id = ${campaignId}`.execute(tx)
  return rows[0] ?? null
}

export interface PreviewObligation {
  unitName: string
  duty: Duty
  what: string
  dueOn: LocalDate | null
  acknowledged: boolean
  reminders: number
}

/** What units of a campaign owe or owed, whatever became of it: a mail is tried on it as if it were still to do. */
export async function loadPreviewObligations(
  tx: Tx,
  { campaignId, unitIds }: { campaignId: number; unitIds: readonly number[] },
): Promise<PreviewObligation[]> {
  const { rows } = await sql<PreviewObligation>`
    select ${latestName(sql`o.unit_id`)} as "unitName", o.duty, coalesce(m.what, '') as what, o.due_on as "dueOn",
      a.acknowledged_at is not null as acknowledged,
      (select count(*) from reminder r where r.obligation_id = o.id) as reminders
    from obligation o join assignment a on a.id = o.assignment_id left join milestone m on m.id = o.milestone_id
    where o.campaign_id = ${campaignId} and o.unit_id = any(${unitIds}::integer[])
    order by o.due_on nulls last, o.unit_id, o.id`.execute(tx)
  return rows
}

/** Some units of a campaign, beginning with one, for a list that is read by whoever supervises them. */
export async function unitsBeside(
  tx: Tx,
  { campaignId, unitId, most }: { campaignId: number; unitId: number; most: number },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select a.unit_id as id from assignment a where a.campaign_id = ${campaignId}
    order by a.unit_id = ${unitId} desc, a.unit_id limit ${most}`.execute(tx)
  return rows.map(({ id }) => id)
}
