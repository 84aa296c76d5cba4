import { sql } from 'kysely'
import { inTransaction, type Db, type Tx } from '../../db/connection.ts'
import { seatsOn } from '../../db/queries/seats.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { dateIn, type Instant } from '../../domain/time.ts'

/** How long a slot waits for campaigns that have not swept yet. */
const LONGEST_WAIT_MS = 5 * 60_000

/**
 * Makes the mails of the slots that have come: one for each contact with something to be reminded of, over all
 * campaigns, and one for each supervisor with something new in her dockets or in those that she minds as a deputy. A slot waits for the campaigns that are
 * due in it, five minutes at most.
 */
export async function composeSlots(db: Db, asOf: Instant): Promise<void> {
  const waiting = await db
    .selectFrom('mail_slot')
    .select('slot')
    .where('composed_at', 'is', null)
    .where('slot', '<=', asOf)
    .orderBy('slot')
    .execute()
  for (const { slot } of waiting) {
    if (asOf.getTime() - slot.getTime() < LONGEST_WAIT_MS && (await someCampaignIsToSweep(db, slot))) continue
    await inTransaction(db, 'compose-slot', (tx) => composeSlot(tx, slot, asOf))
  }
}

async function someCampaignIsToSweep(db: Db, slot: Instant): Promise<boolean> {
  const row = await db
    .selectFrom('campaign')
    .select('id')
    .where('state', 'in', ['issuing', 'open'])
    .where('paused_at', 'is', null)
    .where('next_moment_at', '<=', slot)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function composeSlot(tx: Tx, slot: Instant, asOf: Instant): Promise<void> {
  const claimed = await tx
    .updateTable('mail_slot')
    .set({ composed_at: asOf })
    .where('slot', '=', slot)
    .where('composed_at', 'is', null)
    .returning('slot')
    .executeTakeFirst()
  if (claimed === undefined) return
  await sql`
    insert into message (kind, unit_id, contact_id, slot, send_at, created_at)
    select distinct 'reminder', c.unit_id, c.id, ${slot}::timestamptz, ${slot}::timestamptz, ${asOf}::timestamptz
    from reminder r join contact c on c.unit_id = r.unit_id
    where r.slot = ${slot} and c.email is not null and upper_inf(c.valid)
    on conflict (contact_id, slot) where kind = 'reminder' do nothing`.execute(tx)
  const { zone } = await loadInstallation(tx)
  await sql`
    insert into message (kind, unit_id, account_id, slot, send_at, created_at)
    select distinct 'docket', s.unit_id, s.filler_id, ${slot}::timestamptz, ${slot}::timestamptz, ${asOf}::timestamptz
    from docket_item i join ${seatsOn(dateIn(zone, asOf))} s on s.unit_id = i.holder_unit_id and s.role = i.holder_role
    where i.state = 'undecided' and i.notify_slot = ${slot}
    on conflict (account_id, slot) where kind = 'docket' do nothing`.execute(tx)
}
