import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../domain/time.ts'
import type { MailFacts } from '../../domain/why.ts'
import type { Tx } from '../connection.ts'
import type { MessageState } from '../tables/delivery.ts'
import { latestName } from './names.ts'
import { mailFactColumns } from './why/mails.ts'

export const mailFilters = ['failed', 'waiting', 'sent', 'cancelled', 'all'] as const
export type MailFilter = (typeof mailFilters)[number]

export interface MailLine extends Omit<MailFacts, 'things'> {
  id: number
  unitId: number
  unitName: string
  personName: string | null
  address: string | null
  at: Instant
  /** How often nobody knew whether it went. */
  uncertainTimes: number
  error: string | null
  remedy: string | null
}

const statesOf: Record<MailFilter, readonly MessageState[] | null> = {
  failed: ['permanent_failure', 'uncertain'],
  waiting: ['created', 'sending', 'temporary_failure'],
  sent: ['sent'],
  cancelled: ['cancelled'],
  all: null,
}

/** Mails of a campaign. A reminder speaks for several campaigns; it belongs to each whose ledger it carries. */
export function ofCampaign(campaignId: number): RawBuilder<unknown> {
  return sql`(m.campaign_id = ${campaignId} or (m.kind = 'reminder' and m.contact_id is not null and exists (
    select from reminder r where r.campaign_id = ${campaignId} and r.unit_id = m.unit_id and r.slot = m.slot)))`
}

export async function listMails(
  tx: Tx,
  campaignId: number,
  filter: MailFilter,
  page: { limit: number; offset: number },
): Promise<{ lines: MailLine[]; counts: Record<MailFilter, number> }> {
  const states = statesOf[filter]
  const { rows } = await sql<MailLine>`
    select m.id, m.kind, m.state, m.unit_id as "unitId", ${latestName(sql`m.unit_id`)} as "unitName",
      coalesce((select name from contact where id = m.contact_id), (select name from account where id = m.account_id)) as "personName",
      coalesce(m.address, (select email from contact where id = m.contact_id)) as address,
      coalesce(m.finished_at, m.send_at) as at, m.uncertain_times as "uncertainTimes", m.error, m.remedy,
      ${mailFactColumns}
    from message m where ${ofCampaign(campaignId)} and (${states === null} or m.state = any(${states ?? []}::text[]))
    order by m.id desc limit ${page.limit} offset ${page.offset}`.execute(tx)
  const counted = await sql<{ state: MessageState; n: number }>`
    select m.state, count(*) as n from message m where ${ofCampaign(campaignId)} group by 1`.execute(tx)
  const count = (wanted: readonly MessageState[] | null): number =>
    counted.rows.reduce((sum, { state, n }) => sum + (wanted === null || wanted.includes(state) ? n : 0), 0)
  return {
    lines: rows,
    counts: {
      failed: count(statesOf.failed),
      waiting: count(statesOf.waiting),
      sent: count(statesOf.sent),
      cancelled: count(statesOf.cancelled),
      all: count(null),
    },
  }
}
