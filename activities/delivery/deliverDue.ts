import { Context } from '@temporalio/activity'
import { setTimeout as pause } from 'node:timers/promises'
import { loadMailHold } from '../../db/queries/mailHold.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { canSendAt } from '../../domain/sending.ts'
import type { Instant } from '../../domain/time.ts'
import type { ActivityDependencies } from '../dependencies.ts'
import type { DeliveryLook } from '../looks.ts'
import { claimMessages, type Claim } from './claimMessages.ts'
import { composeSlots } from './composeSlots.ts'
import { nextDelivery } from './nextDelivery.ts'
import type { Drain, Outcome } from './drain.ts'
import { keepLease, type Lease } from './lease.ts'
import { recordOutcomes } from './recordOutcomes.ts'
import { recoverLost } from './recoverLost.ts'
import { sendMessage } from './sendMessage.ts'

/** Five lanes of twenty: at most a hundred mails are uncertain after a crash. */
const LANES = 5
const PER_CLAIM = 20

/**
 * Sends everything that is due as of an instant, then returns; what comes in meanwhile is the next drain's.
 * A mail's text, recipient and whether it still goes are decided when it is claimed.
 */
export async function deliverDue(deps: ActivityDependencies, asOf: Instant): Promise<DeliveryLook> {
  const time = await loadWorkingTime(deps.db)
  const windowOpen = canSendAt(time.calendar, time.sending, asOf)
  const heldSince = (await loadMailHold(deps.db))?.since ?? null
  const drain = { asOf, time, windowOpen, heldSince }
  await recoverLost(deps.db)
  if (heldSince === null) await composeSlots(deps.db, asOf)
  const tallies = await runLanes(deps, drain)
  const sum = (pick: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + pick(tally), 0)
  return {
    nextInMs: heldSince === null ? await nextDelivery(deps.db, drain) : null,
    sent: sum(({ sent }) => sent),
    cancelled: sum(({ cancelled }) => cancelled),
    failed: sum(({ failed }) => failed),
  }
}

interface Tally {
  sent: number
  cancelled: number
  failed: number
}

/**
 * When one lane breaks, the others finish the claim that they hold and take no more; only then does the drain fail.
 * A lane that outlived it would hold mails that the next drain passes over.
 */
async function runLanes(deps: ActivityDependencies, drain: Drain): Promise<Tally[]> {
  const broken = new AbortController()
  const lanes = Array.from({ length: LANES }, () =>
    runLane(deps, drain, broken.signal).catch((error: unknown) => {
      broken.abort()
      throw error
    }),
  )
  const ended = await Promise.allSettled(lanes)
  return ended.map((lane) => {
    if (lane.status === 'rejected') throw lane.reason
    return lane.value
  })
}

async function runLane(deps: ActivityDependencies, drain: Drain, broken: AbortSignal): Promise<Tally> {
  const tally = { sent: 0, cancelled: 0, failed: 0 }
  while (!broken.aborted && !Context.current().cancellationSignal.aborted) {
    const claimedAtMs = performance.now()
    const claim = await claimMessages(deps, drain, PER_CLAIM)
    if (claim.taken === 0) return tally
    const outcomes = await sendClaim(deps, drain, claim, claimedAtMs)
    const sent = outcomes.filter(({ result }) => result.kind === 'sent').length
    tally.sent += sent
    tally.failed += outcomes.length - sent
    tally.cancelled += claim.taken - claim.messages.length
  }
  return tally
}

/** Held until what became of them is written down, also of those before one that could not be sent at all. */
async function sendClaim(
  deps: ActivityDependencies,
  drain: Drain,
  claim: Claim,
  claimedAtMs: number,
): Promise<Outcome[]> {
  const lease = keepLease(deps.db, claim.token, claimedAtMs)
  const outcomes: Outcome[] = []
  try {
    for (const message of claim.messages) outcomes.push(await sendMessage(deps, drain, message, lease))
  } finally {
    await persist(() => recordOutcomes(deps.db, drain, outcomes), lease).finally(() => lease.end())
  }
  return outcomes
}

const TRIES = 20
const PAUSE_MS = 1000

/** A database that is away for some seconds must not make a second copy of every mail that has just gone. */
async function persist(write: () => Promise<void>, lease: Lease): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write()
    } catch (error) {
      if (tries === TRIES || !lease.isOn()) throw error
      await pause(PAUSE_MS)
    }
  }
}
