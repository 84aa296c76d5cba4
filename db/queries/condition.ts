import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../connection.ts'

const count = z.number().int().nonnegative()
const conditionSchema = z.object({
  /** Real seconds since a part last said that it is alive, by part. */
  silentSeconds: z.record(z.string(), z.number()),
  /** Campaigns whose next moment is more than a minute past. */
  momentsLate: count,
  latestMomentSeconds: z.number(),
  outbox: count,
  outboxSeconds: z.number(),
  mails: z.record(z.string(), count),
  /** Mails of unknown fate that wait for a person. */
  mailsPerson: count,
  itemsByLevel: z.record(z.string(), count),
  campaignsOpen: count,
  mailHeld: z.boolean(),
})

export type Condition = z.infer<typeof conditionSchema>

/** How the installation is, as counts; needs no scope, since nothing in it is anybody's. */
export async function loadCondition(db: Db): Promise<Condition> {
  const { rows } = await sql<{ condition: unknown }>`select installation_condition() as condition`.execute(db)
  return conditionSchema.parse(rows[0]?.condition)
}

/** A part says that it is alive. */
export async function beat(db: Db, part: 'worker' | 'temporal' | 'imap'): Promise<void> {
  await sql`
    insert into heartbeat (part, at) values (${part}, clock_timestamp())
    on conflict (part) do update set at = excluded.at`.execute(db)
}
