import type { FaultPoint } from '../../db/faultPoints.ts'

/** Every seam, so that a run can say which of them it broke. */
export const faultPoints: readonly FaultPoint[] = [
  ...(
    [
      'operation',
      'issue-slice',
      'issue-open',
      'sweep-campaign',
      'sweep-docket',
      'compose-slot',
      'claim',
      'outcomes',
    ] as const
  ).flatMap((name) => [
    `${name}.begin` as const,
    `${name}.before-commit` as const,
    `${name}.after-commit` as const,
  ]),
  'mail.before-conversation',
  'mail.before-data',
  'mail.after-data',
  'mail.after-conversation',
  'nudge.before',
  'nudge.after',
  'nudge.removed',
  ...(['issueAssignments', 'sweepCampaign', 'compileResult', 'sweepDocket', 'deliverDue'] as const).flatMap(
    (step) => [`step.${step}.begin` as const, `step.${step}.end` as const],
  ),
  'runs.before',
  'runs.after',
]

/** What the harness tells a process to do at its seams. Sent over the process's own channel, never by its environment. */
export interface FaultPlan {
  /** How likely each seam is to be the one. */
  chances: Record<string, number>
  /** Who dies, by process id; the process itself comes last. */
  victims: number[]
  /** The seam is written here just before; whoever finds the file there already kills nobody. */
  file: string
}
