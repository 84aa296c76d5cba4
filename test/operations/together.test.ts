import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commonPolicy } from '../../domain/policy.ts'
import { Problem } from '../../domain/problem.ts'
import { localDate } from '../../domain/time.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import type { Actor, Op } from '../../operations/perform.ts'
import { acceptReport } from '../../operations/review/acceptReport.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { closeUnit } from '../../operations/tree/changeUnit.ts'
import { lockObligation } from '../../operations/unit/openObligation.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { itemsOf, milestoneOf, obligationOf, remindersOf, reportOf, stateOf } from '../support/story.ts'

/** Two at the same thing at once: both come to an end, and the facts agree with each other. */
let desk: Desk
let campaignId: number
let villages: string[]
let next = 0
let village: string

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 40 })
  villages = desk.units.filter(({ type }) => type === 'village').map(({ code }) => code)
  // Without mails after the date, so that nothing but the item itself makes a sweep wait for a unit that reports.
  const report = { ...commonPolicy.report, overdue: null }
  campaignId = await desk.issue({ ...exampleNotice('grassroots'), policy: { ...commonPolicy, report } })
  await desk.at('2014-05-14 09:00')
  await desk.sweep(campaignId)
})
beforeEach(() => {
  village = villages[next]!
  next += 1
})
afterAll(() => desk.close())

const reporting = async (code: string): Promise<(op: Op) => Promise<unknown>> => {
  const obligationId = await obligationOf(desk, campaignId, code, 1)
  return (op) =>
    submitReport(op, {
      obligationId,
      text: '已开展。',
      values: new Map(),
      channel: 'link',
      submitterName: '王',
    })
}

/** Runs an operation up to a point and holds its transaction open there until `goOn` is called. */
async function held<A extends Actor>(
  actor: A,
  work: (op: Op<A>, reachPoint: () => Promise<void>) => Promise<unknown>,
): Promise<{ goOn: () => void; done: Promise<unknown> }> {
  let goOn = (): void => undefined
  const released = new Promise<void>((resolve) => {
    goOn = resolve
  })
  let done: Promise<unknown> = Promise.resolve()
  await new Promise<void>((reached, failed) => {
    done = desk.do(actor, (op) =>
      work(op, () => {
        reached()
        return released
      }),
    )
    done.catch(failed)
  })
  return { goOn, done }
}

/** Long enough for the other to run into the lock that the first one holds. */
const aMoment = (): Promise<void> => pause(150)

describe('a unit reports while', () => {
  test('a supervisor extends its item: the report stands, and she is told that it is settled', async () => {
    const [item] = await itemsOf(desk, campaignId, village, 1)
    const report = await reporting(village)
    const obligationId = await obligationOf(desk, campaignId, village, 1)
    const unit = await held(await desk.contactOf(campaignId, village), async (op, reachPoint) => {
      await lockObligation(op, obligationId)
      await reachPoint()
      await report(op)
    })
    const decision = desk.do(desk.coordinator, (op) =>
      decideItems(op, {
        kind: 'extend',
        itemIds: [item!.id],
        reason: '春耕',
        dueOn: localDate('2014-05-23'),
      }),
    )
    const outcome = expect(decision).rejects.toMatchObject({ code: 'item-already-decided' })
    await aMoment()
    unit.goOn()
    await unit.done
    await outcome
    expect(await itemsOf(desk, campaignId, village, 1)).toMatchObject([{ state: 'settled' }])
  })

  test('a coordinator moves the date for all: both go through, one after the other', async () => {
    const report = await reporting(village)
    const obligationId = await obligationOf(desk, campaignId, village, 1)
    const milestoneId = await milestoneOf(desk, campaignId, 1)
    const unitIds = [await desk.unitId(village)]
    const unit = await held(await desk.contactOf(campaignId, village), async (op, reachPoint) => {
      await lockObligation(op, obligationId)
      await reachPoint()
      await report(op)
    })
    const extension = desk.do(desk.coordinator, (op) =>
      extendMilestone(op, {
        campaignId,
        milestoneId,
        unitIds,
        dueOn: localDate('2014-05-30'),
        reason: '春耕',
      }),
    )
    const refused = expect(extension).rejects.toMatchObject({ code: 'extension-not-later' })
    await aMoment()
    unit.goOn()
    await unit.done
    await refused
    expect(await stateOf(desk, campaignId, village, 1)).toBe('submitted')
  })

  test('an administrator closes it: it reports first and leaves then, or the other way round, but nothing hangs', async () => {
    const report = await reporting(village)
    const obligationId = await obligationOf(desk, campaignId, village, 1)
    const unitId = await desk.unitId(village)
    const unit = await held(await desk.contactOf(campaignId, village), async (op, reachPoint) => {
      await lockObligation(op, obligationId)
      await reachPoint()
      await report(op)
    })
    const closing = desk.do(desk.coordinator, (op) =>
      closeUnit(op, { unitId, from: localDate('2014-05-14'), reason: '撤并' }),
    )
    await aMoment()
    unit.goOn()
    await unit.done
    await closing
    expect(await stateOf(desk, campaignId, village, 1)).toBe('withdrawn')
  })

  test('the sweep opens its item: a reported obligation is left without one', async () => {
    // A new date, so that its item is still to come.
    const milestoneId = await milestoneOf(desk, campaignId, 1)
    const unitIds = [await desk.unitId(village)]
    await desk.do(desk.coordinator, (op) =>
      extendMilestone(op, {
        campaignId,
        milestoneId,
        unitIds,
        dueOn: localDate('2014-05-16'),
        reason: '春耕',
      }),
    )
    await desk.sweep(campaignId)
    await desk.at('2014-05-16 09:00')
    await desk.sweep(campaignId)
    await desk.at('2014-05-21 09:00')
    const report = await reporting(village)
    const unit = await held(await desk.contactOf(campaignId, village), async (op, reachPoint) => {
      await report(op)
      await reachPoint()
    })
    const sweeping = desk.sweep(campaignId)
    await aMoment()
    unit.goOn()
    await unit.done
    await sweeping
    const states = (await itemsOf(desk, campaignId, village, 1)).map(({ state }) => state)
    expect(states).toEqual(['extended'])
    expect(await stateOf(desk, campaignId, village, 1)).toBe('submitted')
  })
})

describe('a date is set while a sweep runs', () => {
  test('a unit that gets it just before one of its moments is reminded at that moment, as others of that date are', async () => {
    const [other, later] = villages.slice(next)
    next += 2
    const milestoneId = await milestoneOf(desk, campaignId, 1)
    const extend = async (code: string, dueOn: string): Promise<void> => {
      const unitIds = [await desk.unitId(code)]
      await desk.do(desk.coordinator, (op) =>
        extendMilestone(op, { campaignId, milestoneId, unitIds, dueOn: localDate(dueOn), reason: '春耕' }),
      )
    }
    await extend(other!, '2014-06-10')
    await extend(later!, '2014-06-17')
    await desk.do(await desk.contactOf(campaignId, village), await reporting(village))
    const reportId = await reportOf(desk, campaignId, village, 1)
    await desk.sweep(campaignId)
    // 3 June is five working days before the 10th and ten before the 17th.
    await desk.at('2014-06-03 08:59')
    const returned = await held(desk.coordinator, async (op, reachPoint) => {
      await returnReport(op, { reportId, reason: '请补充', dueOn: localDate('2014-06-10') })
      await reachPoint()
    })
    await desk.at('2014-06-03 09:00')
    const obligationId = await obligationOf(desk, campaignId, later!, 1)
    const writing = await held(await desk.contactOf(campaignId, later!), async (op, reachPoint) => {
      await lockObligation(op, obligationId)
      await reachPoint()
    })
    const sweeping = desk.sweep(campaignId)
    await aMoment()
    returned.goOn()
    await returned.done
    await aMoment()
    writing.goOn()
    await Promise.all([writing.done, sweeping])
    await desk.sweep(campaignId)
    expect((await remindersOf(desk, campaignId, other!, 1)).at(-1)).toBe('v2 before-5/1 2014-06-03 09:00')
    expect((await remindersOf(desk, campaignId, village, 1)).at(-1)).toMatch(/^v2 before-5/)
  })
})

describe('two people at one thing', () => {
  test('of two reviewers the second is told, and nothing is overwritten', async () => {
    await desk.do(await desk.contactOf(campaignId, village), await reporting(village))
    const reportId = await reportOf(desk, campaignId, village, 1)
    const answers = await Promise.allSettled([
      desk.do(desk.coordinator, (op) => acceptReport(op, { reportId })),
      desk.do(desk.coordinator, (op) =>
        returnReport(op, { reportId, reason: '请补充', dueOn: localDate('2014-06-10') }),
      ),
    ])
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
    expect(refusals).toHaveLength(1)
    expect(refusals[0]).toBeInstanceOf(Problem)
    expect(refusals[0]).toMatchObject({ code: 'report-already-reviewed' })
    const { state } = await desk.database.owner
      .selectFrom('report')
      .select('state')
      .where('id', '=', reportId)
      .executeTakeFirstOrThrow()
    expect(await stateOf(desk, campaignId, village, 1)).toBe(state)
  })

  test('of two who decide about many items, crosswise, each takes some or is told; none waits for ever', async () => {
    const all = await Promise.all(villages.slice(next).map((code) => itemsOf(desk, campaignId, code, 1)))
    const ids = all
      .flat()
      .filter(({ state }) => state === 'undecided')
      .map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(5)
    const dueOn = localDate('2014-06-20')
    const answers = await Promise.allSettled([
      desk.do(desk.coordinator, (op) =>
        decideItems(op, { kind: 'extend', itemIds: ids, reason: '春耕', dueOn }),
      ),
      desk.do(desk.coordinator, (op) =>
        decideItems(op, { kind: 'waive', itemIds: [...ids].reverse(), reason: '撤并' }),
      ),
    ])
    const decided = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.decided] : []))
    expect(decided).toEqual([ids.length])
  })
})
