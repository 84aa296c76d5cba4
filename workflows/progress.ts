import { setCurrentDetails } from '@temporalio/workflow'
import type { Progress } from './signals.ts'

/** Keeps what a run tells of itself: the answer to its query, and the details in Temporal's UI. */
export function describe(stage: string, nextInMs: number | null, counts: Record<string, number>): Progress {
  const nextMoment = nextInMs === null ? null : new Date(Date.now() + nextInMs).toISOString()
  const found = Object.entries(counts).map(([name, n]) => `${name} ${n}`)
  setCurrentDetails([`**${stage}**`, `next moment: ${nextMoment ?? 'on a nudge'}`, ...found].join('\n\n'))
  return { stage, nextMoment, counts }
}
