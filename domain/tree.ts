import type { UnitType } from './audience.ts'

/** Bodies that stand beside the line from city to village: any office down to a township may keep them. */
const offices: readonly UnitType[] = ['city', 'district', 'county', 'street', 'township']

/** Which types a unit may stand under. A city stands at the top. */
export const allowedParents: Readonly<Record<UnitType, readonly UnitType[]>> = {
  city: [],
  district: ['city'],
  county: ['city'],
  street: ['district', 'county'],
  township: ['district', 'county'],
  community: ['street', 'township'],
  village: ['township', 'street'],
  association: offices,
  department: offices,
  enterprise: offices,
}

/** @param parent null for a unit at the top, where only a city may stand */
export function mayStandUnder(child: UnitType, parent: UnitType | null): boolean {
  if (parent === null) return allowedParents[child].length === 0
  return allowedParents[child].includes(parent)
}

/**
 * A circle in which units stand under each other, each followed by its parent, or null where there is none.
 * A parent that is not among the edges ends the way up.
 */
export function findCycle(edges: readonly { id: number; parentId: number | null }[]): number[] | null {
  const parentOf = new Map(edges.map(({ id, parentId }) => [id, parentId]))
  const cleared = new Set<number>()
  for (const { id } of edges) {
    const path = new Set<number>()
    let at: number | null = id
    while (at !== null && !cleared.has(at)) {
      if (path.has(at)) return [...path].slice([...path].indexOf(at))
      path.add(at)
      at = parentOf.get(at) ?? null
    }
    for (const passed of path) cleared.add(passed)
  }
  return null
}
