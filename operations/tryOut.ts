import { sql } from 'kysely'
import type { Db } from '../db/connection.ts'
import { perform, type Actor, type Op } from './perform.ts'

class Undone extends Error {}

/**
 * Does the work, keeps what it tells, and undoes it: a preview that cannot differ from the real thing.
 * @throws whatever the work throws
 */
export async function tryOut<A extends Actor, T extends object>(
  db: Db,
  actor: A,
  work: (op: Op<A>) => Promise<T>,
): Promise<T> {
  const told: T[] = []
  try {
    await perform(db, actor, async (op) => {
      told.push(await work(op))
      throw new Undone()
    })
  } catch (error) {
    const [result] = told
    if (error instanceof Undone && result !== undefined) return result
    throw error
  }
  throw new Error('nothing was tried')
}

/** How many mails this very transaction has written. */
export async function newMails(op: Op): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from message where xmin = pg_current_xact_id()::xid`.execute(op.tx)
  return rows[0]?.n ?? 0
}
