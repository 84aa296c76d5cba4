import type { WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { bundleWorkflows } from '../worker/bundle.ts'

declare module 'vitest' {
  interface ProvidedContext {
    workflowBundle: WorkflowBundleWithSourceMap
  }
}

/** Made once per run: every test file would spend seconds on the same bundle. */
export function buildWorkflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflows()
}
