import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { visitor, type Visitor } from './app.ts'
import { createCity, setClock, type City } from './city.ts'

let database: TestDatabase
let city: City
let desk: Visitor
let base: string

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 200 })
  await city.until('2014-05-14')
  desk = await visitor(database.api, city.admin.accountId)
  base = `/campaigns/${city.campaignId}`
})
afterAll(async () => {
  await desk.app.close()
  await database.drop()
})

interface Owing {
  unitId: number
  mailed: boolean
  /** Has an undecided item for its report. */
  item: boolean
}

async function overdue(): Promise<Owing[]> {
  const { rows } = await sql<Owing>`
    select o.unit_id as "unitId",
      exists (select from contact c where c.unit_id = o.unit_id and c.email is not null) as mailed,
      exists (select from docket_item i where i.obligation_id = o.id and i.state = 'undecided') as item
    from obligation o join milestone m on m.id = o.milestone_id and m.ordinal = 1
    where o.campaign_id = ${city.campaignId} and o.state = 'expected' and o.due_on = '2014-05-10'
    order by o.id`.execute(database.owner)
  return rows
}

const counted = async (table: 'message' | 'audit_entry'): Promise<number> =>
  (
    await database.owner
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n

const namesOf = async (unitIds: readonly number[]): Promise<string[]> =>
  (
    await database.owner
      .selectFrom('placement')
      .select('name')
      .where('unit_id', 'in', [...unitIds])
      .execute()
  ).map(({ name }) => name)

/** The mails of chases that are still to go. */
const waiting = async (): Promise<number> =>
  (
    await database.owner
      .selectFrom('message')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('kind', '=', 'urge')
      .where('state', '=', 'created')
      .executeTakeFirstOrThrow()
  ).n

function marked(units: readonly Owing[], fields: Record<string, string>): [string, string][] {
  return [
    ['milestone', '1'],
    ['scope', 'chosen'],
    ...units.map(({ unitId }): [string, string] => ['unit', String(unitId)]),
    ...Object.entries(fields),
  ]
}

/** Sends the last button of a preview: what it holds, and nothing else. */
function confirm(
  html: string,
): Promise<{ headers: Record<string, unknown>; body: string; statusCode: number }> {
  const form = /<form[^>]*action="[^"]*\/act"[^>]*>([\s\S]*?)<\/form>/.exec(html)?.[1] ?? ''
  const fields = [...form.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(
    (match): [string, string] => [match[1] ?? '', match[2] ?? ''],
  )
  return desk.post(`${base}/act`, fields)
}

describe('acting on many units', () => {
  test('says first what it will do: dates, mails, items that leave their dockets, and changes nothing', async () => {
    const units = (await overdue()).filter(({ mailed }) => mailed).slice(0, 5)
    const items = units.filter(({ item }) => item).length
    expect(items).toBeGreaterThan(0)
    const before = await counted('audit_entry')
    const page = await desk.post(
      `${base}/act/preview`,
      marked(units, { kind: 'extend', dueOn: '2014-05-20', reason: '春耕' }),
    )
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain(`5 家改到5月20日：5 封信，${items} 项离开督办清单`)
    expect(await counted('audit_entry')).toBe(before)
    const done = await confirm(page.body)
    expect(done.headers['location']).toMatch(/\/units\?milestone=1&done=extend&n=5$/)
    const left = await overdue()
    expect(left.filter(({ unitId }) => units.some((unit) => unit.unitId === unitId))).toEqual([])
  })

  test('warns of a new date on a holiday, or in a year without calendar data', async () => {
    const [unit] = await overdue()
    const to = async (dueOn: string): Promise<string> =>
      (await desk.post(`${base}/act/preview`, marked([unit!], { kind: 'extend', dueOn, reason: '春耕' })))
        .body
    expect(await to('2014-06-02')).toContain('期限6月2日（周一）是休息日（端午）')
    expect(await to('2045-05-10')).toContain('2045年的放假安排还没有公布')
    expect(await to('2014-05-21')).not.toContain('class="warning"')
  })

  test('takes all units of a filter as its list counts them, however many pages it has', async () => {
    const list = await desk.get(`${base}/units?milestone=1&state=owing`)
    const total = Number(/<h1>(\d+) 个单位/.exec(list.body)?.[1])
    expect(list.body).toContain(`按这个条件的全部 ${total} 家`)
    const all = await desk.post(`${base}/act/preview`, {
      milestone: '1',
      state: 'owing',
      scope: 'all',
      choose: '1',
    })
    expect(all.body).toContain(`<h1>对 ${total} 个单位</h1>`)
    expect((await desk.get(`${base}/act?milestone=1&state=owing&kind=chase`)).body).toContain(
      `<h1>对 ${total} 个单位</h1>`,
    )
  })

  test('asks for units, and for what to do, where one of them is missing', async () => {
    const nobody = await desk.post(`${base}/act/preview`, {
      milestone: '1',
      scope: 'chosen',
      shown: '1,2',
      kind: 'chase',
      reason: 'x',
    })
    expect(nobody.statusCode).toBe(422)
    expect(nobody.body).toContain('还没有选')
    const [unit] = await overdue()
    if (unit === undefined) throw new Error('nobody is overdue')
    const nothing = await desk.post(`${base}/act/preview`, marked([unit], { reason: '春耕' }))
    expect(nothing.statusCode).toBe(422)
    expect(nothing.body).toContain('id="f-kind-no"')
    expect(nothing.body).toContain('怎么办')
    expect(nothing.body).not.toMatch(/>kind[<:]/)
  })

  test('finds units by their codes, and names a code that does not exist', async () => {
    const { code } = await database.owner
      .selectFrom('unit')
      .select('code')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    const wrong = await desk.post(`${base}/act/preview`, {
      milestone: '1',
      choose: '1',
      units: `${code} NO-SUCH`,
    })
    expect(wrong.body).toContain('没有“NO-SUCH”这个单位')
    const right = await desk.post(`${base}/act/preview`, { milestone: '1', choose: '1', units: code })
    expect(right.body).toContain('<h1>对 1 个单位</h1>')
  })

  test('waives and withdraws many at once, each with its reason on record', async () => {
    const [one, two, three] = await overdue()
    if (one === undefined || two === undefined || three === undefined) throw new Error('too few are overdue')
    const waive = await desk.post(
      `${base}/act/preview`,
      marked([one, two], { kind: 'waive', reason: '撤并' }),
    )
    await confirm(waive.body)
    const withdraw = await desk.post(
      `${base}/act/preview`,
      marked([three], { kind: 'withdraw', reason: '误发' }),
    )
    await confirm(withdraw.body)
    const left = (await overdue()).map(({ unitId }) => unitId)
    expect([one, two, three].filter(({ unitId }) => left.includes(unitId))).toEqual([])
    const entries = await database.owner
      .selectFrom('audit_entry')
      .select(['operation', 'reason'])
      .where('operation', 'in', ['waive-units', 'withdraw-units'])
      .orderBy('id')
      .execute()
    expect(entries).toEqual([
      { operation: 'waive-units', reason: '撤并' },
      { operation: 'withdraw-units', reason: '误发' },
    ])
  })
})

describe('a chase', () => {
  test('names whom it reaches and leaves out, by name, who was reminded today', async () => {
    const [first, ...rest] = (await overdue()).filter(({ mailed }) => mailed).slice(0, 3)
    if (first === undefined) throw new Error('nobody is overdue')
    await confirm(
      (await desk.post(`${base}/act/preview`, marked([first], { kind: 'chase', reason: '请速报' }))).body,
    )
    const page = await desk.post(
      `${base}/act/preview`,
      marked([first, ...rest], { kind: 'chase', reason: '请速报' }),
    )
    expect(page.body).toContain('催办 2 家：2 封信')
    const [reached = '', leftOut = ''] = [...page.body.matchAll(/<ul class="names">([\s\S]*?)<\/ul>/g)].map(
      (match) => match[1] ?? '',
    )
    for (const name of await namesOf(rest.map(({ unitId }) => unitId))) expect(reached).toContain(name)
    const [already = ''] = await namesOf([first.unitId])
    expect(reached).not.toContain(`>${already}<`)
    expect(leftOut).toContain(already)
  })

  test('can be taken back for 60 seconds, by a button that needs no script: none of its mails goes', async () => {
    await setClock(database, '2014-05-15 10:00')
    const before = await waiting()
    const units = (await overdue()).filter(({ mailed }) => mailed).slice(0, 4)
    const page = await desk.post(`${base}/act/preview`, marked(units, { kind: 'chase', reason: '请速报' }))
    const done = String((await confirm(page.body)).headers['location'])
    expect(await waiting()).toBe(before + 4)
    const early = await sql<{ n: number }>`
      select count(*) as n from message where kind = 'urge' and created_at > duban_now() - interval '30 seconds'
        and send_at <= duban_now()`.execute(database.owner)
    expect(early.rows[0]?.n).toBe(0)
    const after = await desk.get(done)
    expect(after.body).toContain('撤回')
    const chasedAt = /name="chasedAt" value="([^"]+)"/.exec(after.body)?.[1] ?? ''
    const back = await desk.post(`${base}/act/take-back`, { milestone: '1', chasedAt })
    expect(back.headers.location).toMatch(/done=taken-back&n=4$/)
    expect(await waiting()).toBe(before)
    expect((await desk.get(String(back.headers.location))).body).toContain('已撤回，4 封信没有发')
    // As if it had never been: the same units may be chased again on the same day.
    const again = await desk.post(`${base}/act/preview`, marked(units, { kind: 'chase', reason: '请速报' }))
    expect(again.body).toContain('催办 4 家：4 封信')
  })

  test('that is older is not taken back, and the page says why', async () => {
    await setClock(database, '2014-05-16 10:00')
    const units = (await overdue()).filter(({ mailed }) => mailed).slice(0, 2)
    const page = await desk.post(`${base}/act/preview`, marked(units, { kind: 'chase', reason: '请速报' }))
    const done = String((await confirm(page.body)).headers['location'])
    const chasedAt = new Date(Number(/chased=(\d+)/.exec(done)?.[1])).toISOString()
    await setClock(database, '2014-05-16 10:02')
    expect((await desk.get(done)).body).toContain('不能再撤回')
    const late = await desk.post(`${base}/act/take-back`, { milestone: '1', chasedAt })
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('已过60秒')
  })

  test('shows among the last chases with who did it', async () => {
    const board = await desk.get(`${base}?milestone=1`)
    expect(board.body).toContain('手工催办')
    expect(board.body).toMatch(/手工催办[^<]*管理员/)
  })
})
