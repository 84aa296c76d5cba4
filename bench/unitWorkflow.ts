import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow'

/** What a unit owes: 0 is the acknowledgement, else the report of that ordinal. */
export type Duty = number

export interface UnitMoment {
  duty: Duty
  /** Since the workflow began. */
  inMs: number
}

export const done = defineSignal<[Duty]>('done')

const { act } = proxyActivities<{ act(duty: Duty): Promise<void> }>({ startToCloseTimeout: '1 minute' })

/**
 * The baseline of histories: a workflow for one unit, as simple as it can be. It waits for each moment and acts, unless
 * the unit has done meanwhile what the moment is about. Nothing is returned, extended, escalated further or mailed.
 */
export async function unit(moments: UnitMoment[]): Promise<void> {
  const began = Date.now()
  const met = new Set<Duty>()
  setHandler(done, (duty) => {
    met.add(duty)
  })
  for (const { duty, inMs } of moments) {
    const waitMs = began + inMs - Date.now()
    if (met.has(duty) || (waitMs > 0 && (await condition(() => met.has(duty), waitMs)))) continue
    await act(duty)
  }
}
