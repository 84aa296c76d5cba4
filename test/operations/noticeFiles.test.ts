import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateFederation } from '../../domain/federation.ts'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { addNoticeFile, noticeFiles, removeNoticeFile } from '../../operations/notice/noticeFiles.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { loadAttachment } from '../../operations/unit/attachments.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { administrator, importUnits, personAt } from '../support/people.ts'

let database: TestDatabase
let coordinator: AccountActor
let noticeId: number
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')

beforeAll(async () => {
  database = await createTestDatabase()
  const admin = await administrator(database.owner)
  coordinator = { ...admin, role: 'coordinator' }
  await importUnits(database.api, admin, generateFederation({ seed: 1, units: 30 }))
  const draft = noticeDraftSchema.parse(exampleNotice('grassroots'))
  noticeId = (
    await perform(database.api, coordinator, (op) => saveNotice(op, { noticeId: null, version: null, draft }))
  ).noticeId
})
afterAll(() => database.drop())

const add = (name: string, bytes: Buffer, actor = coordinator) =>
  perform(database.api, actor, (op) => addNoticeFile(op, { noticeId, name, bytes }))

async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'nothing'
  } catch (error) {
    return error instanceof Problem ? error.code : String(error)
  }
}

describe('files of a notice', () => {
  test('are kept under the last part of their name, and given back as they came', async () => {
    const { id, name } = await add('C:\\通知\\附件一.pdf', pdf)
    expect(name).toBe('附件一.pdf')
    const file = await perform(database.api, coordinator, (op) => loadAttachment(op, id))
    expect(file).toMatchObject({ mediaType: 'application/pdf', content: pdf })
  })

  test('are refused when they are empty, of a wrong type, lie about it or come as HEIC', async () => {
    expect(await refusalOf(add('空.pdf', Buffer.alloc(0)))).toBe('file-empty')
    expect(await refusalOf(add('程序.exe', Buffer.from('MZ')))).toBe('file-type-refused')
    expect(await refusalOf(add('照片.png', pdf))).toBe('file-type-lies')
    expect(await refusalOf(add('照片.heic', Buffer.from('x')))).toBe('file-heic')
    expect(await perform(database.api, coordinator, (op) => noticeFiles(op, noticeId))).toHaveLength(1)
  })

  test('are added by coordinators of the issuer only', async () => {
    const supervisor = await personAt(database.owner, 'HRB-DL', 'supervisor')
    expect(await refusalOf(add('附件.pdf', pdf, supervisor))).toBe('not-allowed')
    expect(await refusalOf(add('附件.pdf', pdf, { ...supervisor, role: 'coordinator' }))).toBe('not-found')
  })

  test('stay when the draft is saved again, and go when they are taken back', async () => {
    const draft = noticeDraftSchema.parse(exampleNotice('grassroots'))
    await perform(database.api, coordinator, (op) => saveNotice(op, { noticeId, version: null, draft }))
    const [file] = await perform(database.api, coordinator, (op) => noticeFiles(op, noticeId))
    await perform(database.api, coordinator, (op) =>
      removeNoticeFile(op, { noticeId, attachmentId: file!.id }),
    )
    expect(await perform(database.api, coordinator, (op) => noticeFiles(op, noticeId))).toEqual([])
  })
})
