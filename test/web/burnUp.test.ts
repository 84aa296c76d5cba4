import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadBurnUp } from '../../db/queries/burnUp.ts'
import { countByDuty } from '../../db/queries/campaignBoard.ts'
import { dutyByKey, loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { localDate } from '../../domain/time.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { waiveObligation } from '../../operations/obligation/waive.ts'
import { look, perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { visitor } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let city: City

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 200 })
  await city.until('2014-05-14')
})
afterAll(() => database.drop())

const loaded = (key: string) =>
  look(database.api, city.coordinator, async ({ tx, asOf }) => {
    const head = await loadCampaignHead(tx, city.campaignId)
    const duty = dutyByKey(head, key)
    const counts = (await countByDuty(tx, head, asOf)).get(key)?.counts
    const days = await loadBurnUp(tx, head, duty, asOf)
    return { days, now: days.at(-1), counts, milestoneId: duty.milestoneId }
  })

async function overdueOf(milestoneId: number | null): Promise<{ id: number; unit_id: number }[]> {
  return database.owner
    .selectFrom('obligation')
    .select(['id', 'unit_id'])
    .where('campaign_id', '=', city.campaignId)
    .where('milestone_id', 'is not distinct from', milestoneId)
    .where('state', '=', 'expected')
    .orderBy('id')
    .execute()
}

describe('the burn-up', () => {
  test.each(['ack', '1', '2'])(
    'of duty %s ends where the counts stand today, its gap included',
    async (key) => {
      const { now, counts } = await loaded(key)
      if (counts === undefined || now === undefined) throw new Error('nothing loaded')
      expect(now.date).toBe('2014-05-14')
      const answered =
        key === 'ack' ? counts.acknowledged : counts.submitted + counts.returned + counts.accepted
      expect(now.answered).toBe(answered)
      expect(now.accepted).toBe(counts.accepted)
      expect(now.overdue).toBe(counts.overdue)
    },
  )

  test('has one day for each day since issuing, and only falls where something was late and came', async () => {
    const { days } = await loaded('1')
    expect(days).toHaveLength(42)
    expect(days[0]?.date).toBe('2014-04-03')
    for (const [index, day] of days.entries()) {
      expect(day.answered).toBeGreaterThanOrEqual(days[index - 1]?.answered ?? 0)
      expect(day.overdue > 0, day.date).toBe(day.date >= '2014-05-10')
    }
  })

  test('leaves out of the gap who was let off and who has until later', async () => {
    const { now: before, milestoneId } = await loaded('1')
    const [waived, ...extended] = (await overdueOf(milestoneId)).slice(0, 4)
    if (waived === undefined) throw new Error('nobody is overdue')
    await perform(database.api, city.coordinator, (op) =>
      waiveObligation(op, { obligationId: waived.id, reason: '撤并' }),
    )
    await perform(database.api, city.coordinator, (op) =>
      extendMilestone(op, {
        campaignId: city.campaignId,
        milestoneId,
        unitIds: extended.map(({ unit_id }) => unit_id),
        dueOn: localDate('2014-05-20'),
        reason: '春耕',
      }),
    )
    const { now, counts } = await loaded('1')
    expect(now?.overdue).toBe((before?.overdue ?? 0) - 4)
    expect(now?.overdue).toBe(counts?.overdue)
  })

  test('is drawn with a title and a description, and the same facts stand in a table', async () => {
    const desk = await visitor(database.api, city.admin.accountId)
    const { body } = await desk.get(`/campaigns/${city.campaignId}?milestone=1`)
    const { now } = await loaded('1')
    expect(body).toMatch(/<title id="burn-up-title">①调研月活动总结：逐日进展<\/title>/)
    expect(body).toContain(`报送${now?.answered}，办结${now?.accepted}，逾期${now?.overdue}</desc>`)
    expect(body).toContain('5月10日 24时截止')
    expect(body).toContain(`<td data-label="逾期" class="num">${now?.overdue}</td>`)
    await desk.app.close()
  })
})
