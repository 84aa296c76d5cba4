import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'

/** For so long the mails of a sender that is gone are left alone. While it lives it renews, however long a mail takes. */
export const LEASE_SECONDS = 30
const RENEW_MS = (LEASE_SECONDS / 3) * 1000

/** The right to send what was claimed. */
export interface Lease {
  /** No once it could not be renewed in time: then somebody else may be at it. */
  isOn(): boolean
  /** Must be called; until then it is renewed. */
  end(): void
}

/**
 * Holds on to the mails of a claim. Measured by the process's own uptime, so that a clock that is set forward or back
 * takes no mail away from its sender.
 * @param claimedAtMs performance.now() before the claim was made
 */
export function keepLease(db: Db, claimToken: string, claimedAtMs: number): Lease {
  let until = claimedAtMs + LEASE_SECONDS * 1000
  const renew = async (): Promise<void> => {
    const from = performance.now()
    const renewed = await sql`
      update message set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
      where claim_token = ${claimToken} and state = 'sending'`.execute(db)
    if (renewed.numAffectedRows !== 0n) until = from + LEASE_SECONDS * 1000
  }
  const timer = setInterval(() => {
    // A renewal that fails is made up for by the next one, or the lease ends.
    renew().catch(() => undefined)
  }, RENEW_MS)
  return {
    isOn: () => performance.now() < until,
    end: () => clearInterval(timer),
  }
}
