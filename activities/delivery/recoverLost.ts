import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'

/**
 * Mails whose sender is gone: nobody knows whether they went. They are sent once more, unchanged, with the same
 * Message-ID; after that a person decides. A lease runs on real time, the one exception to the installation's clock.
 */
export async function recoverLost(db: Db): Promise<void> {
  await sql`
    update message set state = 'uncertain', uncertain_times = uncertain_times + 1, claim_token = null, lease_until = null
    where state = 'sending' and lease_until < now()`.execute(db)
}
