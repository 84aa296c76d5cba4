/** Transactions that a test may disturb, by name. */
export type TransactionName =
  | 'operation'
  | 'issue-slice'
  | 'issue-open'
  | 'sweep-campaign'
  | 'sweep-docket'
  | 'compose-slot'
  | 'claim'
  | 'outcomes'

/** The seams at which something can break: before and after each transaction, each mail, each nudge, each step. */
export type FaultPoint =
  | `${TransactionName}.${'begin' | 'before-commit' | 'after-commit'}`
  | `mail.${'before-conversation' | 'before-data' | 'after-data' | 'after-conversation'}`
  | `nudge.${'before' | 'after' | 'removed'}`
  | `step.${'issueAssignments' | 'sweepCampaign' | 'compileResult' | 'sweepDocket' | 'deliverDue'}.${'begin' | 'end'}`
  | `runs.${'before' | 'after'}`

let told: ((point: FaultPoint) => void) | null = null

/** Says that a seam has been reached. Nobody listens in an installation: only the code of tests can ask to be told. */
export function faultPoint(point: FaultPoint): void {
  told?.(point)
}

/** For tests that end the process, or another one, at a seam. No setting of an installation leads here. */
export function onFaultPoint(listener: (point: FaultPoint) => void): void {
  told = listener
}
