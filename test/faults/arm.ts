import { writeFileSync } from 'node:fs'
import { onFaultPoint } from '../../db/faultPoints.ts'
import type { FaultPlan } from './points.ts'

/**
 * Loaded before a part of the installation by the harness (`node --import`): listens to the seams, and kills at the
 * one that the plan is struck at. The parts themselves know nothing of it.
 */
let plan: FaultPlan | null = null

process.on('message', (message: { plan?: FaultPlan | null }) => {
  if (message.plan !== undefined) plan = message.plan
})
process.channel?.unref()
// A harness that was killed itself leaves nobody behind.
process.on('disconnect', () => process.exit(1))

onFaultPoint((point) => {
  if (plan === null || Math.random() >= (plan.chances[point] ?? 0)) return
  const { file, victims } = plan
  plan = null
  try {
    writeFileSync(file, point, { flag: 'wx' })
  } catch {
    return // another process was at its seam before
  }
  const self = victims.includes(process.pid)
  for (const pid of victims) if (pid !== process.pid) kill(pid)
  if (self) kill(process.pid)
})

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // gone already
  }
}
