import { describe, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { whyMail, type MailFacts, type MailThing } from '../../domain/why.ts'
import { whyItem, type ItemFacts } from '../../domain/whyItem.ts'
import { whyState, type StateFacts } from '../../domain/whyState.ts'

const slot = new Date('2014-05-07T01:00:00Z')
const later = (minutes: number) => new Date(slot.getTime() + minutes * 60_000)
const thing: MailThing = {
  duty: 'report',
  ordinal: 1,
  what: '总结',
  state: 'expected',
  doneAt: null,
  step: { step: 'before-3', nth: 1, slot, dueOn: localDate('2014-05-10') },
  moved: false,
  campaignPaused: false,
  dropped: null,
  endedAt: null,
}
const mail: MailFacts = {
  kind: 'reminder',
  state: 'cancelled',
  createdAt: slot,
  sendAt: slot,
  finishedAt: later(1),
  facts: {},
  reachable: true,
  things: [thing],
}

function whyNot(changes: Partial<MailThing>, more: Partial<MailFacts> = {}): string[] {
  const { fate } = whyMail({ ...mail, ...more, things: [{ ...thing, ...changes }] })
  return fate.kind === 'cancelled' ? fate.reasons.map(({ kind }) => kind) : [fate.kind]
}

describe('why a mail did not go', () => {
  test.each<[string, Partial<MailThing>, Partial<MailFacts>]>([
    ['done', { state: 'submitted', doneAt: later(0) }, {}],
    ['waived', { state: 'waived' }, {}],
    ['withdrawn', { state: 'withdrawn' }, {}],
    ['moved', { moved: true }, {}],
    ['ended', { state: 'missed', endedAt: later(0) }, {}],
    ['paused', { dropped: 'paused' }, {}],
    ['takenBack', { dropped: 'takenBack' }, {}],
    ['nobody', {}, { reachable: false }],
    ['needless', {}, {}],
    ['waiting', {}, { state: 'created' }],
    ['again', {}, { state: 'temporary_failure' }],
  ])('is told: %s', (kind, changes, more) => {
    expect(whyNot(changes, more)).toEqual([kind])
  })

  test('is not that it was done, where that came only after', () => {
    expect(whyNot({ state: 'submitted', doneAt: later(5) })).toEqual(['needless'])
  })
})

const item: ItemFacts = {
  state: 'undecided',
  dueOn: localDate('2014-05-10'),
  afterWorkingDays: 3,
  joinedAt: slot,
  level: 1,
  levelSince: slot,
  chain: [
    { unitName: '区', role: 'supervisor', waitWorkingDays: 3 },
    { unitName: '市', role: 'leader', waitWorkingDays: 5 },
  ],
  handedOver: null,
  seenAt: null,
  seenUntil: null,
  snoozedUntil: null,
  climbsAt: later(10),
  endedAt: null,
  decided: null,
  submittedAt: null,
  campaignEndedAt: null,
}
const story = (changes: Partial<ItemFacts>) => whyItem({ ...item, ...changes }).map(({ kind }) => kind)

describe('the story of a docket item', () => {
  test('tells how it came and when it climbs, or that it climbs no further', () => {
    expect(story({})).toEqual(['opened', 'climbs'])
    expect(story({ level: 2, levelSince: later(9), climbsAt: null })).toEqual(['opened', 'climbed', 'top'])
  })

  test('tells that it was handed over, seen and put off', () => {
    const handedOver = { at: later(2), who: null, reason: '' }
    expect(story({ handedOver, seenAt: later(3), snoozedUntil: later(20) })).toEqual([
      'opened',
      'handedOver',
      'seen',
      'snoozed',
      'climbs',
    ])
  })

  test('tells how it ended: by an answer, by a decision, or with the notice', () => {
    const endedAt = later(8)
    expect(story({ state: 'settled', endedAt })).toEqual(['opened', 'settled'])
    expect(story({ state: 'extended', endedAt })).toEqual(['opened', 'extended'])
    expect(story({ state: 'settled', endedAt, campaignEndedAt: endedAt })).toEqual([
      'opened',
      'campaignEnded',
    ])
  })
})

test('every state of an obligation has its reason', () => {
  const report = { at: slot, who: '王', version: 1, reviewedAt: later(1), reviewer: '李', reason: '少附件' }
  const facts: StateFacts = {
    duty: 'report',
    state: 'expected',
    dueOn: null,
    past: false,
    issuedAt: slot,
    endedAt: null,
    acknowledgedAt: null,
    report,
    waived: null,
  }
  const why = (changes: Partial<StateFacts>) => whyState({ ...facts, ...changes }).kind
  expect(why({})).toBe('waiting')
  expect(why({ past: true })).toBe('overdue')
  for (const state of ['submitted', 'returned', 'accepted', 'waived', 'withdrawn', 'missed'] as const)
    expect(why({ state })).toBe(state)
  expect(why({ duty: 'acknowledge', state: 'accepted', acknowledgedAt: slot })).toBe('acknowledged')
  expect(why({ state: 'accepted', report: null })).toBe('unrecorded')
})
