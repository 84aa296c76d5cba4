import { sql } from 'kysely'
import type { Instant } from '../domain/time.ts'
import type { Db, Tx } from './connection.ts'

/** The installation's time: PostgreSQL's, moved by what a demo or a test has shifted and skipped. */
export async function currentTime(db: Db | Tx): Promise<Instant> {
  const { rows } = await sql<{ at: Date }>`select duban_now() as at`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('duban_now() gave no row')
  return row.at
}

/** The installation's time at a moment of Temporal's clock, which knows of skipped time but of no shift. */
export async function asOfTemporal(db: Db, temporalMs: number): Promise<Instant> {
  const { shift_ms } = await db.selectFrom('clock').select('shift_ms').executeTakeFirstOrThrow()
  return new Date(temporalMs + shift_ms)
}

/** Moves the clock: a fixed shift into another year, and the time that Temporal's test server has skipped. */
export async function moveClock(db: Db, change: { shiftMs?: number; skippedMs?: number }): Promise<void> {
  await db
    .updateTable('clock')
    .set({
      ...(change.shiftMs === undefined ? {} : { shift_ms: Math.round(change.shiftMs) }),
      ...(change.skippedMs === undefined ? {} : { skipped_ms: Math.round(change.skippedMs) }),
    })
    .execute()
}
