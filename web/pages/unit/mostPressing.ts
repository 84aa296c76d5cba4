import type { OwedObligation, UnitVisit } from '../../../db/queries/unitVisit.ts'
import { nextObligationState } from '../../../domain/obligation.ts'

/** The report that is due first of those that can be sent. */
export function mostPressing(visit: UnitVisit): OwedObligation | undefined {
  return visit.obligations
    .filter(
      ({ duty, state }) =>
        duty === 'report' && state !== 'submitted' && nextObligationState(state, 'submit') !== null,
    )
    .sort((one, other) => (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999'))[0]
}
