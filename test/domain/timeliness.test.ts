import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOfDue, localDate } from '../../domain/time.ts'
import { isLocked, judge } from '../../domain/timeliness.ts'

const zone = 'Asia/Shanghai'
const dueAt = endOfDue(localDate('2014-05-10'), zone)
const graceEndsAt = endOfDue(localDate('2014-05-12'), zone)
const just = (instant: Date) => new Date(instant.getTime() - 1)
const facts = { firstSubmittedAt: null, dueAt, judgedDueAt: dueAt, asOf: new Date('2014-06-01T00:00:00Z') }

describe('timeliness', () => {
  it('is on time until the due date ends and late from that instant on', () => {
    expect(judge({ ...facts, firstSubmittedAt: just(dueAt) })).toBe('onTime')
    expect(judge({ ...facts, firstSubmittedAt: dueAt })).toBe('late')
  })

  it('is on time within the grace, and late from its end on', () => {
    const judgedDueAt = graceEndsAt
    expect(judge({ ...facts, judgedDueAt, firstSubmittedAt: just(graceEndsAt) })).toBe('onTime')
    expect(judge({ ...facts, judgedDueAt, firstSubmittedAt: graceEndsAt })).toBe('late')
  })

  it('keeps the judgement of what came late when it goes back with a new date', () => {
    const later = endOfDue(localDate('2014-05-20'), zone)
    expect(judge({ ...facts, dueAt: later, firstSubmittedAt: dueAt })).toBe('late')
  })

  it('is overdue once the due date has ended with nothing in, grace or not', () => {
    expect(judge({ ...facts, asOf: just(dueAt) })).toBe('outstanding')
    expect(judge({ ...facts, asOf: dueAt })).toBe('overdue')
    expect(judge({ ...facts, judgedDueAt: graceEndsAt, asOf: dueAt })).toBe('overdue')
  })

  it('tells how a day in the past stood, before a report had come in', () => {
    const firstSubmittedAt = just(dueAt)
    expect(judge({ ...facts, firstSubmittedAt, asOf: firstSubmittedAt })).toBe('onTime')
    expect(judge({ ...facts, firstSubmittedAt, asOf: just(firstSubmittedAt) })).toBe('outstanding')
  })

  it('never calls late or overdue what has no due date', () => {
    const anyInstant = fc.date({ noInvalidDate: true })
    fc.assert(
      fc.property(fc.option(anyInstant), anyInstant, (firstSubmittedAt, asOf) => {
        expect(judge({ firstSubmittedAt, dueAt: null, judgedDueAt: null, asOf })).toBe('noDue')
      }),
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
