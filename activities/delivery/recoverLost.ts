import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'

/** A mail whose sender was lost so often may be what ends it: then a person decides. */
const MOST_ATTEMPTS = 8

/**
 * Mails whose sender is gone: nobody knows whether they went, and most of a claim had not begun. They are sent once
 * more, unchanged, with the same Message-ID, however often that happens: a crash may cost a second copy, never a mail.
 * (Only a mail server that twice gives no answer to the very mail leaves it to a person.) A lease runs on real time,
 * the one exception to the installation's clock.
 */
export async function recoverLost(db: Db): Promise<void> {
  await sql`
    update message set state = 'uncertain', uncertain_times = case when attempts >= ${MOST_ATTEMPTS} then 2 else greatest(uncertain_times, 1) end,
      claim_token = null, lease_until = null
    where state = 'sending' and lease_until < now()`.execute(db)
}
