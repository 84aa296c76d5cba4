import { defineQuery, defineSignal } from '@temporalio/workflow'
import { NUDGE, PROGRESS } from './names.ts'

/** "Something that you wait for has changed: look again." It says no more; the facts are in the database. */
export const nudge = defineSignal(NUDGE)

export interface Progress {
  stage: string
  /** ISO, by Temporal's clock; null: waits for a nudge. */
  nextMoment: string | null
  /** What the last look found and did. */
  counts: Record<string, number>
}

export const progress = defineQuery<Progress>(PROGRESS)
