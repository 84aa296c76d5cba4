import { z } from 'zod'

export const unitTypes = [
  'city',
  'district',
  'county',
  'street',
  'township',
  'community',
  'village',
  'association',
  'department',
  'enterprise',
] as const
export type UnitType = (typeof unitTypes)[number]

const unitId = z.number().int().positive()

/**
 * One line of an audience. It matches the units named in `units`; where it names none, it matches those in the
 * subtree `under` (that unit itself included; null is the whole tree) that are of one of `types` (none: of any).
 * A line that does both is refused, since the half that would not count misleads whoever reads it.
 */
export const audienceRuleSchema = z
  .strictObject({
    effect: z.enum(['include', 'exclude']),
    under: unitId.nullable(),
    types: z.array(z.enum(unitTypes)),
    units: z.array(unitId),
  })
  .refine(
    ({ under, types, units }) => units.length === 0 || (under === null && types.length === 0),
    'a rule names units or a part of the tree, not both',
  )
export type AudienceRule = z.infer<typeof audienceRuleSchema>

export interface TreeUnit {
  id: number
  parentId: number | null
  type: UnitType
}

/** @param ancestors the ids above the unit, or whether an id is above it */
export function matches(
  rule: AudienceRule,
  unit: TreeUnit,
  ancestors: ReadonlySet<number> | ((id: number) => boolean),
): boolean {
  if (rule.units.length > 0) return rule.units.includes(unit.id)
  if (rule.types.length > 0 && !rule.types.includes(unit.type)) return false
  if (rule.under === null || rule.under === unit.id) return true
  return typeof ancestors === 'function' ? ancestors(rule.under) : ancestors.has(rule.under)
}

/**
 * Who gets a notice: whatever a rule includes, less whatever a rule excludes, whichever comes first in the list.
 * Ids in order. Units that the tree does not have are left out.
 */
export function selectAudience(rules: readonly AudienceRule[], tree: readonly TreeUnit[]): number[] {
  const units = new Map(tree.map((unit) => [unit.id, unit]))
  const children = childrenOf(tree)
  const selected = new Set<number>()
  const collect = (effect: AudienceRule['effect'], act: (id: number) => void) => {
    for (const rule of rules) if (rule.effect === effect) matchedBy(rule, units, children).forEach(act)
  }
  collect('include', (id) => selected.add(id))
  collect('exclude', (id) => selected.delete(id))
  return [...selected].sort((one, other) => one - other)
}

function childrenOf(tree: readonly TreeUnit[]): Map<number, TreeUnit[]> {
  const children = new Map<number, TreeUnit[]>()
  for (const unit of tree) {
    if (unit.parentId === null) continue
    const siblings = children.get(unit.parentId)
    if (siblings) siblings.push(unit)
    else children.set(unit.parentId, [unit])
  }
  return children
}

function matchedBy(
  rule: AudienceRule,
  units: ReadonlyMap<number, TreeUnit>,
  children: ReadonlyMap<number, TreeUnit[]>,
): number[] {
  if (rule.units.length > 0) return rule.units.filter((id) => units.has(id))
  const within = rule.under === null ? [...units.values()] : subtreeOf(rule.under, units, children)
  const types = new Set(rule.types)
  return within.filter((unit) => types.size === 0 || types.has(unit.type)).map((unit) => unit.id)
}

/** The unit and all below it; ends even where a broken tree runs in a circle. */
function subtreeOf(
  id: number,
  units: ReadonlyMap<number, TreeUnit>,
  children: ReadonlyMap<number, TreeUnit[]>,
): TreeUnit[] {
  const root = units.get(id)
  const found = new Set<TreeUnit>(root ? [root] : [])
  for (const unit of found) for (const child of children.get(unit.id) ?? []) found.add(child)
  return [...found]
}
