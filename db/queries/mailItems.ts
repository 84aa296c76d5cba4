import { sql, type RawBuilder, type Selectable } from 'kysely'
import { workingDaysPast, workingDaysUntil } from '../../domain/calendar.ts'
import type { MailItem } from '../../domain/message.ts'
import type { Duty } from '../../domain/plan.ts'
import type { LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { MessageTable } from '../tables/delivery.ts'
import type { MailBatch } from './mailBatch.ts'

type Row = Selectable<MessageTable>

export interface MailItems {
  of(row: Row): MailItem[]
  /** The campaign that a mail speaks for: its own, or that of the first thing it reminds of. */
  campaignOf(row: Row): number | null
}

interface ItemRow {
  message_id: number
  campaign_id: number
  duty: Duty
  what: string | null
  number: string
  title: string
  due_on: LocalDate | null
  acknowledged: boolean
  link_id: number
  generation: number
}

/** The obligations that each mail of a batch is about, and that it still makes sense to write about. */
export async function loadMailItems(tx: Tx, batch: MailBatch, today: LocalDate): Promise<MailItems> {
  const ids = batch.rows.map(({ id }) => id)
  const { rows } = await sql<ItemRow>`
    select m.id as message_id, o.campaign_id, o.duty, s.what, n.number, n.title, o.due_on,
      a.acknowledged_at is not null as acknowledged, l.id as link_id, t.generation
    from message m
    join contact t on t.id = m.contact_id
    cross join lateral (${relevant}) o
    join assignment a on a.id = o.assignment_id
    join campaign c on c.id = o.campaign_id
    join notice n on n.id = c.notice_id
    join link l on l.contact_id = m.contact_id and l.campaign_id = o.campaign_id
    left join milestone s on s.id = o.milestone_id
    where m.id = any(${ids}::bigint[])
    order by m.id, o.due_on nulls last, o.id`.execute(tx)
  const byMessage = new Map<number, ItemRow[]>()
  for (const row of rows) byMessage.set(row.message_id, [...(byMessage.get(row.message_id) ?? []), row])
  return {
    of: (row) => (byMessage.get(row.id) ?? []).map((item) => toItem(item, batch, today)),
    campaignOf: (row) => row.campaign_id ?? byMessage.get(row.id)?.[0]?.campaign_id ?? null,
  }
}

const outstanding = sql`x.state in ('expected', 'returned')`
const running = sql`exists (select from campaign k where k.id = x.campaign_id and k.state = 'open' and k.paused_at is null)`

/**
 * An issue mail and a link tell all that the unit owes, a reminder what its slot reminds of, the rest one obligation.
 * A reminder for a date that has been moved since is none.
 */
const relevant: RawBuilder<unknown> = sql`
  select x.* from obligation x
    where m.kind = 'issue' and x.campaign_id = m.campaign_id and x.unit_id = m.unit_id and ${outstanding} and ${running}
  union all
  select x.* from obligation x
    where m.kind = 'link' and x.campaign_id = m.campaign_id and x.unit_id = m.unit_id and x.state <> 'withdrawn'
  union all
  select x.* from obligation x
    where m.kind = 'reminder' and ${outstanding} and ${running} and (x.id, x.due_version) in (
      select r.obligation_id, r.due_version from reminder r where r.unit_id = m.unit_id and r.slot = m.slot)
  union all
  select x.* from obligation x
    where m.kind not in ('issue', 'link', 'reminder') and x.id = m.obligation_id
      and (m.kind <> 'urge' or (${outstanding} and ${running}))
      and (m.kind <> 'returned' or (x.state = 'returned' and ${running}))`

function toItem(row: ItemRow, batch: MailBatch, today: LocalDate): MailItem {
  const past = row.due_on !== null && row.due_on < today
  return {
    campaignId: row.campaign_id,
    duty: row.duty,
    what: row.what ?? '',
    number: row.number,
    title: row.title,
    dueOn: row.due_on,
    daysLeft: row.due_on === null || past ? null : workingDaysUntil(batch.calendar, today, row.due_on),
    daysPast: row.due_on !== null && past ? workingDaysPast(batch.calendar, row.due_on, today) : null,
    acknowledged: row.acknowledged,
    link: { linkId: row.link_id, generation: row.generation },
  }
}
