import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { pauseCampaign, resumeCampaign } from '../../operations/campaign/pauseCampaign.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { addressAt, messagesTo, obligationOf } from '../support/story.ts'

/** When mails go: inside the window of a working day, unless they answer somebody or are urgent. */
let desk: Desk
let village: string
const MINUTE = 60_000

beforeEach(async () => {
  desk = await createDesk({ at: '2014-04-03 21:00', units: 20 })
  village = desk.units.find(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)!.code
})
afterEach(() => desk.close())

const withAddress = (): number =>
  desk.units.filter(({ type, contacts }) => type !== 'city' && contacts[0]?.email !== null).length

describe('at night', () => {
  test('an issue waits for the window of the next working day, and delivery says when that is', async () => {
    await desk.issue(exampleNotice('grassroots'))
    const look = await desk.deliver()
    expect(look.sent).toBe(0)
    // Friday 4 April at eight, eleven hours on; the 5th to the 7th is the Qingming holiday.
    expect(Math.round((look.nextInMs ?? 0) / MINUTE)).toBe(11 * 60)
    await desk.at('2014-04-04 08:00')
    expect((await desk.deliver()).sent).toBe(withAddress())
  })

  test('on the eve of a holiday it waits for the day after it', async () => {
    await desk.at('2014-04-04 20:30')
    await desk.issue({ ...exampleNotice('grassroots'), issuedOn: '2014-04-04' })
    const look = await desk.deliver()
    expect(Math.round((look.nextInMs ?? 0) / MINUTE)).toBe(3 * 24 * 60 + 11.5 * 60)
    await desk.at('2014-04-07 10:00')
    expect((await desk.deliver()).sent).toBe(0)
  })

  test('an urgent notice goes at once, and what the mail server puts off is tried again that night', async () => {
    desk.mailEnds = (mail) =>
      mail.to === addressAt(desk, village)
        ? { kind: 'temporary', error: '450', remedy: 'try-later' }
        : { kind: 'sent' }
    await desk.issue({ ...exampleNotice('grassroots'), urgent: true })
    const look = await desk.deliver()
    expect(look.sent).toBe(withAddress() - 1)
    expect(Math.round((look.nextInMs ?? 0) / MINUTE)).toBe(5)
    desk.mailEnds = () => ({ kind: 'sent' })
    await desk.at('2014-04-03 21:06')
    expect((await desk.deliver()).sent).toBe(1)
  })

  test('a receipt answers at once, even on a Sunday night in a paused campaign', async () => {
    const campaignId = await desk.issue(exampleNotice('grassroots'))
    await desk.at('2014-04-13 23:00')
    await desk.do(desk.coordinator, (op) => pauseCampaign(op, { campaignId, reason: '换届' }))
    const obligationId = await obligationOf(desk, campaignId, village, 1)
    await desk.do(await desk.contactOf(campaignId, village), (op) =>
      submitReport(op, {
        obligationId,
        text: '已开展。',
        values: new Map(),
        channel: 'link',
        submitterName: '王',
      }),
    )
    await desk.deliver()
    expect(await messagesTo(desk, village)).toEqual(['issue created', 'receipt sent'])
  })
})

describe('a slot', () => {
  test('waits for a campaign that is due in it, so that one mail holds both', async () => {
    const [first, second] = await twoCampaigns()
    await desk.at('2014-05-07 09:00')
    await desk.sweep(first)
    await desk.deliver()
    expect(reminders()).toBe(0)
    await desk.sweep(second)
    await desk.deliver()
    expect(reminders()).toBe(1)
  })

  test('but not longer than five minutes: the late one goes in the next', async () => {
    const [first, second] = await twoCampaigns()
    await desk.at('2014-05-07 09:00')
    await desk.sweep(first)
    await desk.at('2014-05-07 09:05')
    await desk.deliver()
    expect(reminders()).toBe(1)
    await desk.sweep(second)
    await desk.at('2014-05-07 14:00')
    await desk.deliver()
    expect(reminders()).toBe(2)
  })

  test('is not kept waiting by a campaign that is paused', async () => {
    const [first, second] = await twoCampaigns()
    await desk.do(desk.coordinator, (op) => pauseCampaign(op, { campaignId: second, reason: '换届' }))
    await desk.at('2014-05-07 09:00')
    await desk.sweep(first)
    await desk.deliver()
    expect(reminders()).toBe(1)
    await desk.do(desk.coordinator, (op) => resumeCampaign(op, { campaignId: second }))
  })

  const reminders = (): number =>
    desk.mails.filter(({ to, subject }) => to === addressAt(desk, village) && !subject.startsWith('请签收'))
      .length

  /** Both have looked on the 6th and wait for nine o'clock of the 7th. */
  async function twoCampaigns(): Promise<[number, number]> {
    const notice = { ...exampleNotice('grassroots'), acknowledgeDueOn: null }
    const first = await desk.issue(notice)
    const second = await desk.issue({ ...notice, title: '另一项' })
    await desk.at('2014-05-06 10:00')
    await desk.sweep(first)
    await desk.sweep(second)
    await desk.database.owner.deleteFrom('reminder').execute()
    await desk.database.owner.deleteFrom('mail_slot').execute()
    await desk.deliver()
    return [first, second]
  }
})
