import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import readExcelFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sheetKeys } from '../../web/documents/exports/sheet.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { personAt } from '../support/people.ts'
import { visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let city: City
let desk: Visitor
let base: string

const awkward = {
  text: '=HYPERLINK("http://x","点")\n第二行, 有"引号"',
  submitter: '@王',
  channel: 'telephone',
}

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 120 })
  await city.until('2014-05-16')
  await sql`update report set text = ${awkward.text}, submitter_name = ${awkward.submitter}, channel = 'telephone'
    where id = (select min(id) from report)`.execute(database.owner)
  await sql`insert into audit_entry (at, actor_kind, operation, unit_id, campaign_id, subject, reason)
    select duban_now(), 'system', 'sweep-campaign', ${city.admin.unitId}, ${city.campaignId}, 'campaign', 'n' || n
    from generate_series(1, 12000) n`.execute(database.owner)
  desk = await visitor(database.api, city.coordinator.accountId)
  base = `/campaigns/${city.campaignId}`
})
afterAll(async () => {
  await desk.app.close()
  await database.drop()
})

async function rowsOf(key: string, as = desk): Promise<Record<string, string>[]> {
  const answer = await as.get(`${base}/export/${key}.csv`)
  expect(answer.statusCode, key).toBe(200)
  expect(answer.body.startsWith('\ufeff'), key).toBe(true)
  return z.array(z.record(z.string(), z.string())).parse(parse(answer.body, { bom: true, columns: true }))
}

async function countOf(table: 'obligation' | 'report' | 'reminder' | 'docket_item' | 'audit_entry') {
  const { n } = await database.owner
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('campaign_id', '=', city.campaignId)
    .executeTakeFirstOrThrow()
  return n
}

describe('the export of a campaign', () => {
  test('holds every row of every table, as CSV', async () => {
    expect(await rowsOf('obligations')).toHaveLength(await countOf('obligation'))
    expect(await rowsOf('reports')).toHaveLength(await countOf('report'))
    expect(await rowsOf('reminders')).toHaveLength(await countOf('reminder'))
    expect(await rowsOf('items')).toHaveLength(await countOf('docket_item'))
    expect((await rowsOf('mails')).length).toBeGreaterThan(0)
    for (const key of ['files', 'decisions']) await rowsOf(key)
  })

  test('gives each row once, however many pages it takes', async () => {
    const rows = await rowsOf('audit')
    expect(rows).toHaveLength(await countOf('audit_entry'))
    const reasons = rows.map((row) => row['理由']).filter((reason) => /^n\d+$/.test(reason ?? ''))
    expect(new Set(reasons).size).toBe(12000)
  })

  test('runs nothing in a spreadsheet, and keeps what people wrote', async () => {
    const [report] = await rowsOf('reports')
    expect(report).toMatchObject({
      内容: `'${awkward.text}`,
      报送人: `'${awkward.submitter}`,
      渠道: '电话',
      '①提供岗位（个）': expect.stringMatching(/^\d+$/),
      报送时间: expect.stringMatching(/^2014-0\d-\d\d \d\d:\d\d:\d\d$/),
    })
  })

  test('is one workbook with a sheet for each table, text as text and numbers as numbers', async () => {
    const answer = await desk.get(`${base}/export.xlsx`)
    expect(answer.statusCode).toBe(200)
    const sheets = await readExcelFile(answer.rawPayload)
    expect(sheets).toHaveLength(sheetKeys.length)
    const reports = sheets.find(({ sheet }) => sheet === '报送')?.data ?? []
    const column = (name: string) => reports[0]?.indexOf(name) ?? -1
    expect(reports[1]?.[column('内容')]).toBe(awkward.text)
    expect(reports[1]?.[column('①提供岗位（个）')]).toEqual(expect.any(Number))
    expect(reports[1]?.[column('报送时间')]).toBeInstanceOf(Date)
    expect(reports).toHaveLength((await countOf('report')) + 1)
  })

  test('shows a district nothing of another', async () => {
    const supervisor = await personAt(database.owner, 'HRB-DL', 'supervisor')
    const hers = await visitor(database.api, supervisor.accountId, desk.app)
    const rows = await rowsOf('obligations', hers)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => row['编码']?.startsWith('HRB-DL'))).toBe(true)
    expect((await rowsOf('mails', hers)).every((row) => row['编码']?.startsWith('HRB-DL'))).toBe(true)
  })

  test('is not found for a table or a campaign that there is not', async () => {
    expect((await desk.get(`${base}/export/secrets.csv`)).statusCode).toBe(404)
    expect((await desk.get('/campaigns/999/export/mails.csv')).statusCode).toBe(404)
  })

  test('is linked from a page that lists its tables', async () => {
    const page = await desk.get(`${base}/export`)
    for (const key of sheetKeys) expect(page.body).toContain(`${base}/export/${key}.csv`)
  })
})
