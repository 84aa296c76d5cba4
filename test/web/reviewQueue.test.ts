import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { perform } from '../../operations/perform.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { localDate } from '../../domain/time.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let city: City
let reviewer: Visitor

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 200 })
  await city.until('2014-05-14')
  reviewer = await visitor(database.api, city.admin.accountId)
})
afterAll(async () => {
  await reviewer.app.close()
  await database.drop()
})

const waiting = () =>
  database.owner
    .selectFrom('report')
    .selectAll()
    .where('state', '=', 'submitted')
    .orderBy('submitted_at')
    .orderBy('id')
    .execute()

const nextOf = (location: unknown): string => /^\/review\/(\d+)/.exec(String(location))?.[1] ?? ''

describe('the review queue', () => {
  test('opens after a decision the one that follows it, not the one that was put off before', async () => {
    const [first, second, third] = await waiting()
    const answer = await reviewer.post(`/review/${second!.id}/accept`, { campaign: String(city.campaignId) })
    expect(nextOf(answer.headers.location)).toBe(String(third!.id))
    const last = (await waiting()).at(-1)
    const atTheEnd = await reviewer.post(`/review/${last!.id}/accept`, { campaign: String(city.campaignId) })
    expect(nextOf(atTheEnd.headers.location)).toBe(String(first!.id))
  })

  test('gives every report the ways to the one before and the one after it', async () => {
    const [first, second, third] = await waiting()
    const page = await reviewer.get(`/review/${second!.id}?campaign=${city.campaignId}`)
    expect(page.body).toMatch(
      new RegExp(`href="/review/${first!.id}\\?campaign=\\d+" data-key="k" accesskey="k"`),
    )
    expect(page.body).toMatch(
      new RegExp(`href="/review/${third!.id}\\?campaign=\\d+" data-key="j" accesskey="j"`),
    )
  })

  test("returns with reasons from the list and with words of one's own, as one text that the unit reads", async () => {
    const [report] = await waiting()
    await reviewer.post(`/review/${report!.id}/return`, [
      ['point', 'files'],
      ['point', 'mismatch'],
      ['reason', '名册第3页'],
      ['dueOn', '2014-05-20'],
    ])
    const { review_reason } = await database.owner
      .selectFrom('report')
      .select('review_reason')
      .where('id', '=', report!.id)
      .executeTakeFirstOrThrow()
    expect(review_reason).toBe('数字与附件不一致，请核对；请补上要求的附件\n名册第3页')
    const [next] = await waiting()
    const none = await reviewer.post(`/review/${next!.id}/return`, { dueOn: '2014-05-20' })
    expect(none.body).toMatch(/id="f-reason-no"/)
    const listed = await reviewer.post(`/review/${next!.id}/return`, { point: 'scope', dueOn: '2014-05-20' })
    expect(listed.statusCode).toBe(303)
  })

  test('shows two versions side by side, the earlier one first, with what differs marked', async () => {
    const [report] = await waiting()
    const obligationId = report!.obligation_id
    await perform(database.api, city.coordinator, (op) =>
      returnReport(op, { reportId: report!.id, reason: '请补', dueOn: localDate('2014-05-20') }),
    )
    await perform(database.api, city.coordinator, (op) =>
      submitReport(op, {
        obligationId,
        text: '4月份，班子带队走访6个社区、214户家庭，其中失业妇女37人。已补名册。',
        values: new Map(),
        channel: 'telephone',
        submitterName: '王某某',
      }),
    )
    const again = (await waiting()).find((one) => one.obligation_id === obligationId)
    const alone = await reviewer.get(`/review/${again!.id}`)
    expect(alone.body).toContain(`/review/${again!.id}?beside=${report!.id}`)
    const page = await reviewer.get(`/review/${again!.id}?beside=${report!.id}`)
    const papers = [...page.body.matchAll(/<article class="review-paper">([\s\S]*?)<\/article>/g)].map(
      (match) => match[1] ?? '',
    )
    expect(papers).toHaveLength(2)
    expect(papers[0]).toContain('第1版')
    expect(papers[1]).toContain('第2版')
    expect(papers[1]).toContain('<mark>已补名册。</mark>')
    expect(papers[1]).not.toMatch(/<mark>4月份/)
    expect(papers[0]).toMatch(/<mark>反映集中的问题/)
    expect(page.body).toContain(`action="/review/${again!.id}/accept"`)
  })
})
