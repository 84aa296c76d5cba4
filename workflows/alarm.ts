import { condition, sleep } from '@temporalio/workflow'

/** The longest wait that is taken in one piece; then it is asked again, which does nothing. */
const LONGEST_WAIT_MS = 300 * 24 * 3600 * 1000

/**
 * Wakes a workflow at its next moment. A timer that runs is never cancelled: where it ends before the wanted moment it
 * serves as well (it starts the next one), and where it ends later it finds nothing wanted. So a nudge that changes
 * nothing costs no timer, and a timer that fires while it would be cancelled is no case to get wrong.
 */
export class Alarm {
  private wantedAt: number | null = null
  private reachedAt = 0
  private readonly running = new Set<number>()

  /**
   * Sleeps until the moment, or until a nudge; without a moment, until a nudge.
   * @param nextInMs from now
   * @param summary shown at the timer in Temporal's UI
   */
  async nextMomentOrNudge(nextInMs: number | null, nudged: () => boolean, summary: string): Promise<void> {
    this.wantedAt = nextInMs === null ? null : Date.now() + Math.min(Math.max(1, nextInMs), LONGEST_WAIT_MS)
    this.ensureTimer(summary)
    await condition(() => nudged() || this.isDue())
    this.wantedAt = null
  }

  private isDue(): boolean {
    return this.wantedAt !== null && this.reachedAt >= this.wantedAt
  }

  private ensureTimer(summary: string): void {
    const { wantedAt } = this
    if (wantedAt === null || this.isDue()) return
    for (const endsAt of this.running) if (endsAt <= wantedAt) return
    this.running.add(wantedAt)
    void sleep(Math.max(1, wantedAt - Date.now()), { summary }).then(() => {
      this.running.delete(wantedAt)
      this.reachedAt = Math.max(this.reachedAt, wantedAt)
      this.ensureTimer(summary)
    })
  }
}
