import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import { sweeps } from './activities.ts'
import { Alarm } from './alarm.ts'
import { describe } from './progress.ts'
import { nudge, progress } from './signals.ts'

export interface EscalationInput {
  docketId: number
  campaignId: number
  nudged?: boolean
}

/**
 * The life of a docket: people decide its items through operations; here, those that stand undecided climb, and
 * acknowledgements that nothing follows lapse. It ends with its last item; one that joins later starts it again.
 */
export async function escalation({
  docketId,
  campaignId,
  nudged: carried = false,
}: EscalationInput): Promise<void> {
  const alarm = new Alarm()
  let nudged = carried
  let told = describe('open', null, {})
  setHandler(nudge, () => {
    nudged = true
  })
  setHandler(progress, () => told)
  upsertSearchAttributes({ DubanStage: ['docket'], DubanCampaign: [campaignId] })

  for (;;) {
    nudged = false
    const look = await sweeps.sweepDocket(docketId, Date.now())
    told = describe(look.stage, look.nextInMs, { undecided: look.undecided, climbed: look.climbed })
    if (look.stage === 'closed' && !nudged) return
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished)
      await continueAsNew<typeof escalation>({ docketId, campaignId, nudged })
    }
    await alarm.nextMomentOrNudge(look.nextInMs, () => nudged, told.stage)
  }
}
