import type { Client } from '@temporalio/client'
import type { Db } from '../db/connection.ts'
import { faultPoint } from '../db/faultPoints.ts'
import type { OutboxTable } from '../db/tables/delivery.ts'
import {
  TASK_QUEUE,
  campaignWorkflowId,
  DELIVERY_WORKFLOW_ID,
  docketWorkflowId,
  NUDGE,
  workflowTypes,
} from '../workflows/names.ts'

/** Outbox rows taken at a time; several for one target become one nudge. */
const BATCH = 500

/** A Temporal that does not answer for so long counts as away; on a line that is dead nobody would ever answer. */
export const ANSWER_MS = 10_000

interface Target {
  target: OutboxTable['target']
  target_id: number
}

/** How a target's workflow is started where it does not run. */
export interface WorkflowStart {
  type: string
  workflowId: string
  args: [object]
}

/** A run that a nudge went to. */
export interface WorkflowRun {
  workflowId: string
  runId: string
}

/** The run that should exist for a target. */
export function startOf(target: OutboxTable['target'], id: number, campaignId: number): WorkflowStart {
  switch (target) {
    case 'campaign':
      return { type: workflowTypes.campaign, workflowId: campaignWorkflowId(id), args: [{ campaignId: id }] }
    case 'docket':
      return {
        type: workflowTypes.docket,
        workflowId: docketWorkflowId(id),
        args: [{ docketId: id, campaignId }],
      }
    case 'delivery':
      return { type: workflowTypes.delivery, workflowId: DELIVERY_WORKFLOW_ID, args: [{}] }
  }
}

/**
 * Delivers what operations and sweeps have asked for, by signal-with-start. A row is removed only when its nudge has
 * arrived; while Temporal is away it stays, and goes later.
 * @param onRun told of each run that was nudged, for whoever counts them
 * @returns how many rows were delivered
 */
export async function deliverOutbox(
  db: Db,
  client: Client,
  onRun?: (run: WorkflowRun) => void,
): Promise<number> {
  let delivered = 0
  for (;;) {
    const rows = await db
      .selectFrom('outbox')
      .select(['id', 'target', 'target_id'])
      .orderBy('id')
      .limit(BATCH)
      .execute()
    if (rows.length === 0) return delivered
    for (const target of distinct(rows)) {
      faultPoint('nudge.before')
      const run = await nudgeWorkflow(db, client, target)
      faultPoint('nudge.after')
      onRun?.(run)
    }
    await removeDelivered(
      db,
      rows.map(({ id }) => id),
    )
    faultPoint('nudge.removed')
    delivered += rows.length
    if (rows.length < BATCH) return delivered
  }
}

function distinct(rows: Target[]): Target[] {
  return [...new Map(rows.map((row) => [`${row.target}/${row.target_id}`, row])).values()]
}

async function nudgeWorkflow(db: Db, client: Client, { target, target_id }: Target): Promise<WorkflowRun> {
  const campaignId = target === 'docket' ? await campaignOfDocket(db, target_id) : target_id
  const { type, workflowId, args } = startOf(target, target_id, campaignId)
  const handle = await client.withDeadline(Date.now() + ANSWER_MS, () =>
    client.workflow.signalWithStart(type, { workflowId, taskQueue: TASK_QUEUE, args, signal: NUDGE }),
  )
  return { workflowId, runId: handle.signaledRunId }
}

async function campaignOfDocket(db: Db, docketId: number): Promise<number> {
  const row = await db
    .selectFrom('docket')
    .select('campaign_id')
    .where('id', '=', docketId)
    .executeTakeFirst()
  return row?.campaign_id ?? 0
}

async function removeDelivered(db: Db, ids: number[]): Promise<void> {
  await db.deleteFrom('outbox').where('id', 'in', ids).execute()
}
