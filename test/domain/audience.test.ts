import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  audienceRuleSchema,
  matches,
  selectAudience,
  unitTypes,
  type AudienceRule,
  type TreeUnit,
  type UnitType,
} from '../../domain/audience.ts'

const include: AudienceRule = { effect: 'include', under: null, types: [], units: [] }
const exclude: AudienceRule = { ...include, effect: 'exclude' }

/** 1 city over districts 2 and 3; under 2 a street 4 with communities 5 and 6; under 3 a township 7. */
const tree: TreeUnit[] = [
  { id: 7, parentId: 3, type: 'township' },
  { id: 1, parentId: null, type: 'city' },
  { id: 2, parentId: 1, type: 'district' },
  { id: 3, parentId: 1, type: 'county' },
  { id: 4, parentId: 2, type: 'street' },
  { id: 5, parentId: 4, type: 'community' },
  { id: 6, parentId: 4, type: 'community' },
]

function ancestorsOf(unit: TreeUnit, units: TreeUnit[]): Set<number> {
  const above = new Set<number>()
  let parentId = unit.parentId
  while (parentId !== null && !above.has(parentId)) {
    above.add(parentId)
    parentId = units.find((other) => other.id === parentId)?.parentId ?? null
  }
  return above
}

describe('an audience', () => {
  it('is nobody where no rule includes anybody', () => {
    expect(selectAudience([], tree)).toEqual([])
    expect(selectAudience([exclude], tree)).toEqual([])
  })

  it('takes types over the whole tree and subtrees with the unit at their head', () => {
    expect(selectAudience([{ ...include, types: ['district', 'county'] }], tree)).toEqual([2, 3])
    expect(selectAudience([{ ...include, under: 2 }], tree)).toEqual([2, 4, 5, 6])
    expect(selectAudience([{ ...include, under: 2, types: ['community'] }], tree)).toEqual([5, 6])
  })

  it('leaves out what a rule excludes, wherever in the list the rule stands', () => {
    expect(
      selectAudience(
        [
          { ...exclude, units: [6] },
          { ...include, under: 4 },
        ],
        tree,
      ),
    ).toEqual([4, 5])
    expect(selectAudience([include, { ...exclude, under: 2 }], tree)).toEqual([1, 3, 7])
  })

  it('names single units, but none that the tree does not have', () => {
    expect(selectAudience([{ ...include, units: [7, 99, 5] }], tree)).toEqual([5, 7])
    expect(selectAudience([{ ...include, under: 99 }], tree)).toEqual([])
  })

  it('is found in a tree that runs in a circle too', () => {
    const circle: TreeUnit[] = [
      { id: 1, parentId: 2, type: 'street' },
      { id: 2, parentId: 1, type: 'street' },
    ]
    expect(selectAudience([{ ...include, under: 1 }], circle)).toEqual([1, 2])
  })

  const anyTree = fc
    .array(fc.record({ above: fc.nat(), type: fc.constantFrom(...unitTypes) }), {
      minLength: 1,
      maxLength: 40,
    })
    .map((units) =>
      units.map(({ above, type }, index): TreeUnit => ({
        id: index + 1,
        parentId: index === 0 || above % 9 === 0 ? null : (above % index) + 1,
        type,
      })),
    )
  const anyPlace = fc.record({
    effect: fc.constantFrom<AudienceRule['effect'][]>('include', 'exclude'),
    under: fc.option(fc.integer({ min: 1, max: 45 })),
    types: fc.array(fc.constantFrom(...unitTypes), { maxLength: 4 }),
    units: fc.constant<number[]>([]),
  })
  const anyNames = fc.record({
    effect: fc.constantFrom<AudienceRule['effect'][]>('include', 'exclude'),
    under: fc.constant<number | null>(null),
    types: fc.constant<UnitType[]>([]),
    units: fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 5 }),
  })
  const anyRules: fc.Arbitrary<AudienceRule[]> = fc.array(fc.oneof(anyPlace, anyNames), { maxLength: 6 })

  it('is what asking every rule about every unit gives', () => {
    fc.assert(
      fc.property(anyRules, anyTree, (rules, units) => {
        const hit = (unit: TreeUnit, effect: AudienceRule['effect']) =>
          rules.some((rule) => {
            const above = ancestorsOf(unit, units)
            const found = matches(rule, unit, above)
            expect(matches(rule, unit, (id) => above.has(id))).toBe(found)
            return rule.effect === effect && found
          })
        const asked = units.filter((unit) => hit(unit, 'include') && !hit(unit, 'exclude'))
        expect(selectAudience(rules, units)).toEqual(asked.map((unit) => unit.id))
      }),
    )
  })

  it('of 100,000 units is found in well under a second', () => {
    const large = Array.from({ length: 100_000 }, (_, index): TreeUnit => ({
      id: index + 1,
      parentId: index === 0 ? null : Math.floor((index - 1) / 10) + 1,
      type: index % 2 === 0 ? 'street' : 'community',
    }))
    const started = performance.now()
    const found = selectAudience(
      [
        { ...include, types: ['community'] },
        { ...exclude, under: 2 },
        { ...exclude, under: 3, types: ['street'] },
      ],
      large,
    )
    expect(performance.now() - started).toBeLessThan(1000)
    expect(found.length).toBeGreaterThan(40_000)
  })
})

describe('an audience rule', () => {
  it('is by name or by place, never both', () => {
    expect(audienceRuleSchema.safeParse({ ...include, under: 2, types: ['street'] }).success).toBe(true)
    expect(audienceRuleSchema.safeParse({ ...include, units: [2] }).success).toBe(true)
    expect(audienceRuleSchema.safeParse({ ...include, units: [2], under: 1 }).success).toBe(false)
    expect(audienceRuleSchema.safeParse({ ...include, units: [2], types: ['street'] }).success).toBe(false)
  })

  it('has no fields but its own', () => {
    expect(audienceRuleSchema.safeParse({ ...include, depth: 1 }).success).toBe(false)
    expect(audienceRuleSchema.safeParse({ ...include, effect: 'maybe' }).success).toBe(false)
  })
})
