import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { fileURLToPath } from 'node:url'
import { quietLogger } from './logs.ts'

/** The workflows as the code that Temporal's worker runs in its sandbox. Takes some seconds. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url))
  return bundleWorkflowCode({ workflowsPath, logger: quietLogger })
}
