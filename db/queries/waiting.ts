import { sql } from 'kysely'
import type { Tx } from '../connection.ts'
import { latestName } from './names.ts'

/** What waits for a person, and what her unit is called: in the head of every page. */
export interface Waiting {
  unitName: string
  /** Reports that wait for review in what she may see. */
  reports: number
  /** Overdue items to decide. */
  items: number
}

/** @param seats null: all items in sight; else those that these seats hold */
export async function loadWaiting(
  tx: Tx,
  unitId: number,
  seats: readonly { unitId: number; role: string }[] | null,
): Promise<Waiting> {
  const mine =
    seats === null
      ? sql`true`
      : sql`(holder_unit_id, holder_role) in (select * from unnest(
          ${seats.map((seat) => seat.unitId)}::integer[], ${seats.map((seat) => seat.role)}::text[]))`
  const { rows } = await sql<Waiting>`
    select ${latestName(sql`${unitId}::integer`)} as "unitName",
      (select count(*) from report where state = 'submitted') as reports,
      (select count(*) from docket_item where state = 'undecided' and ${mine}) as items`.execute(tx)
  return rows[0] ?? { unitName: '', reports: 0, items: 0 }
}
