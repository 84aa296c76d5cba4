import { describe, expect, it } from 'vitest'
import { findChromium } from '../../../cli/embedded/chromium.ts'
import { parseCircular } from '../../../domain/circular/parse.ts'
import { Problem } from '../../../domain/problem.ts'
import { readDocument } from '../../../operations/circular/readDocument.ts'
import { oldWordOf } from './oldWord.ts'
import { bomb, docxOf, lying, pdfOf, quotaRows, words } from './papers.ts'

async function refusalOf(bytes: Buffer): Promise<string> {
  try {
    await readDocument(bytes)
    return 'nothing'
  } catch (error) {
    return error instanceof Problem ? error.code : String(error)
  }
}

function expectFacts(text: string): void {
  const draft = parseCircular(text)
  expect(draft).toMatchObject({
    documentNumber: '滨妇发〔2014〕12号',
    issuer: '滨江市妇女联合会',
    issuedOn: '2014-04-09',
    title: '关于开展走访活动的通知',
  })
  expect(draft.milestones.map(({ what, due }) => [what, due])).toEqual([['走访总结', '2014-05-12']])
  expect(draft.mailboxes.map(({ address }) => address)).toEqual(['binjiang@fl.example'])
}

describe('reading a document', () => {
  it('reads DOCX, a table row by row', async () => {
    const text = await readDocument(await docxOf(words, quotaRows))
    expectFacts(text)
    expect(parseCircular(text).quotas.map(({ who, max }) => [who, max])).toEqual([
      ['东城区', 3],
      ['西城区', 2],
    ])
  })

  it.skipIf(findChromium() === null)('reads PDF in Chinese, line by line', async () => {
    const lines = words.map((line) => `<p style="font: 16pt sans-serif">${line}</p>`).join('')
    expectFacts(await readDocument(await pdfOf(lines)))
  })

  it('reads DOC', async () => {
    expectFacts(await readDocument(oldWordOf(words.join('\n'))))
  })

  it('reads plain text in UTF-8, UTF-16 and GB18030, without its mark', async () => {
    const text = words.join('\n')
    const swapped = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
    // The first characters in GB18030: there is no encoder at hand.
    const gb = Buffer.from('b8f7c7f8cfd8b8beeac1a3ba0ac7ebd3da35d4c23132c8d5c7b0b1a8cbcdd7dcbde1a1a3', 'hex')
    expect(await readDocument(Buffer.from(`\ufeff${text}`))).toBe(text)
    expect(await readDocument(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe(text)
    expect(await readDocument(swapped)).toBe(text)
    expect(await readDocument(Buffer.from(text, 'utf16le'))).toBe(text)
    expect(await readDocument(gb)).toContain('请于5月12日前报送总结')
  })

  it('goes by what a file is, and refuses what it cannot read', async () => {
    expect(await refusalOf(Buffer.alloc(0))).toBe('file-empty')
    expect(await refusalOf(Buffer.alloc(21 * 1024 * 1024, 0x41))).toBe('file-too-large')
    expect(await refusalOf(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).toBe(
      'circular-type-unknown',
    )
    expect(await refusalOf(Buffer.from('%PDF-1.7\nnot a PDF at all'))).toBe('circular-unreadable')
    expect(await refusalOf(Buffer.from('{\\rtf1 hello}'))).toBe('circular-type-unknown')
    expect(await refusalOf((await docxOf(words)).subarray(0, 3000))).toMatch(/unreadable|type-unknown/)
    expect(await refusalOf(Buffer.from(' \n \n'))).toBe('circular-no-text')
  })

  it('says that a scan has no text, and that a password is in the way', async () => {
    const empty = Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
    )
    expect(await refusalOf(empty)).toBe('circular-no-text')
    const locked = Buffer.concat([oldWordOf('x'), Buffer.from('EncryptedPackage', 'utf16le')])
    expect(await refusalOf(locked)).toBe('circular-encrypted')
  })

  it('stops at a zip that unpacks to too much, whatever it states', async () => {
    const began = Date.now()
    expect(await refusalOf(bomb(300))).toBe('circular-too-heavy')
    expect(await refusalOf(lying(bomb(300)))).toBe('circular-too-heavy')
    expect(Date.now() - began).toBeLessThan(30_000)
  })
})
