import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unitTypes } from '../../domain/audience.ts'
import { generateFederation, type GeneratedUnit } from '../../domain/federation.ts'
import { findCycle, mayStandUnder } from '../../domain/tree.ts'

const federation = generateFederation({ seed: 1 })

function countsOf(units: GeneratedUnit[]) {
  return Object.fromEntries(
    unitTypes.map((type) => [type, units.filter((unit) => unit.type === type).length]),
  )
}

/** What must hold of any federation, of whatever size and seed. */
function expectSound(units: GeneratedUnit[]) {
  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  expect(byCode.size).toBe(units.length)
  expect(new Set(units.map((unit) => `${unit.parentCode} ${unit.name}`)).size).toBe(units.length)
  const seen = new Set<string>()
  for (const unit of units) {
    const parent = unit.parentCode === null ? null : byCode.get(unit.parentCode)
    expect(mayStandUnder(unit.type, parent?.type ?? null)).toBe(true)
    if (unit.parentCode !== null) expect(seen.has(unit.parentCode)).toBe(true)
    seen.add(unit.code)
  }
  const parents = new Set(units.map((unit) => unit.parentCode))
  for (const unit of units) {
    const roles = ['contact']
    if (parents.has(unit.code)) roles.push('supervisor')
    if (unit.type === 'city') roles.push('leader')
    expect(unit.contacts.map((contact) => contact.role)).toEqual(roles)
  }
}

describe('the example federation', () => {
  it('has exactly the units that a city of this size has', () => {
    expect(federation).toHaveLength(3071)
    expect(countsOf(federation)).toEqual({
      city: 1,
      district: 9,
      county: 9,
      street: 127,
      township: 172,
      community: 845,
      village: 1887,
      association: 21,
      department: 0,
      enterprise: 0,
    })
  })

  it('stands as a tree of allowed places, parents first, names unique among siblings', () => {
    expectSound(federation)
    const ids = new Map(federation.map((unit, index) => [unit.code, index]))
    const edges = federation.map((unit, id) => ({
      id,
      parentId: unit.parentCode === null ? null : (ids.get(unit.parentCode) ?? null),
    }))
    expect(findCycle(edges)).toBeNull()
  })

  it('leaves no street or township without a community, and no township without a village', () => {
    const has = (code: string, type: string) =>
      federation.some((unit) => unit.parentCode === code && unit.type === type)
    for (const unit of federation) {
      if (unit.type === 'street' || unit.type === 'township') expect(has(unit.code, 'community')).toBe(true)
      if (unit.type === 'township') expect(has(unit.code, 'village')).toBe(true)
    }
  })

  it('leaves one contact in two hundred without email, never one that others stand under', () => {
    const offline = federation.filter((unit) => unit.contacts.some((contact) => contact.email === null))
    expect(offline).toHaveLength(15)
    expect(offline.some((unit) => federation.some((other) => other.parentCode === unit.code))).toBe(false)
  })

  it('reaches nobody real: example mailboxes, each once, and numbers that cannot be', () => {
    const contacts = federation.flatMap((unit) => unit.contacts)
    const emails = contacts.flatMap(({ email }) => (email === null ? [] : [email]))
    expect(emails.every((email) => email.endsWith('@fl.example'))).toBe(true)
    expect(new Set(emails).size).toBe(emails.length)
    expect(contacts.every(({ telephone }) => /^0451-0\d{3} \d{4}$/.test(telephone))).toBe(true)
  })

  it('is the same for the same seed, and keeps its codes for another', () => {
    expect(generateFederation({ seed: 1 })).toEqual(federation)
    const other = generateFederation({ seed: 2 })
    expect(other).not.toEqual(federation)
    expect(other.map((unit) => unit.code)).toEqual(federation.map((unit) => unit.code))
    expect(federation.map((unit) => unit.code)).toContain('HRB-DL-S03-C02')
  })
})

describe('a smaller or larger federation', () => {
  it('has as many units as asked for, each type among them, and is as sound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 4000 }), fc.integer(), (units, seed) => {
        const some = generateFederation({ seed, units })
        expect(some).toHaveLength(units)
        expectSound(some)
        expect(new Set(some.map((unit) => unit.type)).size).toBe(8)
      }),
      {
        numRuns: 12,
        examples: [
          [8, 1],
          [200, 1],
          [3070, 1],
          [3072, 1],
        ],
      },
    )
  })

  it('keeps its districts, counties and associations however large it grows', () => {
    const large = generateFederation({ seed: 1, units: 100_000 })
    expect(large).toHaveLength(100_000)
    expect(countsOf(large)).toMatchObject({ city: 1, district: 9, county: 9, association: 21 })
    expect(new Set(large.map((unit) => `${unit.parentCode} ${unit.name}`)).size).toBe(100_000)
  })

  it('is refused where not every type finds room', () => {
    expect(() => generateFederation({ seed: 1, units: 7 })).toThrow(RangeError)
    expect(() => generateFederation({ seed: 1, units: 20.5 })).toThrow(RangeError)
  })
})
