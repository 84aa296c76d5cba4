import type { Client } from '@temporalio/client'
import type { Db } from '../../db/connection.ts'
import type { WorkflowRun } from '../../worker/deliverOutbox.ts'

/** What a demo came to; `npm run demo -- --json` prints it on its last line. */
export interface Summary {
  units: number
  acknowledged: number
  onTime: number
  late: number
  complete: number
  waived: number
  mails: number
  /** Docket items by the highest level that they reached, level 1 first. */
  escalations: number[]
  historyEvents: { campaign: number; dockets: number; delivery: number }
  seconds: number
}

export async function summarise(
  owner: Db,
  client: Client,
  input: { campaignId: number; runs: WorkflowRun[]; mails: number; seconds: number },
): Promise<Summary> {
  const { result } = await owner
    .selectFrom('campaign')
    .select('result')
    .where('id', '=', input.campaignId)
    .executeTakeFirstOrThrow()
  const events = { campaign: 0, dockets: 0, delivery: 0 }
  const counted = new Set<string>()
  for (const run of input.runs) events[groupOf(run)] += await historyLength(client, run, counted)
  return {
    units: result?.units ?? 0,
    acknowledged: result?.acknowledged ?? 0,
    onTime: result?.reports.onTime ?? 0,
    late: result?.reports.late ?? 0,
    complete: result?.reports.accepted ?? 0,
    waived: result?.reports.waived ?? 0,
    mails: input.mails,
    escalations: result?.escalations ?? [],
    historyEvents: events,
    seconds: input.seconds,
  }
}

function groupOf({ workflowId }: WorkflowRun): keyof Summary['historyEvents'] {
  if (workflowId.startsWith('campaign')) return 'campaign'
  return workflowId.startsWith('escalation') ? 'dockets' : 'delivery'
}

/** Of a run and of those that continued it, each counted once. */
async function historyLength(client: Client, run: WorkflowRun, counted: Set<string>): Promise<number> {
  if (counted.has(run.runId)) return 0
  counted.add(run.runId)
  const history = await client.workflow.getHandle(run.workflowId, run.runId).fetchHistory()
  const events = history.events ?? []
  const next = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
  return events.length + (next ? await historyLength(client, { ...run, runId: next }, counted) : 0)
}
