import type { UnitType } from './audience.ts'
import { associations, counties, districts, personName, placeNames, type Place } from './federationNames.ts'
import { randomFrom, type Random } from './random.ts'

export interface GeneratedContact {
  role: 'contact' | 'supervisor' | 'leader'
  name: string
  email: string | null
  telephone: string
  language: 'zh-CN'
}

export interface GeneratedUnit {
  code: string
  parentCode: string | null
  type: UnitType
  name: string
  contacts: GeneratedContact[]
}

type Node = Omit<GeneratedUnit, 'contacts'>
type GeneratedType = Exclude<UnitType, 'department' | 'enterprise'>
type Counts = Record<GeneratedType, number>

const whole: Counts = {
  city: 1,
  district: 9,
  county: 9,
  street: 127,
  township: 172,
  community: 845,
  village: 1887,
  association: 21,
}
const generatedTypes = [
  'city',
  'district',
  'county',
  'street',
  'township',
  'community',
  'village',
  'association',
] as const
const growingTypes: readonly GeneratedType[] = ['street', 'township', 'community', 'village']

const WHOLE_SIZE = generatedTypes.reduce((sum, type) => sum + whole[type], 0)
const SHARE_WITHOUT_EMAIL = 0.005

/**
 * The example federation: a city with its districts and counties, streets and townships, communities, villages
 * and associations, parents before children. Shape and codes depend on the size alone; the seed chooses names,
 * persons and who has no email. Everything but the names of districts and counties is invented.
 * @param options.units how many units in all, 3,071 unless told. Fewer scale every type down, though each is
 *   kept; more add streets, townships, communities and villages
 * @throws RangeError for fewer units than there are types
 */
export function generateFederation(options: { seed: number; units?: number }): GeneratedUnit[] {
  const random = randomFrom(options.seed)
  return withContacts(nodesOf(countsFor(options.units ?? WHOLE_SIZE), random), random)
}

function countsFor(units: number): Counts {
  if (!Number.isInteger(units) || units < generatedTypes.length)
    throw new RangeError(`a federation has at least ${generatedTypes.length} units, not ${units}`)
  const grows = units >= WHOLE_SIZE
  const weights = generatedTypes.map((type) => {
    if (!grows) return whole[type] - 1
    return growingTypes.includes(type) ? whole[type] : 0
  })
  const shares = allot(units - (grows ? WHOLE_SIZE : generatedTypes.length), weights)
  const counts = { ...whole }
  generatedTypes.forEach((type, index) => {
    counts[type] = (grows ? whole[type] : 1) + (shares[index] ?? 0)
  })
  return counts
}

/** Divides `total` in whole parts by weight; what rounding leaves goes to the largest remainders. */
function allot(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => (sum === 0 ? 0 : (total * weight) / sum))
  const parts = exact.map(Math.floor)
  const left = total - parts.reduce((all, part) => all + part, 0)
  const largest = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((one, other) => other.remainder - one.remainder || one.index - other.index)
  for (const { index } of largest.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}

/** One for each while there are any, the rest by weight. */
function allotEach(total: number, weights: readonly number[]): number[] {
  const firsts = Math.min(total, weights.length)
  const rest = allot(total - firsts, weights)
  return rest.map((part, index) => part + (index < firsts ? 1 : 0))
}

function nodesOf(counts: Counts, random: Random): Node[] {
  const city: Node = { code: 'HRB', parentCode: null, type: 'city', name: '哈尔滨市妇联' }
  const places = [...districts.slice(0, counts.district), ...counties.slice(0, counts.county)]
  const heads = [
    ...districts.slice(0, counts.district).map((place) => headOf(place, 'district')),
    ...counties.slice(0, counts.county).map((place) => headOf(place, 'county')),
  ]
  const streets = childrenOf(heads, 'street', shareOf(places, 'streets', counts.street), random)
  const townships = childrenOf(heads, 'township', shareOf(places, 'townships', counts.township), random)
  const homes = [...streets, ...townships]
  const townlike = homes.map((home, index) => (home.type === 'street' ? 3 + ((index * 7) % 5) : 0))
  const communities = childrenOf(homes, 'community', allotEach(counts.community, townlike), random)
  const rural = townships.map((_, index) => 6 + ((index * 5) % 9))
  const villages = childrenOf(townships, 'village', allotEach(counts.village, rural), random)
  return [city, ...heads, ...homes, ...communities, ...villages, ...associationNodes(counts.association)]
}

function headOf(place: Place, type: 'district' | 'county'): Node {
  return { code: `HRB-${place.code}`, parentCode: 'HRB', type, name: `${place.name}妇联` }
}

function shareOf(places: readonly Place[], kind: 'streets' | 'townships', total: number): number[] {
  return allot(
    total,
    places.map((place) => place[kind]),
  )
}

function associationNodes(count: number): Node[] {
  return associations.slice(0, count).map((name, index) => ({
    code: `HRB-A${ordinal(index)}`,
    parentCode: 'HRB',
    type: 'association',
    name,
  }))
}

function ordinal(index: number): string {
  return String(index + 1).padStart(2, '0')
}

const letters = { street: 'S', township: 'T', community: 'C', village: 'V' } as const

function childrenOf(
  parents: readonly Node[],
  type: keyof typeof letters,
  parts: readonly number[],
  random: Random,
): Node[] {
  return parents.flatMap((parent, at) => {
    const nameOf = placeNames(random)
    return Array.from({ length: parts[at] ?? 0 }, (_, index) => ({
      code: `${parent.code}-${letters[type]}${ordinal(index)}`,
      parentCode: parent.code,
      type,
      name: `${nameOf(index)}${endingOf(type, index)}妇联`,
    }))
  })
}

function endingOf(type: keyof typeof letters, index: number): string {
  switch (type) {
    case 'street':
      return '街道'
    case 'township':
      return index % 3 === 2 ? '乡' : '镇'
    case 'community':
      return '社区'
    case 'village':
      return '村'
  }
}

function withContacts(nodes: readonly Node[], random: Random): GeneratedUnit[] {
  const parents = new Set(nodes.map((node) => node.parentCode))
  const leaves = nodes.filter((node) => !parents.has(node.code)).map((node) => node.code)
  const offline = pick(leaves, Math.max(1, Math.round(nodes.length * SHARE_WITHOUT_EMAIL)), random)
  let telephones = 0
  const contact = (role: GeneratedContact['role'], email: string | null): GeneratedContact => {
    telephones += 1
    return { role, name: personName(random), email, telephone: fictional(telephones), language: 'zh-CN' }
  }
  return nodes.map((node) => {
    const mailbox = `${node.code.toLowerCase()}@fl.example`
    const contacts = [contact('contact', offline.has(node.code) ? null : mailbox)]
    if (parents.has(node.code)) contacts.push(contact('supervisor', `supervisor.${mailbox}`))
    if (node.type === 'city') contacts.push(contact('leader', `leader.${mailbox}`))
    return { ...node, contacts }
  })
}

/** No subscriber's number begins with 0, so nobody can be called by mistake. */
function fictional(n: number): string {
  const digits = String(n).padStart(8, '0')
  return `0451-${digits.slice(0, 4)} ${digits.slice(4)}`
}

function pick(codes: readonly string[], count: number, random: Random): Set<string> {
  const picked = new Set<string>()
  while (picked.size < Math.min(count, codes.length)) {
    const code = codes[Math.floor(random() * codes.length)]
    if (code !== undefined) picked.add(code)
  }
  return picked
}
