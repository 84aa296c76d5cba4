import proto from '@temporalio/proto'
import { writeFileSync } from 'node:fs'
import type { World } from './world.ts'

/**
 * Keeps the histories of a world's runs for the replay test, where DUBAN_RECORD names the version that they are of:
 * `DUBAN_RECORD=0.1 npx vitest run test/scenarios/firstPath.test.ts`.
 */
export async function recordHistories(world: World, campaignId: number): Promise<void> {
  const version = process.env['DUBAN_RECORD']
  if (version === undefined) return
  const dockets = await world.database.owner
    .selectFrom('docket')
    .select('id')
    .orderBy('id')
    .limit(2)
    .execute()
  const runs = ['delivery', `campaign-${campaignId}`, ...dockets.map(({ id }) => `escalation-${id}`)]
  for (const workflowId of runs) {
    const history = await world.worker.client.workflow.getHandle(workflowId).fetchHistory()
    const bytes = proto.temporal.api.history.v1.History.encode(history).finish()
    writeFileSync(`test/histories/${workflowId}-${version}.binpb`, bytes)
  }
}
