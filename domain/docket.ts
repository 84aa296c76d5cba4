export const itemStates = ['undecided', 'extended', 'waived', 'settled'] as const
export type ItemState = (typeof itemStates)[number]

export const itemActions = [
  'acknowledge',
  'urge',
  'hand_over',
  'snooze',
  'extend',
  'waive',
  'settle',
] as const
export type ItemAction = (typeof itemActions)[number]

/**
 * Looking into it is no decision: an item that is acknowledged, urged, handed over or snoozed stands undecided.
 * A decided item is never opened again; an obligation that falls overdue once more gets a new round.
 */
export const itemTransitions: Readonly<Record<ItemState, Readonly<Partial<Record<ItemAction, ItemState>>>>> =
  {
    undecided: {
      acknowledge: 'undecided',
      urge: 'undecided',
      hand_over: 'undecided',
      snooze: 'undecided',
      extend: 'extended',
      waive: 'waived',
      settle: 'settled',
    },
    extended: {},
    waived: {},
    settled: {},
  }

/** The state that an action leads to, or null where it may not be taken. */
export function nextItemState(state: ItemState, action: ItemAction): ItemState | null {
  return itemTransitions[state][action] ?? null
}
