import type { ChainStep } from './policy.ts'

/** A step of the chain with its place found: which unit's people, in which role, and how long they have. */
export interface ResolvedStep {
  unitId: number
  role: ChainStep['role']
  waitWorkingDays: number
}

/** Where the overdue unit stands on the day that its item joins. Places above the issuer are null. */
export interface ChainPlaces {
  parent: number | null
  grandparent: number | null
  issuer: number
}

/**
 * Finds the units of a chain. A step that leads nowhere (no such unit, nobody in that role, or the same people
 * as the step before) is left out, so that an item climbs to the next who can decide.
 */
export function resolveChain(
  chain: readonly ChainStep[],
  places: ChainPlaces,
  hasPerson: (unitId: number, role: ChainStep['role']) => boolean,
): ResolvedStep[] {
  const resolved: ResolvedStep[] = []
  for (const step of chain) {
    const unitId = places[step.at]
    if (unitId === null || !hasPerson(unitId, step.role)) continue
    if (resolved.some((earlier) => earlier.unitId === unitId && earlier.role === step.role)) continue
    resolved.push({ unitId, role: step.role, waitWorkingDays: step.waitWorkingDays })
  }
  return resolved
}
