import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latestDue, momentsOf, nextAfter, type DueRule, type Duty, type Moment } from '../../domain/plan.ts'
import { commonPolicy, type Policy } from '../../domain/policy.ts'
import { canSendAt, type SendingRules } from '../../domain/sending.ts'
import { addDays, dateIn, endOfDue, instantAt, localDate, type LocalDate } from '../../domain/time.ts'
import { calendarWith, labourDay2014, walkWorkingDays } from './naive.ts'

const zone = 'Asia/Shanghai'
const calendar = calendarWith()
const sending: SendingRules = { zone, times: ['09:00', '14:00'], window: { start: '08:00', end: '20:00' } }
const nine = (date: LocalDate | string) => instantAt(localDate(date), '09:00', zone)

function plan(due: DueRule, policy: Policy = commonPolicy, duty: Duty = 'report') {
  return momentsOf({ duty, due, policy, calendar, sending })
}

function daysOf(moments: Moment[], step: string) {
  return moments.filter((one) => one.step === step).map((one) => dateIn(zone, one.at))
}

const saturday: DueRule = { kind: 'dated', dueOn: localDate('2014-05-10') }

describe('the moments of a report due on Saturday 10 May 2014', () => {
  const moments = plan(saturday)

  it('remind before it over the Labour Day and its make-up Sunday, as a walk over working days finds', () => {
    for (const n of [10, 5, 3, 1]) {
      const walked = walkWorkingDays(calendar, localDate('2014-05-10'), -n)
      expect(daysOf(moments, `before-${n}`)).toEqual([walked])
    }
    const reminders = moments.filter((one) => one.kind === 'reminder')
    expect(reminders.map((one) => dateIn(zone, one.at))).toEqual([
      '2014-04-25',
      '2014-05-05',
      '2014-05-07',
      '2014-05-09',
    ])
  })

  it('call it late from Monday the 12th and escalate on Wednesday the 14th', () => {
    expect(daysOf(moments, 'overdue')).toEqual([
      '2014-05-12',
      '2014-05-14',
      '2014-05-16',
      '2014-05-20',
      '2014-05-22',
    ])
    expect(moments.find((one) => one.kind === 'escalation')?.at).toEqual(nine('2014-05-14'))
  })

  it('put the notice of lateness before the escalation where both fall on one instant', () => {
    const together = moments.filter((one) => one.at.getTime() === nine('2014-05-14').getTime())
    expect(together.map((one) => one.kind)).toEqual(['late', 'escalation'])
  })
})

describe('moments', () => {
  it('follow the steps of their own duty', () => {
    const due: DueRule = { kind: 'dated', dueOn: localDate('2014-05-09') }
    const acknowledging = plan(due, commonPolicy, 'acknowledge')
    expect(daysOf(acknowledging, 'on-day')).toEqual(['2014-05-09'])
    expect(daysOf(acknowledging, 'before-1')).toEqual(['2014-05-08'])
    expect(daysOf(plan(due), 'on-day')).toEqual([])
  })

  it('leave out the day itself where it is off', () => {
    expect(daysOf(plan(saturday, commonPolicy, 'acknowledge'), 'on-day')).toEqual([])
  })

  it('of an open duty come in a rhythm and never call it late', () => {
    const moments = plan({ kind: 'open', since: localDate('2014-04-25') })
    expect(moments).toHaveLength(6)
    expect(moments.every((one) => one.kind === 'reminder' && one.step === 'rhythm')).toBe(true)
    expect(moments[0]?.at).toEqual(nine('2014-05-12'))
  })

  it('of a duty without a due do not exist', () => {
    expect(plan({ kind: 'none' })).toEqual([])
  })

  it('cannot be had with a calendar and sending times of two zones', () => {
    const berlin = { ...sending, zone: 'Europe/Berlin' }
    expect(() =>
      momentsOf({ duty: 'report', due: saturday, policy: commonPolicy, calendar, sending: berlin }),
    ).toThrow(RangeError)
  })
})

const small = fc.integer({ min: 1, max: 20 })
const anySteps = fc.record({
  before: fc.array(small, { maxLength: 6 }),
  onDay: fc.boolean(),
  overdue: fc.option(fc.record({ first: small, every: small, atMost: small })),
})
const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  acknowledge: anySteps,
  report: anySteps,
  open: fc.record({ everyWorkingDays: small, atMost: small }),
  escalation: small.map((n) => ({ ...commonPolicy.escalation, afterWorkingDays: n })),
})
const anyDate = fc.integer({ min: 0, max: 364 }).map((n) => addDays(localDate('2014-01-01'), n))
const anyInput = fc.record({
  duty: fc.constantFrom<Duty[]>('acknowledge', 'report'),
  dueOn: anyDate,
  open: fc.boolean(),
  policy: anyPolicy,
  zone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Pacific/Auckland'),
  off: fc.array(anyDate, { maxLength: 40 }),
})

describe('the moments of any policy, calendar and zone', () => {
  const eachCase = (check: (moments: Moment[], dueEnds: Date, isOpen: boolean) => void) =>
    fc.assert(
      fc.property(anyInput, (input) => {
        const holidays = input.off.map((date) => ({ date, working: false, reason: '假' }))
        const some = calendarWith({ zone: input.zone, exceptions: [...labourDay2014, ...holidays] })
        const rules = { ...sending, zone: input.zone }
        const due: DueRule = input.open
          ? { kind: 'open', since: input.dueOn }
          : { kind: 'dated', dueOn: input.dueOn }
        const moments = momentsOf({ ...input, due, calendar: some, sending: rules })
        expect(moments.every((one) => canSendAt(some, rules, one.at))).toBe(true)
        check(moments, endOfDue(input.dueOn, input.zone), input.open)
      }),
    )

  it('are in order, on working days inside the sending window, each named once', () => {
    eachCase((moments) => {
      const times = moments.map((one) => one.at.getTime())
      expect(times).toEqual([...times].sort((one, other) => one - other))
      expect(new Set(moments.map((one) => `${one.step} ${one.nth}`)).size).toBe(moments.length)
    })
  })

  it('remind before the due date ends, and are late or escalate only after it', () => {
    eachCase((moments, dueEnds, isOpen) => {
      for (const one of moments) {
        if (isOpen) expect(one.kind).toBe('reminder')
        else expect(one.at < dueEnds).toBe(one.kind === 'reminder')
      }
    })
  })
})

describe('looking at the moments', () => {
  const moments = plan(saturday)
  const long = new Date(0)

  it('catches up what was missed once, with the latest of its kinds', () => {
    const asOf = nine('2014-05-16')
    expect(latestDue(moments, ['late'], long, asOf)).toMatchObject({ step: 'overdue', nth: 3 })
    expect(latestDue(moments, ['reminder'], long, asOf)).toMatchObject({ step: 'before-1' })
    expect(latestDue(moments, ['reminder', 'late', 'escalation'], long, nine('2014-05-14'))?.step).toBe(
      'escalate',
    )
  })

  it('takes a moment at the very instant, and lapses what lies at or before the arming', () => {
    const first = nine('2014-04-25')
    expect(latestDue(moments, ['reminder'], long, first)?.step).toBe('before-10')
    expect(latestDue(moments, ['reminder'], long, new Date(first.getTime() - 1))).toBeNull()
    expect(latestDue(moments, ['reminder'], first, first)).toBeNull()
    expect(latestDue(moments, ['reminder'], nine('2014-05-05'), nine('2014-05-06'))).toBeNull()
  })

  it('wakes next at the first moment to come, and no more after the last', () => {
    expect(nextAfter(moments, long)?.step).toBe('before-10')
    expect(nextAfter(moments, nine('2014-04-25'))?.step).toBe('before-5')
    expect(nextAfter(moments, nine('2014-05-22'))).toBeNull()
  })
})
