import type { CircularMilestone } from './draft.ts'
import type { Found } from './found.ts'
import type { Stretch } from './sentence.ts'
import { isBare } from './what.ts'
import { LOCK } from './words.ts'

const asksOpinion = /征求.{0,80}意见的?(?:函|通知)/
const article = /^\s*第[一二三四五六七八九十百]{1,4}条/

/** An article of a draft that units are asked for their opinion on: nothing in it holds yet. */
export function isProposed(text: string, { start }: Stretch): boolean {
  const line = text.lastIndexOf('\n', start) + 1
  return article.test(text.slice(line, line + 12)) && asksOpinion.test(text.slice(0, line))
}

const OUTDATED_WITHIN = 160
const told = /(?:下发|印发|发出|发布|转发)了|原定|曾|要求/

/** "要求3月31日前报送核查表……现延长至4月18日": the day that an earlier notice set no longer holds. */
export function withoutOutdated(text: string, found: Found[]): Found[] {
  const outdated = new Map<Found, Found>()
  for (const later of found) {
    if (!later.milestone.rule.endsWith('/moved')) continue
    const before = found.filter(({ at, milestone }) => at < later.at && milestone.kind === 'dated').at(-1)
    if (before === undefined || later.at - before.at > OUTDATED_WITHIN) continue
    const sentence = text.slice(Math.max(0, text.lastIndexOf('。', before.at)), before.at)
    if (told.test(sentence)) outdated.set(later, before)
  }
  const dropped = new Set(outdated.values())
  return found
    .filter((one) => !dropped.has(one))
    .map((one) => {
      const before = outdated.get(one)?.milestone
      if (before === undefined) return one
      return { ...one, milestone: { ...one.milestone, what: before.what, whatSpan: before.whatSpan } }
    })
}

/** The same thing by the same day, said twice, is one; a request without a day is answered by any date elsewhere. */
export function withoutRepeats(found: Found[]): Found[] {
  const anyDated = found.some(
    ({ milestone }) => milestone.kind !== 'open' && milestone.kind !== 'none' && !milestone.workOnly,
  )
  const kept: Found[] = []
  for (const one of found) {
    if (one.milestone.kind === 'none' && anyDated) continue
    const twin = kept.find((other) => isTwin(one.milestone, other.milestone))
    if (twin === undefined) kept.push(one)
    else if (isBare(twin.milestone.what) && !isBare(one.milestone.what)) kept[kept.indexOf(twin)] = one
  }
  return kept
}

function isTwin(one: CircularMilestone, other: CircularMilestone): boolean {
  if (one.kind !== other.kind || one.due === null || one.due !== other.due) return false
  if (one.recipients.join() !== other.recipients.join()) return false
  const [short, long] = [one.what, other.what].sort((a, b) => a.length - b.length)
  return short === undefined || long === undefined || long.includes(short) || isBare(short)
}

/** Late reports are not taken: of what stands in the same paragraph before it, else of everything dated. */
export function markLocked(text: string, found: Found[]): void {
  for (const match of text.matchAll(LOCK)) {
    const paragraph = text.lastIndexOf('\n', match.index)
    const before = found.filter(({ at }) => at < match.index && at > paragraph)
    const dated = found.filter(({ milestone }) => milestone.due !== null)
    for (const { milestone } of before.length > 0 ? before : dated) milestone.locked = true
  }
}
