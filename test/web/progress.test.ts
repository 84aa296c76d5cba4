import { strFromU8, unzipSync } from 'fflate'
import mammoth from 'mammoth'
import readExcelFile, { type SheetData } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileResult } from '../../activities/campaign/compileResult.ts'
import { countByDuty } from '../../db/queries/campaignBoard.ts'
import { sumOf } from '../../db/queries/progress/figures.ts'
import { loadProgress } from '../../db/queries/progress/progress.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { look, perform } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { personAt } from '../support/people.ts'
import { cookieOf, visitor, type Visitor } from './app.ts'
import { createCity, type City } from './city.ts'

let database: TestDatabase
let city: City
let desk: Visitor
let base: string

beforeAll(async () => {
  database = await createTestDatabase()
  city = await createCity(database, { units: 200 })
  await city.until('2014-05-23')
  desk = await visitor(database.api, city.coordinator.accountId)
  base = `/campaigns/${city.campaignId}`
})
afterAll(async () => {
  await desk.app.close()
  await database.drop()
})

const progressOf = (unitId = city.coordinator.unitId) =>
  look(database.api, city.coordinator, async ({ tx, asOf }) => {
    const progress = await loadProgress(tx, { campaignId: city.campaignId, unitId, asOf })
    return { progress, board: await countByDuty(tx, progress.head, progress.asOf) }
  })

type Sheets = Record<string, SheetData>

async function sheetsOf(url: string): Promise<Sheets> {
  const answer = await desk.get(url)
  expect(answer.statusCode).toBe(200)
  const sheets = await readExcelFile(answer.rawPayload)
  return Object.fromEntries(sheets.map(({ sheet, data }) => [sheet, data]))
}

describe('the circular on progress', () => {
  test('counts as the board does, for every duty, and its districts sum to the whole', async () => {
    const { progress, board } = await progressOf()
    for (const { key } of progress.head.duties)
      expect(sumOf(progress.places, key).counts, key).toEqual(board.get(key)?.counts)
    const report = sumOf(progress.places, '1')
    expect(report.inTime + report.late).toBe(
      report.counts.accepted + report.counts.submitted + report.counts.returned,
    )
    expect(report.counts.overdue).toBeGreaterThan(0)
  })

  test('tells a district its own streets and townships, and no unit beside it', async () => {
    const supervisor = await personAt(database.owner, 'HRB-DL', 'supervisor')
    const hers = await visitor(database.api, supervisor.accountId, desk.app)
    const page = await hers.get(`${base}/progress`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('（本级）')
    const whole = await desk.get(`${base}/progress`)
    const names = [...whole.body.matchAll(/<th scope="row">([^<]+)<\/th>/g)].map(([, name]) => name ?? '')
    expect(names.filter((name) => page.body.includes(`<th scope="row">${name}<`) && name !== '合计')).toEqual(
      [],
    )
  })

  test('says in a DOCX what the page says, in the layout of an official paper', async () => {
    const query = '?milestone=1&number=测妇字〔2014〕9号&to=各区、县（市）妇联&intro=先说一句。'
    const page = await desk.get(`${base}/progress${query}`)
    const file = await desk.get(`${base}/progress.docx${query}`)
    expect(file.headers['content-disposition']).toMatch(/attachment; filename\*=UTF-8''.*\.docx$/)
    const { value: text } = await mammoth.extractRawText({ buffer: file.rawPayload })
    for (const said of [
      '测妇字〔2014〕9号',
      '各区、县（市）妇联：',
      '先说一句。',
      '一、总体情况',
      '团体会员',
    ]) {
      expect(page.body).toContain(said)
      expect(text).toContain(said)
    }
    const sentence = /①[^<]*应报\d+个[^<]*/.exec(page.body)?.[0] ?? 'no sentence'
    expect(text).toContain(sentence)
    const xml = strFromU8(unzipSync(file.rawPayload)['word/document.xml'] ?? new Uint8Array())
    // 37, 35, 28 and 26 mm in twentieths of a point.
    expect(xml).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/)
    expect(xml).toContain('w:eastAsia="仿宋_GB2312"')
    expect(xml).toContain('w:eastAsia="方正小标宋简体"')
    const { value: html } = await mammoth.convertToHtml({ buffer: file.rawPayload })
    const { progress } = await progressOf()
    expect(html.match(/<tr>/g)).toHaveLength((progress.places.length + 2) * 2)
  })

  test('is told to programs with the same figures', async () => {
    const token = (await cookieOf(database.api, city.coordinator.accountId)).split('=')[1]
    const headers = { authorization: `Bearer ${token}` }
    const answer = await desk.app.inject({ url: `/api/v1${base}/progress`, headers })
    expect(answer.statusCode).toBe(200)
    const { progress } = await progressOf()
    const { duties } = answer.json<{ duties: { all: object; places: object[] }[] }>()
    expect(duties[1]?.all).toEqual(sumOf(progress.places, '1'))
    expect(duties.map(({ places }) => places.length)).toEqual(duties.map(() => progress.places.length))
  })

  test('leaves the names of units out where it is told to', async () => {
    const named = await desk.get(`${base}/progress?milestone=1`)
    expect(named.body).toMatch(/经督办仍未报送的有\d+个/)
    const counted = await desk.get(`${base}/progress?milestone=1&names=no`)
    expect(counted.body).not.toMatch(/经督办仍未报送的有/)
    expect(counted.body).toMatch(/经督办仍未办的分布：.+\d+个/)
  })

  test('is written in English for whoever reads English', async () => {
    const page = await desk.get(`${base}/progress?milestone=1&lang=en`)
    expect(page.body).toMatch(/of 199 units that owe it, \d+ have reported/)
    const file = await desk.get(`${base}/progress.docx?lang=en`)
    const { value: text } = await mammoth.extractRawText({ buffer: file.rawPayload })
    expect(text).toContain('1. As a whole')
  })

  test('is a workbook of four sheets whose numbers are numbers and whose telephones are text', async () => {
    const sheets = await sheetsOf(`${base}/progress.xlsx`)
    expect(Object.keys(sheets)).toEqual(['总表', '分区县', '未报名单', '指标'])
    const { board } = await progressOf()
    const counts = board.get('1')?.counts
    const report = sheets['总表']?.find(([name]) => String(name).startsWith('①'))
    expect(report?.slice(2, 5)).toEqual([199, expect.any(Number), 199 - (counts?.waived ?? 0)])
    const owing = sheets['未报名单'] ?? []
    const first = owing.filter(([name]) => String(name).startsWith('①'))
    expect(first).toHaveLength((counts?.overdue ?? 0) + (counts?.returned ?? 0))
    expect(first.every((row) => row[10] === null || typeof row[10] === 'string')).toBe(true)
    expect(sheets['指标']?.[1]?.slice(0, 2)).toEqual(['提供岗位', '合计'])
  })

  test('ends as the stored result does', async () => {
    await perform(database.api, city.coordinator, (op) =>
      closeCampaign(op, { campaignId: city.campaignId, reason: '到期' }),
    )
    const ended = await progressOf()
    await compileResult(database.worker, city.campaignId, ended.progress.asOf)
    const { result } = await database.owner
      .selectFrom('campaign')
      .select('result')
      .where('id', '=', city.campaignId)
      .executeTakeFirstOrThrow()
    const { progress } = ended
    const duties = progress.head.duties.filter(({ duty }) => duty === 'report')
    const sums = duties.map(({ key }) => sumOf(progress.places, key))
    const total = (of: (sum: (typeof sums)[number]) => number) => sums.reduce((all, sum) => all + of(sum), 0)
    expect(result).toMatchObject({
      units: sums[0]?.counts.total,
      acknowledged: sumOf(progress.places, 'ack').acknowledged,
      reports: {
        onTime: total(({ inTime }) => inTime),
        late: total(({ late }) => late),
        accepted: total(({ counts }) => counts.accepted),
        waived: total(({ counts }) => counts.waived),
      },
    })
    expect(result?.targets.map(({ sum }) => sum)).toEqual(progress.targets.map(({ sum }) => sum))
    for (const district of result?.districts ?? []) {
      const place = progress.places.find(({ unitId }) => unitId === district.unitId)
      if (place === undefined) continue
      const figures = duties.map(({ key }) => place.duties.get(key))
      expect(district, district.name).toMatchObject({
        units: place.units,
        onTime: figures.reduce((sum, figure) => sum + (figure?.inTime ?? 0), 0),
        late: figures.reduce((sum, figure) => sum + (figure?.late ?? 0), 0),
      })
    }
    expect((await desk.get(`${base}/progress`)).body).toContain('这项工作已于')
  })
})
