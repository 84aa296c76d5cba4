import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow'

/** JavaScript's timers and Temporal's both take this much; a longer wait is taken in pieces. */
const LONGEST_WAIT_MS = 300 * 24 * 3600 * 1000

/**
 * Sleeps until the next moment, or until a nudge comes; without a moment, until a nudge. A wake too early does no
 * harm: whoever woke asks the database what is due.
 * @param summary shown at the timer in Temporal's UI
 */
export async function nextMomentOrNudge(
  nextInMs: number | null,
  nudged: () => boolean,
  summary: string,
): Promise<void> {
  if (nextInMs === null) {
    await condition(nudged)
    return
  }
  const timer = new CancellationScope()
  const slept = timer.run(() => sleep(Math.min(Math.max(1, nextInMs), LONGEST_WAIT_MS), { summary }))
  try {
    await Promise.race([slept, condition(nudged)])
  } finally {
    timer.cancel()
    await slept.catch((error: unknown) => {
      if (!isCancellation(error)) throw error
    })
  }
}
