import { Context } from '@temporalio/activity'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { canSendAt } from '../../domain/sending.ts'
import type { Instant } from '../../domain/time.ts'
import type { ActivityDependencies } from '../dependencies.ts'
import type { DeliveryLook } from '../looks.ts'
import { claimMessages } from './claimMessages.ts'
import { composeSlots } from './composeSlots.ts'
import { nextDelivery } from './nextDelivery.ts'
import type { Drain, Outcome } from './drain.ts'
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
  const drain = { asOf, time, windowOpen: canSendAt(time.calendar, time.sending, asOf) }
  await recoverLost(deps.db)
  await composeSlots(deps.db, asOf)
  const tallies = await Promise.all(Array.from({ length: LANES }, () => runLane(deps, drain)))
  const sum = (pick: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + pick(tally), 0)
  return {
    nextInMs: await nextDelivery(deps.db, drain),
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

async function runLane(deps: ActivityDependencies, drain: Drain): Promise<Tally> {
  const tally = { sent: 0, cancelled: 0, failed: 0 }
  for (;;) {
    const claim = await claimMessages(deps, drain, PER_CLAIM)
    if (claim.taken === 0) return tally
    const outcomes: Outcome[] = []
    for (const message of claim.messages) outcomes.push(await sendMessage(deps, drain, message))
    await recordOutcomes(deps.db, drain, outcomes)
    const sent = outcomes.filter(({ result }) => result.kind === 'sent').length
    tally.sent += sent
    tally.failed += outcomes.length - sent
    tally.cancelled += claim.taken - claim.messages.length
    Context.current().heartbeat(tally)
  }
}
