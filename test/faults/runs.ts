import { Client, Connection } from '@temporalio/client'
import { runsThatShouldExist } from '../../worker/keeper.ts'
import type { Installation } from './installation.ts'

/** Runs that should exist and do not, and those that there are without a reason or more than once. For a server that lists its runs. */
export async function findRuns(installation: Installation): Promise<string[]> {
  const connection = await Connection.connect({ address: `127.0.0.1:${installation.lines.temporal.port}` })
  try {
    const running = new Map<string, number>()
    const listed = new Client({ connection }).workflow.list({ query: "ExecutionStatus = 'Running'" })
    for await (const { workflowId } of listed) running.set(workflowId, (running.get(workflowId) ?? 0) + 1)
    const wanted = new Set(
      (await runsThatShouldExist(installation.owner)).map(({ workflowId }) => workflowId),
    )
    return [
      ...[...wanted].filter((id) => !running.has(id)).map((id) => `${id} has no run`),
      ...[...running].filter(([id]) => !wanted.has(id)).map(([id]) => `${id} runs and should not`),
      ...[...running].filter(([, n]) => n > 1).map(([id, n]) => `${id} has ${n} runs`),
    ]
  } finally {
    await connection.close()
  }
}
