import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localDate } from '../../domain/time.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import {
  addressAt,
  itemsOf,
  messagesTo,
  milestoneOf,
  obligationOf,
  remindersOf,
  stateOf,
} from '../support/story.ts'

/** What people do comes exactly between two steps of the machinery. */
let desk: Desk
let campaignId: number
let villages: string[]

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 40 })
  villages = desk.units
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
  campaignId = await desk.issue(exampleNotice('grassroots'))
  await desk.deliver()
})
afterAll(() => desk.close())

const acknowledges = async (code: string): Promise<void> => {
  const actor = await desk.contactOf(campaignId, code)
  await desk.do(actor, (op) => acknowledge(op, { campaignId, unitId: actor.unitId, via: 'link' }))
}

const reports = async (code: string): Promise<void> => {
  const obligationId = await obligationOf(desk, campaignId, code, 1)
  await desk.do(await desk.contactOf(campaignId, code), (op) =>
    submitReport(op, {
      obligationId,
      text: '已开展。',
      values: new Map(),
      channel: 'link',
      submitterName: '王',
    }),
  )
}

const mailsTo = (code: string): number => desk.mails.filter(({ to }) => to === addressAt(desk, code)).length

describe('an acknowledgement between sweep and claim', () => {
  test('cancels the mail: the ledger has the reminder, the unit does not get it', async () => {
    await desk.at('2014-04-15 09:00')
    await desk.sweep(campaignId)
    await acknowledges(villages[0]!)
    await desk.deliver()
    expect(await remindersOf(desk, campaignId, villages[0]!, 0)).toEqual(['v1 before-1/1 2014-04-15 09:00'])
    expect(await messagesTo(desk, villages[0]!)).toEqual(['issue sent', 'reminder cancelled'])
    expect(mailsTo(villages[0]!)).toBe(1)
    expect(await messagesTo(desk, villages[1]!)).toEqual(['issue sent', 'reminder sent'])
  })

  test('cancels it as well when the mail server had asked to come again', async () => {
    await desk.at('2014-04-16 09:00')
    desk.mailEnds = (mail) =>
      mail.to === addressAt(desk, villages[1]!)
        ? { kind: 'temporary', error: '450', remedy: 'try-later' }
        : { kind: 'sent' }
    await desk.sweep(campaignId)
    await desk.deliver()
    expect((await messagesTo(desk, villages[1]!)).at(-1)).toBe('reminder temporary_failure')
    desk.mailEnds = () => ({ kind: 'sent' })
    await acknowledges(villages[1]!)
    await desk.at('2014-04-16 09:06')
    await desk.deliver()
    expect((await messagesTo(desk, villages[1]!)).at(-1)).toBe('reminder cancelled')
  })
})

describe('an extension granted while a reminder is due', () => {
  test('the reminder of the old date lapses, the unit hears of the new date only', async () => {
    await acknowledges(villages[2]!)
    await desk.at('2014-05-09 09:00')
    await desk.sweep(campaignId)
    const milestoneId = await milestoneOf(desk, campaignId, 1)
    const unitIds = [await desk.unitId(villages[2]!)]
    await desk.do(desk.coordinator, (op) =>
      extendMilestone(op, {
        campaignId,
        milestoneId,
        unitIds,
        dueOn: localDate('2014-05-23'),
        reason: '春耕',
      }),
    )
    await desk.deliver()
    expect((await messagesTo(desk, villages[2]!)).slice(-2).sort()).toEqual([
      'changed sent',
      'reminder cancelled',
    ])
    const last = desk.mails.filter(({ to }) => to === addressAt(desk, villages[2]!)).at(-1)
    expect(last?.subject).toContain('5月23日')
  })

  test('the steps of the new date are armed: those still to come, and each once', async () => {
    for (const day of ['2014-05-16', '2014-05-16', '2014-05-20', '2014-05-22', '2014-05-22']) {
      await desk.at(`${day} 09:00`)
      await desk.sweep(campaignId)
    }
    expect(
      (await remindersOf(desk, campaignId, villages[2]!, 1)).filter((line) => line.startsWith('v2')),
    ).toEqual([
      'v2 before-5/1 2014-05-16 09:00',
      'v2 before-3/1 2014-05-20 09:00',
      'v2 before-1/1 2014-05-22 09:00',
    ])
    expect(await itemsOf(desk, campaignId, villages[2]!, 1)).toEqual([])
  })
})

describe('a report that arrives as the wait of its item runs out', () => {
  const waitEnds = async (): Promise<void> => {
    // Items joined when the sweep of 16 May caught up; three working days on is the 21st.
    await desk.at('2014-05-22 09:00')
  }

  test('just before: it is settled where it was, and does not climb', async () => {
    await waitEnds()
    await reports(villages[3]!)
    await desk.sweepDockets(campaignId)
    expect(await itemsOf(desk, campaignId, villages[3]!, 1)).toMatchObject([{ state: 'settled', level: 1 }])
  })

  test('just after: it has climbed, and is settled there', async () => {
    expect(await itemsOf(desk, campaignId, villages[4]!, 1)).toMatchObject([{ state: 'undecided', level: 2 }])
    await reports(villages[4]!)
    await desk.sweepDockets(campaignId)
    expect(await itemsOf(desk, campaignId, villages[4]!, 1)).toMatchObject([{ state: 'settled', level: 2 }])
  })

  test('at the same moment: settled once, at one level or the other, whichever came first', async () => {
    await desk.at('2014-05-29 09:00')
    for (const code of villages.slice(5, 15)) {
      await Promise.all([desk.sweepDockets(campaignId), reports(code)])
      const items = await itemsOf(desk, campaignId, code, 1)
      expect(items).toHaveLength(1)
      expect(items[0]?.state).toBe('settled')
      expect(await stateOf(desk, campaignId, code, 1)).toBe('submitted')
      const before = items[0]!.level
      await desk.sweepDockets(campaignId)
      expect((await itemsOf(desk, campaignId, code, 1))[0]?.level).toBe(before)
    }
  })
})
