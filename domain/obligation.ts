import type { Duty } from './plan.ts'

export const obligationStates = [
  'expected',
  'submitted',
  'returned',
  'accepted',
  'waived',
  'withdrawn',
  'missed',
] as const
export type ObligationState = (typeof obligationStates)[number]

export const obligationActions = [
  'acknowledge',
  'submit',
  'return',
  'accept',
  'waive',
  'withdraw',
  'miss',
] as const
export type ObligationAction = (typeof obligationActions)[number]

type Transitions<State extends string, Action extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Action, State>>>>
>

/**
 * What may follow what; whatever is not listed is refused. Submitting again before review is a new version.
 * Closing misses what was never reported or was returned, and leaves what waits for review to be accepted.
 */
export const obligationTransitions: Transitions<ObligationState, ObligationAction> = {
  expected: {
    acknowledge: 'accepted',
    submit: 'submitted',
    waive: 'waived',
    withdraw: 'withdrawn',
    miss: 'missed',
  },
  submitted: { submit: 'submitted', return: 'returned', accept: 'accepted', withdraw: 'withdrawn' },
  returned: { submit: 'submitted', waive: 'waived', withdraw: 'withdrawn', miss: 'missed' },
  accepted: {},
  waived: {},
  withdrawn: {},
  missed: {},
}

/** The actions of one duty only: nothing is reported to an acknowledgement, and a report is not acknowledged. */
const foreignActions: Readonly<Record<Duty, readonly ObligationAction[]>> = {
  acknowledge: ['submit', 'return', 'accept'],
  report: ['acknowledge'],
}

/**
 * The state that an action leads to, or null where it may not be taken.
 * @param duty refuses the other duty's actions as well; without it only the state decides
 */
export function nextObligationState(
  state: ObligationState,
  action: ObligationAction,
  duty?: Duty,
): ObligationState | null {
  if (duty !== undefined && foreignActions[duty].includes(action)) return null
  return obligationTransitions[state][action] ?? null
}

/** The unit still owes something: what reminders go out for and what can be overdue. */
export function isOutstanding(state: ObligationState): boolean {
  return nextObligationState(state, 'miss') !== null
}

/** Nothing follows any more. */
export function isEnded(state: ObligationState): boolean {
  return Object.keys(obligationTransitions[state]).length === 0
}
