import type { UnitType } from '../audience.ts'
import { foldCharacters } from './normalise.ts'

/** A unit that might be meant by a name on an address line. */
export interface UnitNamed {
  id: number
  code: string
  name: string
}

/** Whom a name on an address line means among the units. `many` and `none` are questions for the author. */
export type RecipientMatch =
  | { kind: 'types'; types: UnitType[] }
  | { kind: 'unit'; unit: UnitNamed }
  | { kind: 'many'; units: UnitNamed[] }
  | { kind: 'none' }

/** Words of an address line, and the kinds of units that they stand for. */
const kinds: readonly (readonly [pattern: RegExp, types: readonly UnitType[]])[] = [
  [/街道?/, ['street']],
  [/社区|居委/, ['community']],
  [/乡|镇/, ['township']],
  [/村/, ['village']],
  [/协会|联谊会|团体会员|学会|商会|研究会|会员/, ['association']],
  [/企业|公司|集团/, ['enterprise']],
  [
    /部室|处室|部\(室\)|部门|机关|直属|直各|妇委会|妇工委|委员会|事业单位|中心|局|学校|医院|工会|系统|市直|市属/,
    ['department'],
  ],
]
const districts = /区(?!域)/
const counties = /县|县级市|[(（]市[)）]|市、区/
const general = /各|全[市省县区]|有关|市直|市属|省直|区直|县直|直属|团体会员|所属|下属/

/** The names that stand for one unit each, to be looked up in the tree. */
export function namedRecipients(names: readonly string[]): string[] {
  return names.filter((name) => !isGeneral(name))
}

/**
 * Each name of an address line with whom it means: a general one ("各区、县（市）妇联") the kinds of units that it names,
 * any other the unit of that name.
 * @param found for each name that was looked up the units that bear it or hold it in their names
 */
export function matchRecipients(
  names: readonly string[],
  found: ReadonlyMap<string, readonly UnitNamed[]>,
): RecipientMatch[] {
  return names.map((name) => (isGeneral(name) ? byType(name) : byName(name, found.get(name) ?? [])))
}

function isGeneral(name: string): boolean {
  return general.test(foldCharacters(name).text)
}

function byType(name: string): RecipientMatch {
  const words = foldCharacters(name).text
  const types = new Set<UnitType>()
  const bare = words.replace(/社区|街区|小区|校区|园区/g, '')
  if (districts.test(bare)) types.add('district')
  if (counties.test(words)) types.add('county')
  for (const [pattern, stand] of kinds) if (pattern.test(words)) stand.forEach((type) => types.add(type))
  return types.size === 0 ? { kind: 'none' } : { kind: 'types', types: [...types] }
}

function byName(name: string, units: readonly UnitNamed[]): RecipientMatch {
  const exact = units.filter((unit) => unit.name === name)
  const meant = exact.length > 0 ? exact : units
  const [only] = meant
  if (only === undefined) return { kind: 'none' }
  return meant.length === 1 ? { kind: 'unit', unit: only } : { kind: 'many', units: [...meant] }
}
