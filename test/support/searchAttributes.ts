import type { TestWorkflowEnvironment } from '@temporalio/testing'

/** Unregistered ones would fail each workflow's task for ever. IndexedValueType: 2 keyword, 3 int, 6 datetime. */
export async function registerSearchAttributes(env: TestWorkflowEnvironment): Promise<void> {
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: { DubanStage: 2, DubanCampaign: 3, DubanNextMoment: 6 },
  })
}
