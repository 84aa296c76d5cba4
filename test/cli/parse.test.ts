import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { docxOf, quotaRows, words } from '../operations/circular/papers.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bootstrap = join(root, 'cli', 'bootstrap.mjs')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'duban-parse-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function put(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function duban(args: string[], language = 'zh_CN'): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [bootstrap, 'parse', ...args],
      { cwd: folder, env: { ...process.env, DUBAN_LANG: language } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })
}

const span = z.tuple([z.number(), z.number()])
const printed = z.object({
  text: z.string(),
  documentNumber: z.string().nullable(),
  issuedOn: z.string().nullable(),
  recipients: z.array(z.string()),
  milestones: z.array(z.object({ dueText: z.string(), due: z.string().nullable(), kind: z.string(), span })),
  quotas: z.array(z.object({ who: z.string(), max: z.number().nullable() })),
  mailboxes: z.array(z.string()),
  questions: z.array(
    z.object({
      field: z.string(),
      text: z.string(),
      alternatives: z.array(z.string()),
      span: span.nullable(),
    }),
  ),
  files: z.array(z.object({ name: z.string(), start: z.number(), end: z.number() })),
})

describe('duban parse', () => {
  it('prints the draft as one JSON object, its spans in the text of the file', async () => {
    const text = words.join('\r\n')
    const { code, out } = await duban([put('circular.txt', text), '--json'])
    const draft = printed.parse(JSON.parse(out))
    expect(code).toBe(0)
    expect(draft.text).toBe(text)
    expect(draft).toMatchObject({
      documentNumber: '滨妇发〔2014〕12号',
      issuedOn: '2014-04-09',
      recipients: ['各区、县（市）妇联'],
      mailboxes: ['binjiang@fl.example'],
    })
    const [milestone] = draft.milestones
    expect(milestone).toMatchObject({ dueText: '2014年5月12日前', due: '2014-05-12', kind: 'dated' })
    expect(text.slice(...(milestone?.span ?? [0, 0]))).toBe('2014年5月12日前')
    expect(draft.questions).toContainEqual(
      expect.objectContaining({ field: 'milestones.0.due', alternatives: ['2014-05-12', '2014-05-11'] }),
    )
  })

  it('reads a circular with its annexes, whichever comes first', async () => {
    const annex = put('annex.txt', '名额分配表\n东城区\t3\n西城区\t2\n')
    const { out } = await duban([annex, put('circular.docx', await docxOf(words)), '--json'])
    const draft = printed.parse(JSON.parse(out))
    expect(draft.files.map(({ name }) => name)).toEqual(['circular.docx', 'annex.txt'])
    expect(draft.quotas.map(({ who, max }) => [who, max])).toEqual([
      ['东城区', 3],
      ['西城区', 2],
    ])
  })

  it('is read by people too, in both languages', async () => {
    const path = put('table.docx', await docxOf(words, quotaRows))
    const chinese = await duban([path])
    expect(chinese.out).toContain('2014-05-12  走访总结')
    expect(chinese.out).toContain('先按含当天算')
    const english = await duban([path], 'en')
    expect(english.out).toContain('Not in the text:')
  })

  it('says in a sentence why a file cannot be read, and fails', async () => {
    const picture = await duban([put('circular.pdf', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))])
    expect(picture).toMatchObject({ code: 1, out: '' })
    expect(picture.err).toContain('circular.pdf：这不是能读的文件')
    const missing = await duban([join(folder, 'nowhere.txt'), '--json'], 'en')
    expect(missing.code).toBe(1)
    expect(missing.err.trim().split('\n')).toHaveLength(1)
  })
})
