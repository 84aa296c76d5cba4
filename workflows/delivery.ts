import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow'
import { mails } from './activities.ts'
import { Alarm } from './alarm.ts'
import { describe } from './progress.ts'
import { nudge, progress } from './signals.ts'

export interface DeliveryInput {
  nudged?: boolean
}

/** Makes and sends the mails that are due, then waits for the next slot, the earliest retry or a nudge. It never ends. */
export async function delivery({ nudged: carried = false }: DeliveryInput): Promise<void> {
  const alarm = new Alarm()
  let nudged = carried
  let told = describe('waiting', null, {})
  setHandler(nudge, () => {
    nudged = true
  })
  setHandler(progress, () => told)

  for (;;) {
    nudged = false
    const look = await mails.deliverDue(Date.now())
    told = describe('waiting', look.nextInMs, {
      sent: look.sent,
      cancelled: look.cancelled,
      failed: look.failed,
    })
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished)
      await continueAsNew<typeof delivery>({ nudged })
    }
    await alarm.nextMomentOrNudge(look.nextInMs, () => nudged, told.stage)
  }
}
