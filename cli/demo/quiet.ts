import { sql } from 'kysely'
import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../../db/connection.ts'

/**
 * Waits until nothing that is due is left: the outbox is empty, the notice is with its units, what is due has been
 * swept, no mail that may go now waits. Time must not skip past work that somebody has just asked for.
 */
export async function quiet(owner: Db, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs
  for (let calm = 0; calm < 2;) {
    calm = (await hasWork(owner)) ? 0 : calm + 1
    if (Date.now() > deadline) throw new Error('work is left that does not get done')
    await pause(25)
  }
}

async function hasWork(owner: Db): Promise<boolean> {
  const { rows } = await sql<{ work: boolean }>`
    select exists (select from outbox)
      or exists (select from campaign where state = 'issuing' or (state in ('closed', 'cancelled') and result is null))
      or exists (select from campaign where state = 'open' and paused_at is null and next_moment_at <= duban_now())
      or exists (
        select from docket d join campaign c on c.id = d.campaign_id
        where d.closed_at is null and c.state = 'open' and c.paused_at is null and d.next_moment_at <= duban_now())
      or exists (
        select from message m left join campaign c on c.id = m.campaign_id
        where m.state in ('created', 'sending') and m.send_at <= duban_now() - interval '1 millisecond' and c.paused_at is null
          and (m.kind in ('receipt', 'link', 'sign_in') or c.urgent or (
            (duban_now() at time zone 'Asia/Shanghai')::time between '08:00' and '19:59'
            and not exists (select from calendar_day d where d.date = (duban_now() at time zone 'Asia/Shanghai')::date and not d.working)
            and (extract(isodow from duban_now() at time zone 'Asia/Shanghai') < 6 or exists (
              select from calendar_day d where d.date = (duban_now() at time zone 'Asia/Shanghai')::date and d.working)))))
      as work`.execute(owner)
  return rows[0]?.work ?? false
}
