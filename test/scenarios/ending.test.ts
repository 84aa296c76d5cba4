import { afterEach, beforeEach, expect, test } from 'vitest'
import { Problem } from '../../domain/problem.ts'
import { localDate } from '../../domain/time.ts'
import { addUnits, withdrawUnits } from '../../operations/campaign/addUnits.ts'
import { chaseUnits } from '../../operations/campaign/chaseUnits.ts'
import { cancelCampaign, closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { pauseCampaign, resumeCampaign } from '../../operations/campaign/pauseCampaign.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { waiveObligation } from '../../operations/obligation/waive.ts'
import type { Op } from '../../operations/perform.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { addAttachment } from '../../operations/unit/attachments.ts'
import { prepareFile } from '../../operations/unit/prepareFile.ts'
import { saveDraft } from '../../operations/unit/saveDraft.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import {
  addressAt,
  docketsOf,
  itemsOf,
  ledgerOf,
  messagesTo,
  milestoneOf,
  obligationOf,
  reportOf,
  resultOf,
  stateOf,
} from '../support/story.ts'

/** A campaign ends in the middle: closed with what there is, or called off. */
let desk: Desk
let campaignId: number
let silent: string
let reported: string
let township: string

beforeEach(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  const villages = desk.units.filter(
    ({ type, contacts }) => type === 'village' && contacts[0]?.email !== null,
  )
  silent = villages[0]!.code
  reported = villages[1]!.code
  township = villages[0]!.parentCode!
  campaignId = await desk.issue(exampleNotice('grassroots'))
  await desk.deliver()
  await desk.at('2014-05-06 10:00')
  const obligationId = await obligationOf(desk, campaignId, reported, 1)
  await desk.do(await desk.contactOf(campaignId, reported), (op) =>
    submitReport(op, {
      obligationId,
      text: '已开展。',
      values: new Map(),
      channel: 'link',
      submitterName: '王',
    }),
  )
  await desk.at('2014-05-14 09:00')
  await desk.sweep(campaignId)
})
afterEach(() => desk.close())

const undecided = async (): Promise<number> =>
  (await docketsOf(desk, campaignId)).filter((line) => line.includes(' undecided ')).length

/** Half a year of sweeps and deliveries, each of which would do what is due. */
async function lifeGoesOn(): Promise<void> {
  for (const day of ['2014-05-15', '2014-05-23', '2014-08-18', '2014-09-03', '2014-11-03']) {
    await desk.at(`${day} 09:00`)
    expect(await desk.sweep(campaignId)).toMatchObject({ stage: 'ended', nextInMs: null })
    for (const look of await desk.sweepDockets(campaignId)) expect(look.stage).toBe('closed')
    await desk.deliver()
  }
}

test('closing misses what was not reported, settles what is undecided, and leaves what waits for review', async () => {
  expect(await undecided()).toBeGreaterThan(10)
  await desk.do(desk.coordinator, (op) => closeCampaign(op, { campaignId, reason: '活动结束' }))
  expect(await undecided()).toBe(0)
  expect(await stateOf(desk, campaignId, silent, 1)).toBe('missed')
  expect(await stateOf(desk, campaignId, reported, 1)).toBe('submitted')
  await desk.compile(campaignId)
  const result = await resultOf(desk, campaignId)
  expect(result.reports).toMatchObject({ onTime: 1, accepted: 0, total: 58 })
  expect(result.reports.missed).toBe(57)
})

test('after closing nobody is written to any more, but for the receipt of what came before', async () => {
  await desk.do(desk.coordinator, (op) => closeCampaign(op, { campaignId, reason: '活动结束' }))
  const mails = desk.mails.length
  const ledger = await ledgerOf(desk, campaignId)
  await lifeGoesOn()
  expect(await ledgerOf(desk, campaignId)).toEqual(ledger)
  expect(desk.mails.slice(mails).map(({ to }) => to)).toEqual([addressAt(desk, reported)])
  expect(await messagesTo(desk, reported)).toEqual(['issue sent', 'receipt sent'])
})

test('calling off withdraws what is owed and tells every unit that had the notice, once', async () => {
  const mails = desk.mails.length
  await desk.do(desk.coordinator, (op) => cancelCampaign(op, { campaignId, reason: '合并到另一项活动' }))
  await lifeGoesOn()
  expect(await stateOf(desk, campaignId, silent, 1)).toBe('withdrawn')
  const told = desk.mails.slice(mails).filter(({ subject }) => subject.startsWith('取消'))
  const addresses = desk.units
    .filter(({ type }) => type !== 'city')
    .flatMap(({ contacts }) => contacts.find(({ role }) => role === 'contact')?.email ?? [])
  expect(told.map(({ to }) => to).sort()).toEqual([...addresses].sort())
  expect(told[0]?.text).toContain('合并到另一项活动')
})

test('called off before its mails went, it has never been: nobody hears of it', async () => {
  await desk.at('2014-05-17 10:00') // a Saturday: what is issued now goes on Monday
  const second = await desk.issue({
    ...exampleNotice('grassroots'),
    issuedOn: '2014-05-17',
    acknowledgeDueOn: null,
    milestones: [{ what: '情况', kind: 'dated', dueOn: '2014-07-01' }],
  })
  await desk.deliver()
  const mails = desk.mails.length
  await desk.do(desk.coordinator, (op) => cancelCampaign(op, { campaignId: second, reason: '发错了' }))
  await desk.at('2014-05-19 08:30')
  await desk.deliver()
  expect(desk.mails.slice(mails).filter(({ text }) => text.includes('发错了'))).toEqual([])
})

test('every command on a closed campaign is refused in the same words, and leaves nothing behind', async () => {
  const [item] = await itemsOf(desk, campaignId, silent, 1)
  const reportId = await reportOf(desk, campaignId, reported, 1)
  const obligationId = await obligationOf(desk, campaignId, silent, 1)
  const milestoneId = await milestoneOf(desk, campaignId, 1)
  const unitIds = [await desk.unitId(silent)]
  const supervisor = await desk.person(township, 'supervisor')
  const contact = await desk.contactOf(campaignId, silent)
  await desk.do(desk.coordinator, (op) => closeCampaign(op, { campaignId, reason: '活动结束' }))
  const dueOn = localDate('2014-07-01')
  const reason = '来晚了'
  const byCoordinator: Record<string, (op: Op) => Promise<unknown>> = {
    pause: (op) => pauseCampaign(op, { campaignId, reason }),
    resume: (op) => resumeCampaign(op, { campaignId }),
    extend: (op) => extendMilestone(op, { campaignId, milestoneId, unitIds: null, dueOn, reason }),
    add: (op) => addUnits(op, { campaignId, unitIds, reason }),
    withdraw: (op) => withdrawUnits(op, { campaignId, unitIds, reason }),
    chase: (op) => chaseUnits(op, { campaignId, milestoneId, unitIds: null, reason }),
    close: (op) => closeCampaign(op, { campaignId, reason }),
    cancel: (op) => cancelCampaign(op, { campaignId, reason }),
    waive: (op) => waiveObligation(op, { obligationId, reason }),
    return: (op) => returnReport(op, { reportId, reason, dueOn }),
  }
  const byUnit: Record<string, (op: Op) => Promise<unknown>> = {
    acknowledge: (op) => acknowledge(op, { campaignId, unitId: unitIds[0]!, via: 'link' }),
    report: (op) =>
      submitReport(op, {
        obligationId,
        text: '补报',
        values: new Map(),
        channel: 'link',
        submitterName: '王',
      }),
    draft: (op) => saveDraft(op, { obligationId, text: '补报', values: {} }),
    attach: async (op) => {
      const file = await prepareFile({ name: 'a.txt', bytes: Buffer.from('补报') })
      return addAttachment(op, { obligationId, file })
    },
  }
  const before = await countRows()
  const codes = new Map<string, string>()
  for (const [name, work] of Object.entries(byCoordinator))
    codes.set(name, await codeOf(desk.do(desk.coordinator, work)))
  for (const [name, work] of Object.entries(byUnit)) codes.set(name, await codeOf(desk.do(contact, work)))
  expect([...new Set(codes.values())]).toEqual(['campaign-ended'])
  const decision = desk.do(supervisor, (op) => decideItems(op, { kind: 'urge', itemIds: [item!.id], reason }))
  expect(await codeOf(decision)).toBe('item-already-decided')
  expect(await countRows()).toEqual(before)
})

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'accepted'
  } catch (error) {
    return error instanceof Problem ? error.code : String(error)
  }
}

async function countRows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of [
    'audit_entry',
    'outbox',
    'message',
    'report',
    'report_draft',
    'attachment',
    'decision',
    'assignment',
  ] as const) {
    const { n } = await desk.database.owner
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    counts[table] = n
  }
  return counts
}
