import type { ItemState } from './docket.ts'
import type { Instant, LocalDate } from './time.ts'

/** A step of an item's chain, with its place named. */
export interface NamedStep {
  unitName: string
  role: 'supervisor' | 'leader'
  waitWorkingDays: number
}

/** What the record has of one docket item. */
export interface ItemFacts {
  state: ItemState
  dueOn: LocalDate | null
  /** Working days overdue at which the notice's policy has it join. */
  afterWorkingDays: number
  joinedAt: Instant
  level: number
  levelSince: Instant
  chain: readonly NamedStep[]
  handedOver: { at: Instant; who: string | null; reason: string } | null
  seenAt: Instant | null
  /** When that she is on it counts no longer. */
  seenUntil: Instant | null
  snoozedUntil: Instant | null
  climbsAt: Instant | null
  endedAt: Instant | null
  /** The decision that ended it, where a supervisor took it. */
  decided: { who: string | null; reason: string; extendedTo: LocalDate | null } | null
  submittedAt: Instant | null
  campaignEndedAt: Instant | null
}

export type ItemWhy =
  | { kind: 'opened'; at: Instant; dueOn: LocalDate | null; days: number; to: NamedStep | null }
  | { kind: 'climbed'; at: Instant; level: number; days: number; to: NamedStep | null }
  | { kind: 'handedOver'; at: Instant; who: string | null; reason: string; to: NamedStep | null }
  | { kind: 'seen'; at: Instant; until: Instant | null }
  | { kind: 'snoozed'; until: Instant }
  | { kind: 'climbs'; at: Instant; level: number }
  | { kind: 'top' }
  | { kind: 'settled' | 'campaignEnded'; at: Instant; submittedAt: Instant | null }
  | {
      kind: 'extended' | 'waived'
      at: Instant
      who: string | null
      reason: string
      extendedTo: LocalDate | null
    }

/** The story of an item from joining until now, a sentence for each thing that moved it. */
export function whyItem(item: ItemFacts): ItemWhy[] {
  return [...howItCame(item), ...(item.state === 'undecided' ? whereItStands(item) : howItEnded(item))]
}

function howItCame(item: ItemFacts): ItemWhy[] {
  const { chain, level, levelSince, handedOver } = item
  const first = chain[0] ?? null
  const opened = {
    kind: 'opened' as const,
    at: item.joinedAt,
    dueOn: item.dueOn,
    days: item.afterWorkingDays,
    to: first,
  }
  const to = chain[level - 1] ?? null
  const handed = handedOver === null ? [] : [{ kind: 'handedOver' as const, ...handedOver, to }]
  if (level === 1) return [opened, ...handed]
  const days = chain[level - 2]?.waitWorkingDays ?? 0
  const climbed = { kind: 'climbed' as const, at: levelSince, level, days, to }
  const wasHandedHere = handedOver !== null && handedOver.at.getTime() === levelSince.getTime()
  return wasHandedHere ? [opened, ...handed] : [opened, climbed]
}

function whereItStands({ seenAt, seenUntil, snoozedUntil, climbsAt, level }: ItemFacts): ItemWhy[] {
  return [
    ...(seenAt === null ? [] : [{ kind: 'seen' as const, at: seenAt, until: seenUntil }]),
    ...(snoozedUntil === null ? [] : [{ kind: 'snoozed' as const, until: snoozedUntil }]),
    climbsAt === null ? { kind: 'top' } : { kind: 'climbs', at: climbsAt, level: level + 1 },
  ]
}

function howItEnded({ state, endedAt, decided, submittedAt, campaignEndedAt }: ItemFacts): ItemWhy[] {
  if (endedAt === null) return []
  if (state === 'extended' || state === 'waived') {
    const { who, reason, extendedTo } = decided ?? { who: null, reason: '', extendedTo: null }
    return [{ kind: state, at: endedAt, who, reason, extendedTo }]
  }
  const ended = campaignEndedAt !== null && campaignEndedAt.getTime() === endedAt.getTime()
  return [{ kind: ended ? 'campaignEnded' : 'settled', at: endedAt, submittedAt }]
}
