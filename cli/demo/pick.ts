import type { Random } from '../../domain/random.ts'

/** One of the values, as often as its weight among all weights. */
export function pick<T>(
  random: Random,
  weighted: readonly [readonly [T, number], ...(readonly [T, number])[]],
): T {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0)
  let left = random() * total
  for (const [value, weight] of weighted) {
    left -= weight
    if (left < 0) return value
  }
  return weighted[0][0]
}
