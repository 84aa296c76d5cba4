import type { Stretch } from './sentence.ts'

/** "5月10日和8月30日前分别报送A和B": as many things as dates are one for each. */
export function sharesOf(what: Stretch, count: number): Stretch[] {
  if (count < 2) return []
  const parts = [...what.text.matchAll(/[^、和及与]+/g)].map((match) => ({
    text: match[0],
    start: what.start + match.index,
    end: what.start + match.index + match[0].length,
  }))
  return parts.length === count ? parts : []
}
