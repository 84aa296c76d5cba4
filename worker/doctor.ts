import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { Db } from '../db/connection.ts'
import { loadCondition } from '../db/queries/condition.ts'
import { loadSoundness, rebuildClosure } from '../db/queries/soundness.ts'
import { rebuildTally } from '../db/queries/tallyKeeping.ts'
import { loadWorkingTime } from '../db/queries/workingTime.ts'
import { currentTime } from '../db/clock.ts'
import { dateIn } from '../domain/time.ts'
import { deliverOutbox } from './deliverOutbox.ts'
import { ensureRuns, runsThatShouldExist } from './keeper.ts'

export const findings = [
  'temporal-unreachable',
  'worker-silent',
  'runs-missing',
  'outbox-old',
  'moments-late',
  'mails-lost',
  'mails-for-a-person',
  'mail-held',
  'closure-differs',
  'counts-differ',
  'items-settled',
  'debts-withdrawn',
  'year-not-announced',
] as const
export type FindingCode = (typeof findings)[number]

export interface Finding {
  code: FindingCode
  n: number
  /** Whether `repair` mends it; the others want a person. */
  mends: boolean
}

const SILENT_SECONDS = 90
const OUTBOX_SECONDS = 60

/**
 * Compares the facts with one another and with the runs that should exist.
 * @param client null: Temporal does not answer
 * @returns what is amiss, nothing when all is well
 */
export async function examine(db: Db, client: Client | null): Promise<Finding[]> {
  const condition = await loadCondition(db)
  const soundness = await loadSoundness(db)
  const missing = client === null ? 0 : await missingRuns(db, client)
  const silent = condition.silentSeconds['worker'] ?? Number.POSITIVE_INFINITY
  const found: [FindingCode, number, boolean][] = [
    ['temporal-unreachable', client === null ? 1 : 0, false],
    ['worker-silent', silent > SILENT_SECONDS ? 1 : 0, false],
    ['runs-missing', missing, true],
    ['outbox-old', condition.outboxSeconds > OUTBOX_SECONDS ? condition.outbox : 0, true],
    ['moments-late', soundness.lateMoments, true],
    ['mails-lost', soundness.lostMails, true],
    ['mails-for-a-person', condition.mailsPerson, false],
    ['mail-held', condition.mailHeld ? 1 : 0, false],
    ['closure-differs', soundness.closure, true],
    ['counts-differ', soundness.counts, true],
    ['items-settled', soundness.settledItems, true],
    ['debts-withdrawn', soundness.withdrawnDebts, false],
    ['year-not-announced', await unannouncedYears(db), false],
  ]
  return found.filter(([, n]) => n > 0).map(([code, n, mends]) => ({ code, n, mends }))
}

async function missingRuns(db: Db, client: Client): Promise<number> {
  const starts = await runsThatShouldExist(db)
  const running = await Promise.all(
    starts.map(async ({ workflowId }) => {
      try {
        const { status } = await client.workflow.getHandle(workflowId).describe()
        return status.name === 'RUNNING'
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false
        throw error
      }
    }),
  )
  return running.filter((runs) => !runs).length
}

async function unannouncedYears(db: Db): Promise<number> {
  const { calendar } = await loadWorkingTime(db)
  const year = Number(dateIn(calendar.zone, await currentTime(db)).slice(0, 4))
  return calendar.isAnnounced(year) ? 0 : 1
}

/** Mends what follows from the facts; a person's facts are left to persons. */
export async function repair(db: Db, client: Client | null, found: readonly Finding[]): Promise<void> {
  const has = (code: FindingCode): boolean => found.some((finding) => finding.code === code)
  if (has('closure-differs')) await rebuildClosure(db)
  if (has('counts-differ')) await rebuildTally(db)
  if (has('items-settled')) await settleLeftItems(db)
  if (has('moments-late')) await nudgeLate(db)
  if (has('mails-lost')) await db.insertInto('outbox').values({ target: 'delivery', target_id: 0 }).execute()
  if (client === null) return
  await ensureRuns(db, client)
  await deliverOutbox(db, client)
}

async function settleLeftItems(db: Db): Promise<void> {
  const asOf = await currentTime(db)
  await db
    .updateTable('docket_item as i')
    .from('obligation as o')
    .set((eb) => ({ state: 'settled', ended_at: asOf, version: eb('i.version', '+', 1) }))
    .whereRef('o.id', '=', 'i.obligation_id')
    .where('i.state', '=', 'undecided')
    .where('o.state', 'not in', ['expected', 'returned'])
    .execute()
}

async function nudgeLate(db: Db): Promise<void> {
  const late = await db
    .selectFrom('campaign')
    .select('id')
    .where('state', 'in', ['issuing', 'open'])
    .where('paused_at', 'is', null)
    .where('next_moment_at', '<', await currentTime(db))
    .execute()
  if (late.length === 0) return
  await db
    .insertInto('outbox')
    .values(late.map(({ id }) => ({ target: 'campaign' as const, target_id: id })))
    .execute()
}
