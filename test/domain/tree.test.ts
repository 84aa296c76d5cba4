import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unitTypes } from '../../domain/audience.ts'
import { allowedParents, findCycle, mayStandUnder } from '../../domain/tree.ts'

describe('the tree', () => {
  it('runs from a city by way of districts and counties to communities and villages', () => {
    expect(mayStandUnder('city', null)).toBe(true)
    expect(mayStandUnder('district', 'city')).toBe(true)
    expect(mayStandUnder('county', 'city')).toBe(true)
    expect(mayStandUnder('street', 'county')).toBe(true)
    expect(mayStandUnder('community', 'township')).toBe(true)
    expect(mayStandUnder('village', 'street')).toBe(true)
    expect(mayStandUnder('village', 'city')).toBe(false)
    expect(mayStandUnder('district', 'county')).toBe(false)
    expect(mayStandUnder('city', 'city')).toBe(false)
  })

  it('has nothing but a city at its top, and nothing below a community or a village', () => {
    expect(unitTypes.filter((type) => mayStandUnder(type, null))).toEqual(['city'])
    for (const lowest of ['community', 'village', 'association', 'department', 'enterprise'] as const)
      expect(unitTypes.filter((type) => mayStandUnder(type, lowest))).toEqual([])
  })

  it('lets types stand in no circle', () => {
    const ids = new Map(unitTypes.map((type, index) => [type, index]))
    for (const type of unitTypes)
      for (const parent of allowedParents[type])
        if (!['association', 'department', 'enterprise'].includes(type))
          expect(ids.get(parent)).toBeLessThan(ids.get(type) ?? 0)
  })
})

describe('findCycle', () => {
  it('finds none in a tree, in whatever order it is given, nor where a parent is not listed', () => {
    const anyTree = fc.array(fc.nat(), { minLength: 1, maxLength: 60 }).chain((above) => {
      const edges = above.map((n, id) => ({ id, parentId: id === 0 ? null : n % id }))
      return fc.shuffledSubarray(edges)
    })
    fc.assert(fc.property(anyTree, (edges) => findCycle(edges) === null))
  })

  it('gives the circle itself and not the way to it, each unit before its parent', () => {
    const edges = [
      { id: 1, parentId: 2 },
      { id: 2, parentId: 3 },
      { id: 3, parentId: 4 },
      { id: 4, parentId: 2 },
      { id: 9, parentId: null },
    ]
    expect(findCycle(edges)).toEqual([2, 3, 4])
    expect(findCycle([{ id: 5, parentId: 5 }])).toEqual([5])
  })

  it('finds the circle that a moved unit closes', () => {
    const anyMove = fc.record({ above: fc.array(fc.nat(), { minLength: 2, maxLength: 60 }), move: fc.nat() })
    fc.assert(
      fc.property(anyMove, ({ above, move }) => {
        const parents = above.map((n, id) => (id === 0 ? null : n % id))
        const way: number[] = []
        for (let at: number | null = (move % (above.length - 1)) + 1; at !== null; at = parents[at] ?? null)
          way.push(at)
        const moved = parents.map((parentId, id) => ({ id, parentId: id === 0 ? way[0]! : parentId }))
        expect(new Set(findCycle(moved))).toEqual(new Set(way))
      }),
    )
  })

  it('looks at each of 100,000 units in a row once', () => {
    const row = Array.from({ length: 100_000 }, (_, id) => ({ id, parentId: id === 0 ? null : id - 1 }))
    const started = performance.now()
    expect(findCycle(row)).toBeNull()
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
