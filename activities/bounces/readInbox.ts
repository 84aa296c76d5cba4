import { z } from 'zod'
import { currentTime } from '../../db/clock.ts'
import type { Db } from '../../db/connection.ts'
import { beat } from '../../db/queries/condition.ts'
import type { BounceOutcome } from '../../db/tables/mailText.ts'
import { readBounce } from '../../mail/bounces/readBounce.ts'
import type { Inbox, InboxPlace } from '../../mail/inbox/inbox.ts'
import { forgiveBounced, recordBounce } from './recordBounce.ts'

const KEY = 'inbox'
const placeSchema = z.object({ validity: z.string(), uid: z.number().int() })

/**
 * Reads what came into the mailbox since it was read last, and writes down the bounces among it. Several may read at
 * once: each bounce is written once.
 * @returns what became of the bounces that were new
 * @throws when the mailbox cannot be reached
 */
export async function readInbox(db: Db, inbox: Inbox): Promise<BounceOutcome[]> {
  const outcomes: BounceOutcome[] = []
  const before = await loadPlace(db)
  const place = await inbox.read(before, async (raw) => {
    const bounce = await readBounce(raw)
    if (bounce === null) return 'next'
    const outcome = await recordBounce(db, bounce, await currentTime(db))
    if (outcome === null) return 'stop'
    if (outcome !== 'known') outcomes.push(outcome)
    return 'next'
  })
  if (place.uid !== before?.uid || place.validity !== before.validity) await savePlace(db, place)
  await forgiveBounced(db, await currentTime(db))
  await beat(db, 'imap')
  return outcomes
}

async function loadPlace(db: Db): Promise<InboxPlace | null> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', KEY).executeTakeFirst()
  return row === undefined ? null : placeSchema.parse(row.value)
}

async function savePlace(db: Db, place: InboxPlace): Promise<void> {
  const value = JSON.stringify(place)
  await db
    .insertInto('setting')
    .values({ key: KEY, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}
