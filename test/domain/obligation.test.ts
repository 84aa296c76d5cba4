import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemActions, itemStates, nextItemState, type ItemAction } from '../../domain/docket.ts'
import {
  isEnded,
  isOutstanding,
  nextObligationState,
  obligationActions,
  obligationStates,
  type ObligationAction,
  type ObligationState,
} from '../../domain/obligation.ts'

function after(actions: ObligationAction[]): ObligationState | null {
  return actions.reduce<ObligationState | null>(
    (state, action) => state && nextObligationState(state, action),
    'expected',
  )
}

/** Every step that is allowed, written out once more by hand. */
const allowed = new Set([
  'expected acknowledge accepted',
  'expected submit submitted',
  'expected waive waived',
  'expected withdraw withdrawn',
  'expected miss missed',
  'submitted submit submitted',
  'submitted return returned',
  'submitted accept accepted',
  'submitted withdraw withdrawn',
  'returned submit submitted',
  'returned waive waived',
  'returned withdraw withdrawn',
  'returned miss missed',
])

describe('an obligation', () => {
  it('takes the steps that are allowed and no others', () => {
    for (const state of obligationStates)
      for (const action of obligationActions) {
        const next = nextObligationState(state, action)
        const listed = [...allowed].filter((step) => step.startsWith(`${state} ${action} `))
        expect(next === null ? [] : [`${state} ${action} ${next}`]).toEqual(listed)
      }
  })

  it('goes from expected by way of a return to accepted', () => {
    expect(after(['submit', 'submit', 'return', 'submit', 'accept'])).toBe('accepted')
    expect(after(['submit', 'accept', 'return'])).toBeNull()
    expect(after(['accept'])).toBeNull()
  })

  it('is missed only while the unit still owes it', () => {
    expect(after(['miss'])).toBe('missed')
    expect(after(['submit', 'return', 'miss'])).toBe('missed')
    expect(after(['submit', 'miss'])).toBeNull()
    expect(obligationStates.filter(isOutstanding)).toEqual(['expected', 'returned'])
  })

  it('to acknowledge is done by acknowledging, and one to report is not', () => {
    expect(nextObligationState('expected', 'acknowledge', 'acknowledge')).toBe('accepted')
    expect(nextObligationState('expected', 'submit', 'acknowledge')).toBeNull()
    expect(nextObligationState('expected', 'acknowledge', 'report')).toBeNull()
    expect(nextObligationState('expected', 'waive', 'acknowledge')).toBe('waived')
  })

  it('that has ended stays as it ended, whatever is tried', () => {
    const anyActions = fc.array(fc.constantFrom(...obligationActions), { maxLength: 20 })
    fc.assert(
      fc.property(anyActions, (actions) => {
        let state: ObligationState = 'expected'
        for (const action of actions) {
          const next = nextObligationState(state, action)
          if (isEnded(state)) expect(next).toBeNull()
          state = next ?? state
        }
      }),
    )
    expect(obligationStates.filter(isEnded)).toEqual(['accepted', 'waived', 'withdrawn', 'missed'])
  })
})

describe('a docket item', () => {
  it('stands undecided until it is extended, waived or settled, and then for good', () => {
    const decides = new Map<ItemAction, string>([
      ['extend', 'extended'],
      ['waive', 'waived'],
      ['settle', 'settled'],
    ])
    for (const action of itemActions) {
      expect(nextItemState('undecided', action)).toBe(decides.get(action) ?? 'undecided')
      for (const state of itemStates)
        if (state !== 'undecided') expect(nextItemState(state, action)).toBeNull()
    }
  })
})
