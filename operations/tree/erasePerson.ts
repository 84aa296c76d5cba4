import { sql } from 'kysely'
import type { Db, Tx } from '../../db/connection.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, type Instant } from '../../domain/time.ts'
import { requireReason, requireRole, type Op } from '../perform.ts'
import { record } from '../record.ts'

/** Stands where a name stood; the record stays, and says no more who it was. */
const ERASED = '—'

/**
 * Takes what is personal out of the record of a contact: name, address, telephone, what was written to her. That her
 * unit acknowledged and reported stays. Her links end.
 * @throws Problem not-allowed, not-found, reason-needed
 */
export async function eraseContact(op: Op, input: { contactId: number; reason: string }): Promise<void> {
  requireRole(op, 'administrator')
  const reason = requireReason(input.reason)
  const contact = await op.tx
    .selectFrom('contact')
    .select(['id', 'unit_id'])
    .where('id', '=', input.contactId)
    .forUpdate()
    .executeTakeFirst()
  if (contact === undefined) throw new Problem('not-found')
  const { zone } = await loadInstallation(op.tx)
  await sql`
    update contact set valid = daterange(lower(valid), greatest(${dateIn(zone, op.asOf)}::date, lower(valid) + 1))
    where id = ${contact.id} and upper_inf(valid)`.execute(op.tx)
  await eraseContacts(op.tx, [contact.id])
  await record(op, {
    operation: 'erase-contact',
    unitId: contact.unit_id,
    subject: 'contact',
    subjectId: contact.id,
    reason,
  })
}

/** The name under which a report came in is hers where no other contact of the unit had the same. */
async function eraseContacts(tx: Db | Tx, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update report r set submitter_name = ${ERASED} from contact c
    where c.id = any(${ids}::integer[]) and r.unit_id = c.unit_id and r.submitter_name = c.name and r.channel <> 'account'`.execute(
    tx,
  )
  await sql`
    update message set address = null, content = null
    where contact_id = any(${ids}::integer[]) and state in ('sent', 'permanent_failure', 'cancelled')`.execute(
    tx,
  )
  await sql`
    update contact set name = ${ERASED} || ' ' || id, email = null, telephone = null, generation = generation + 1
    where id = any(${ids}::integer[])`.execute(tx)
}

/** Persons erased in one round; the next takes the rest. */
const AT_ONCE = 1000

/**
 * What the installation says is not to be kept for ever: persons whose term ended, and what was written in campaigns that
 * ended, so many months ago.
 * @returns how many persons and mails were erased
 */
export async function eraseWhatHasHadItsTime(
  db: Db,
  asOf: Instant,
): Promise<{ persons: number; mails: number }> {
  const { retentionMonths: months, zone } = await loadInstallation(db)
  if (months === null) return { persons: 0, mails: 0 }
  const today = dateIn(zone, asOf)
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      select id from contact where upper(valid) < ${today}::date - make_interval(months => ${months})
        and name not like ${`${ERASED} %`} order by id limit ${AT_ONCE}`.execute(tx)
    await eraseContacts(
      tx,
      rows.map(({ id }) => id),
    )
    const accounts = await sql`
      update account set name = ${ERASED} || ' ' || id, email = null, telephone = null, password_hash = null
      where upper(valid) < ${today}::date - make_interval(months => ${months}) and name not like ${`${ERASED} %`}`.execute(
      tx,
    )
    const mails = await sql`
      update message m set address = null, content = null from campaign c
      where c.id = m.campaign_id and c.ended_at < ${asOf}::timestamptz - make_interval(months => ${months})
        and m.content is not null and m.state in ('sent', 'permanent_failure', 'cancelled')`.execute(tx)
    return {
      persons: rows.length + Number(accounts.numAffectedRows ?? 0n),
      mails: Number(mails.numAffectedRows ?? 0n),
    }
  })
}
