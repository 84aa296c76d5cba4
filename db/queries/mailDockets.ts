import { sql } from 'kysely'
import { workingDaysPast } from '../../domain/calendar.ts'
import type { MailDocketItem } from '../../domain/message.ts'
import type { Duty } from '../../domain/plan.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { MailBatch } from './mailBatch.ts'
import { seatsOn } from './seats.ts'

interface Docket {
  items: MailDocketItem[]
  /** The earliest day on which an item climbs, undecided. */
  climbsOn: LocalDate | null
}

interface ItemRow {
  message_id: number
  item_id: number
  unit_name: string
  what: string | null
  duty: Duty
  title: string
  due_on: LocalDate
  reminders: number
  acknowledged: boolean
  wait_ends_at: Date | null
}

/**
 * What a supervisor has before her, by docket mail: the undecided items of every seat that she fills today, provided
 * that one of them is new in this slot.
 */
export async function loadDockets(tx: Tx, batch: MailBatch, today: LocalDate): Promise<Map<number, Docket>> {
  const ids = batch.rows.filter(({ kind }) => kind === 'docket').map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const seats = seatsOn(today)
  const { rows } = await sql<ItemRow>`
    select m.id as message_id, i.id as item_id, s.what, o.duty, n.title, o.due_on, a.acknowledged_at is not null as acknowledged, i.wait_ends_at,
      (select p.name from placement p where p.unit_id = i.unit_id order by lower(p.valid) desc limit 1) as unit_name,
      (select count(*) from reminder r where r.obligation_id = o.id) as reminders
    from message m
    join lateral (select distinct s.unit_id, s.role from ${seats} s where m.account_id in (s.filler_id, s.holder_id)) h on true
    join docket_item i on i.holder_unit_id = h.unit_id and i.holder_role = h.role and i.state = 'undecided'
    join campaign c on c.id = i.campaign_id and c.state = 'open' and c.paused_at is null
    join notice n on n.id = c.notice_id
    join obligation o on o.id = i.obligation_id
    join assignment a on a.id = o.assignment_id
    left join milestone s on s.id = o.milestone_id
    where m.id = any(${ids}::bigint[]) and i.snoozed_until is null and exists (
      select from docket_item x join ${seats} y on y.unit_id = x.holder_unit_id and y.role = x.holder_role
      where m.account_id in (y.filler_id, y.holder_id) and x.state = 'undecided' and x.notify_slot = m.slot)
    order by m.id, o.due_on, i.id`.execute(tx)
  const dockets = new Map<number, Docket>()
  for (const row of rows) {
    const docket = dockets.get(row.message_id) ?? { items: [], climbsOn: null }
    docket.items.push({
      itemId: row.item_id,
      unitName: row.unit_name,
      what: row.what ?? '',
      duty: row.duty,
      title: row.title,
      daysPast: workingDaysPast(batch.calendar, row.due_on, today),
      reminders: row.reminders,
      acknowledged: row.acknowledged,
    })
    docket.climbsOn = earlier(docket.climbsOn, row.wait_ends_at, batch.calendar.zone)
    dockets.set(row.message_id, docket)
  }
  return dockets
}

function earlier(day: LocalDate | null, at: Date | null, zone: string): LocalDate | null {
  if (at === null) return day
  const candidate = dateIn(zone, at)
  return day === null || candidate < day ? candidate : day
}
