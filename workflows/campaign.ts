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

export interface CampaignInput {
  campaignId: number
  /** A nudge that came while the run before was handing over. */
  nudged?: boolean
}

/**
 * The story of a notice. It is given to its units; then, at each due moment and whenever something has changed, what
 * is due is reminded of and what is overdue goes into the dockets; when it is closed, its results are compiled.
 * It may be started again from the facts at any time.
 */
export async function campaign({ campaignId, nudged: carried = false }: CampaignInput): Promise<void> {
  const alarm = new Alarm()
  let nudged = carried
  let told = describe('issuing', null, {})
  setHandler(nudge, () => {
    nudged = true
  })
  setHandler(progress, () => told)

  upsertSearchAttributes({ DubanStage: ['issuing'], DubanCampaign: [campaignId] })
  await sweeps.issueAssignments(campaignId, Date.now())
  upsertSearchAttributes({ DubanStage: ['open'] })

  for (;;) {
    nudged = false
    const look = await sweeps.sweepCampaign(campaignId, Date.now())
    told = describe(look.stage, look.nextInMs, { reminders: look.reminders, items: look.items })
    if (look.stage === 'ended') break
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished)
      await continueAsNew<typeof campaign>({ campaignId, nudged })
    }
    await alarm.nextMomentOrNudge(look.nextInMs, () => nudged, told.stage)
  }

  await sweeps.compileResult(campaignId, Date.now())
  upsertSearchAttributes({ DubanStage: ['ended'] })
  told = describe('ended', null, {})
}
