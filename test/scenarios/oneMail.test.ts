import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { pauseCampaign, resumeCampaign } from '../../operations/campaign/pauseCampaign.ts'
import { createDesk } from '../support/desk.ts'
import { addressAt, issue, remindersOf } from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

/** Two campaigns at once, whose moments meet. */
let world: World
let village: string
let township: string

beforeAll(async () => {
  world = await createWorld({ at: '2014-04-03 09:30', units: 30 })
  const unit = world.units.find(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)!
  village = unit.code
  township = unit.parentCode!
  await issue(world, exampleNotice('grassroots'))
  await issue(world, second)
})
afterAll(() => world.close())

const second = {
  ...exampleNotice('grassroots'),
  number: '〔2014〕9号',
  title: '家庭教育讲座',
  milestones: [{ what: '讲座情况', kind: 'dated' as const, dueOn: '2014-05-10' }],
}

async function perSlot(kind: 'reminder' | 'docket'): Promise<number> {
  const { rows } = await sql<{ most: number }>`
    select coalesce(max(n), 0) as most from (
      select count(*) as n from message where kind = ${kind} group by contact_id, account_id, slot) t`.execute(
    world.database.owner,
  )
  return rows[0]?.most ?? 0
}

test('a contact gets one mail for both, which names both notices', async () => {
  await world.until('2014-05-07 09:30')
  const [mail, ...earlier] = world.mailsTo(addressAt(world, village))
  const text = (await world.mailbox.get(mail!.id))?.text ?? ''
  expect(text).toContain('调研月活动总结')
  expect(text).toContain('讲座情况')
  // Two issue mails, the acknowledging before, on and after its day, the reports ten and five days before.
  expect(earlier).toHaveLength(2 + 5 + 2)
  expect(await perSlot('reminder')).toBe(1)
})

test('a supervisor gets one list of what stands overdue in both', async () => {
  await world.until('2014-05-14 09:30')
  const [mail] = world.mailsTo(addressAt(world, township, 'supervisor'))
  const text = (await world.mailbox.get(mail!.id))?.text ?? ''
  expect(text).toContain('调研月活动总结')
  expect(text).toContain('讲座情况')
  expect(await perSlot('docket')).toBe(1)
})

test('what a campaign resumed shortly after a slot finds, does not join mails that have gone: it waits for the next', async () => {
  const desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  const first = await desk.issue({ ...exampleNotice('grassroots'), acknowledgeDueOn: null })
  const other = await desk.issue({ ...second, acknowledgeDueOn: null })
  await desk.deliver()
  await desk.do(desk.coordinator, (op) => pauseCampaign(op, { campaignId: other, reason: '换届' }))
  await desk.at('2014-05-07 09:00')
  await desk.sweep(first)
  await desk.sweep(other)
  await desk.deliver()
  await desk.at('2014-05-07 09:02')
  await desk.do(desk.coordinator, (op) => resumeCampaign(op, { campaignId: other }))
  await desk.sweep(other)
  await desk.deliver()
  expect(await remindersOf(desk, other, village, 1)).toEqual(['v1 before-3/1 2014-05-07 14:00'])
  await desk.at('2014-05-07 14:00')
  await desk.deliver()
  const mails = desk.mails.filter(({ to }) => to === addressAt(desk, village))
  expect(mails.at(-1)?.text).toContain('讲座情况')
  expect(mails).toHaveLength(2 + 2)
  await desk.close()
})
