import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOfDue, localDate } from '../../domain/time.ts'
import { isLocked, judge } from '../../domain/timeliness.ts'

const zone = 'Asia/Shanghai'
const judgedDueAt = endOfDue(localDate('2014-05-10'), zone)
const graceEndsAt = endOfDue(localDate('2014-05-12'), zone)
const just = (instant: Date) => new Date(instant.getTime() - 1)
const facts = {
  firstSubmittedAt: null,
  judgedDueAt,
  graceEndsAt: null,
  asOf: new Date('2014-06-01T00:00:00Z'),
}

describe('timeliness', () => {
  it('is on time until the due date ends and late from that instant on', () => {
    expect(judge({ ...facts, firstSubmittedAt: just(judgedDueAt) })).toBe('onTime')
    expect(judge({ ...facts, firstSubmittedAt: judgedDueAt })).toBe('late')
  })

  it('is on time within the grace, and late from its end on', () => {
    expect(judge({ ...facts, graceEndsAt, firstSubmittedAt: just(graceEndsAt) })).toBe('onTime')
    expect(judge({ ...facts, graceEndsAt, firstSubmittedAt: graceEndsAt })).toBe('late')
  })

  it('takes the later of due date and grace where an extension has passed the grace', () => {
    const extended = endOfDue(localDate('2014-05-20'), zone)
    expect(judge({ ...facts, judgedDueAt: extended, graceEndsAt, firstSubmittedAt: just(extended) })).toBe(
      'onTime',
    )
  })

  it('is overdue once the due date has ended with nothing in, grace or not', () => {
    expect(judge({ ...facts, asOf: just(judgedDueAt) })).toBe('outstanding')
    expect(judge({ ...facts, asOf: judgedDueAt })).toBe('overdue')
    expect(judge({ ...facts, graceEndsAt, asOf: judgedDueAt })).toBe('overdue')
  })

  it('tells how a day in the past stood, before a report had come in', () => {
    const firstSubmittedAt = just(judgedDueAt)
    expect(judge({ ...facts, firstSubmittedAt, asOf: firstSubmittedAt })).toBe('onTime')
    expect(judge({ ...facts, firstSubmittedAt, asOf: just(firstSubmittedAt) })).toBe('outstanding')
  })

  it('never calls late or overdue what has no due date', () => {
    const anyInstant = fc.date({ noInvalidDate: true })
    fc.assert(
      fc.property(
        fc.option(anyInstant),
        fc.option(anyInstant),
        anyInstant,
        (firstSubmittedAt, grace, asOf) => {
          expect(judge({ firstSubmittedAt, judgedDueAt: null, graceEndsAt: grace, asOf })).toBe('noDue')
        },
      ),
    )
  })
})

describe('a lock', () => {
  it('closes at its instant, and never where there is none', () => {
    expect(isLocked({ lockAt: graceEndsAt, asOf: just(graceEndsAt) })).toBe(false)
    expect(isLocked({ lockAt: graceEndsAt, asOf: graceEndsAt })).toBe(true)
    expect(isLocked({ lockAt: null, asOf: graceEndsAt })).toBe(false)
  })
})
