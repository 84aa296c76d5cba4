import type { FastifyInstance } from 'fastify'
import { strToU8, zipSync } from 'fflate'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linkToken } from '../../mail/links.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { readDocument } from '../../operations/circular/readDocument.ts'
import { testApp } from '../support/app.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { LINK_KEY } from '../support/settings.ts'

/** Files as somebody sends them who wishes whoever opens them ill. */
let desk: Desk
let app: FastifyInstance
let token: string
let obligationId: number

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  const campaignId = await desk.issue(exampleNotice('grassroots'))
  app = await testApp(desk.database)
  const { code } = desk.units.find(({ type }) => type === 'village')!
  const { linkId, contactId, unitId } = await desk.contactOf(campaignId, code)
  const { generation } = await desk.database.owner
    .selectFrom('contact')
    .select('generation')
    .where('id', '=', contactId)
    .executeTakeFirstOrThrow()
  token = linkToken(LINK_KEY, { linkId, generation })
  const duty = await desk.database.owner
    .selectFrom('obligation')
    .select('id')
    .where('unit_id', '=', unitId)
    .where('duty', '=', 'report')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  obligationId = duty.id
})
afterAll(async () => {
  await app.close()
  await desk.close()
})

interface Answer {
  status: number
  code: string | null
  id: number
  name: string
}

/** As the API takes it, and as the form of the page: what is refused here is refused there. */
async function upload(name: string, bytes: Buffer): Promise<Answer> {
  await desk.database.owner.deleteFrom('attachment').execute()
  return add(name, bytes)
}

async function add(name: string, bytes: Buffer): Promise<Answer> {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/links/${token}/obligations/${obligationId}/files`,
    remoteAddress: '10.3.3.3',
    payload: { name, content: bytes.toString('base64') },
  })
  const { code = null, id = 0, name: kept = '' } = answer.json()
  return { status: answer.statusCode, code, id, name: kept }
}

const download = (id: number) => app.inject({ url: `/u/${token}/files/${id}` })
const entry = (text: string): Uint8Array => strToU8(text)
const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const docx = (further: Record<string, Uint8Array> = {}, type = docxType): Buffer =>
  Buffer.from(
    zipSync({
      '[Content_Types].xml': entry(
        `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`,
      ),
      'word/document.xml': entry('<w:document/>'),
      ...further,
    }),
  )
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')
const script = 'alert(document.cookie)'

describe('a file that is two things', () => {
  test('a picture that is a script as well is kept as a picture alone', async () => {
    const gif = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } })
      .gif()
      .toBuffer()
    const both = Buffer.concat([gif, Buffer.from(`/*${'x'.repeat(50)}*/=1;${script}`)])
    const { status, id } = await upload('照片.gif', both)
    expect(status).toBe(200)
    const { rawPayload, headers } = await download(id)
    expect(rawPayload.includes(script)).toBe(false)
    expect(headers['content-type']).toMatch(/^image\//)
  })

  test('a picture whose size is a comment of a script is none', async () => {
    const { status, code } = await upload('照片.gif', Buffer.from(`GIF89a/*${'\0'.repeat(30)}*/=1;${script}`))
    expect([status, code]).toEqual([415, 'photo-unreadable'])
  })

  test.each([
    ['照片.jpg', Buffer.from(`<!doctype html><script>${script}</script>`)],
    ['照片.png', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>${script}</script></svg>`)],
    ['总结.pdf', Buffer.from(`<html><script>${script}</script>%PDF-1.7`)],
    ['总结.docx', pdf],
    ['总结.pdf', docx()],
    ['名册.csv', docx()],
    ['名册.txt', Buffer.from('MZ\0\0')],
    ['总结.docx', docx({}, 'application/vnd.ms-word.document.macroEnabled.main+xml')],
  ])('%s that is something else is refused (%#)', async (name, bytes) => {
    const { status, code } = await upload(name, bytes)
    expect([status, code]).toEqual([415, 'file-type-lies'])
  })

  test.each([
    '图.svg',
    '页.html',
    '页.htm',
    '程.js',
    '压.zip',
    '宏.docm',
    '程.exe',
    '页.xhtml',
    '页.mht',
    '快.lnk',
  ])('%s is of no kind that is taken', async (name) => {
    const { status, code } = await upload(name, Buffer.from(`<svg onload="${script}"/>`))
    expect([status, code]).toEqual([415, 'file-type-refused'])
  })

  test.each([
    ['总结.docx', docx({ 'word/vbaProject.bin': entry('x') })],
    [
      '总结.doc',
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(600),
        Buffer.from('_VBA_PROJECT', 'utf16le'),
      ]),
    ],
  ])('%s with a macro is refused, whatever it is called', async (name, bytes) => {
    const { status, code } = await upload(name, bytes)
    expect([status, code]).toEqual([415, 'file-has-macros'])
  })

  test('a PDF with a zip behind it, and a page of a browser named as text, are handed out to be saved only', async () => {
    const zip = Buffer.concat([pdf, Buffer.from(zipSync({ 'a.html': entry(`<script>${script}</script>`) }))])
    const page = Buffer.from(`<!doctype html><script>${script}</script>`)
    for (const [name, bytes, type] of [
      ['总结.pdf', zip, 'application/pdf'],
      ['名册.txt', page, 'text/plain'],
    ] as const) {
      const { status, id } = await upload(name, bytes)
      expect([name, status]).toEqual([name, 200])
      const { headers } = await download(id)
      expect(headers['content-type']).toContain(type)
      expect(headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''/)
      expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox")
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })
})

describe('the name of a file', () => {
  test.each([
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['/etc/cron.d/x.pdf', 'x.pdf'],
    ['C:\\Windows\\System32\\x.pdf', 'x.pdf'],
    ['..\\..\\x.pdf', 'x.pdf'],
    ['总结\u202efdp.exe.pdf', '总结fdp.exe.pdf'],
    ['总\u200b结\ufeff.pdf', '总结.pdf'],
    ['总结\r\nX-Header: 1.pdf', '总结X-Header: 1.pdf'],
  ])('%j is kept as %j', async (given, kept) => {
    const { status, name, id } = await upload(given, pdf)
    expect([status, name]).toEqual([200, kept])
    const { headers } = await download(id)
    expect(headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${encodeURIComponent(kept)}`)
    expect(headers['x-header']).toBeUndefined()
  })

  test.each([
    ['with the sign NUL', 'x.exe\0.pdf', [422, 'invalid-input']],
    ['with half of a character', 'x\ud800.pdf', [422, 'invalid-input']],
    ['of 5,000 signs', `${'长'.repeat(5000)}.pdf`, [422, 'invalid-input']],
    ['that is empty', '', [422, 'invalid-input']],
    ['that has an ending only before a turn of direction', 'x.pdf\u202e.exe', [415, 'file-type-refused']],
    ['of dots alone', '..', [415, 'file-type-refused']],
  ])('%s is refused', async (_what, name, refusal) => {
    const { status, code } = await upload(name, pdf)
    expect([status, code]).toEqual(refusal)
  })
})

describe('too little and too much', () => {
  test('nothing at all is refused, and so is more than 20 megabytes', async () => {
    expect(await upload('空.pdf', Buffer.alloc(0))).toMatchObject({ status: 422, code: 'file-empty' })
    const large = Buffer.concat([pdf, Buffer.alloc(20 * 1024 * 1024)])
    expect(await upload('大.pdf', large)).toMatchObject({ status: 413, code: 'file-too-large' })
    expect(await upload('大.pdf', Buffer.alloc(30 * 1024 * 1024))).toMatchObject({ status: 413 })
  })

  test('more files than a report takes are refused, and those before them stay', async () => {
    await desk.database.owner.deleteFrom('attachment').execute()
    const answers: (string | null)[] = []
    for (let n = 0; n < 12; n += 1) answers.push((await add(`${n}.pdf`, pdf)).code)
    const refused = answers.filter((code) => code === 'too-many-files')
    expect(refused.length).toBeGreaterThan(0)
    expect(new Set(answers)).toEqual(new Set([null, 'too-many-files']))
    const { n } = await desk.database.owner
      .selectFrom('attachment')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    expect(n).toBe(12 - refused.length)
  })

  test('a document that unpacks to more than a circular needs is not unpacked to its end', async () => {
    const zeros = new Uint8Array(100 * 1024 * 1024)
    const ratio = docx({ 'word/media/image1.bin': zeros })
    expect(ratio.length).toBeLessThan(1024 * 1024)
    await expect(readDocument(ratio)).rejects.toMatchObject({ code: 'circular-too-heavy' })
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_, n) => [`word/media/${n}.xml`, entry('x')]),
    )
    await expect(readDocument(docx(many))).rejects.toMatchObject({ code: 'circular-too-heavy' })
    // A bomb within is one part of the document, and is not opened.
    const nested = docx({ 'word/embeddings/inner.zip': new Uint8Array(ratio) })
    await expect(readDocument(nested))
      .resolves.toBeDefined()
      .catch(() => undefined)
  })
})
