import { sql } from 'kysely'
import { DateTime } from 'luxon'
import { setTimeout as sleep } from 'node:timers/promises'
import { isUnavailable } from '../../db/errors.ts'
import type { Db } from '../../db/connection.ts'
import { quiet } from '../../cli/demo/quiet.ts'

export const ZONE = 'Asia/Shanghai'
export const local = (text: string): DateTime => DateTime.fromISO(text, { zone: ZONE })

/** Longest real time that what is due may take to get done, kills and restarts included. */
const SETTLE_MS = 240_000

/** The database as the harness sees it: one that was just killed is asked again. */
export async function patiently<T>(work: () => Promise<T>, withinMs = 60_000): Promise<T> {
  for (const end = Date.now() + withinMs; ; await sleep(100)) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > end || !isUnavailable(error)) throw error
    }
  }
}

/** Waits until nothing that is due is left undone. */
export async function settled(owner: Db, withinMs = SETTLE_MS): Promise<void> {
  const end = Date.now() + withinMs
  await patiently(() => quiet(owner, Math.max(1, end - Date.now())), withinMs)
}

/** The next time at which anything is due, up to `to`: one that is slept past is a time that was never lived. */
export async function nextMoment(owner: Db, from: DateTime, to: DateTime): Promise<DateTime> {
  const after = from.toJSDate()
  const { rows } = await patiently(() =>
    sql<{ at: Date | null }>`
      select least(
        (select min(next_moment_at) from campaign where state in ('issuing', 'open') and next_moment_at > ${after}),
        (select min(next_moment_at) from docket where closed_at is null and next_moment_at > ${after}),
        (select min(slot) from mail_slot where composed_at is null and slot > ${after}),
        (select min(send_at) from message where state in ('created', 'temporary_failure', 'uncertain') and send_at > ${after})
      ) as at`.execute(owner),
  )
  const opening = from
    .plus({ days: from.hour < 8 ? 0 : 1 })
    .startOf('day')
    .plus({ hours: 8, seconds: 1 })
  const at = rows[0]?.at ?? null
  const due = at === null ? to : DateTime.fromJSDate(at, { zone: ZONE }).plus({ milliseconds: 5 })
  return DateTime.min(due, opening, to)
}
