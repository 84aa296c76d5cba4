import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx'
import { zipSync } from 'fflate'
import { chromium } from 'playwright-core'
import { findChromium } from '../../../cli/embedded/chromium.ts'

/** The words of a circular of our own, a paragraph each. */
export const words = [
  '滨江市妇女联合会文件',
  '滨妇发〔2014〕12号',
  '关于开展走访活动的通知',
  '各区、县（市）妇联：',
  '现就开展走访活动通知如下。请于2014年5月12日前将走访总结报市妇联办公室，联系人：李敏，电话：0451-87650000，邮箱：binjiang@fl.example。',
  '滨江市妇女联合会',
  '2014年4月9日',
]

export const quotaRows = [
  ['单位', '名额'],
  ['东城区', '3'],
  ['西城区', '2'],
]

export async function docxOf(paragraphs: string[], rows: string[][] = []): Promise<Buffer> {
  const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] })
  const table = rows.map((row) => new TableRow({ children: row.map(cell) }))
  const children = [
    ...paragraphs.map(
      (text) => new Paragraph({ children: [new TextRun({ text, font: { eastAsia: 'FangSong' } })] }),
    ),
    ...(table.length > 0 ? [new Paragraph('名额分配表'), new Table({ rows: table })] : []),
  ]
  return Packer.toBuffer(new Document({ sections: [{ children }] }))
}

export async function pdfOf(html: string): Promise<Buffer> {
  const executablePath = findChromium() ?? ''
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    await page.setContent(`<html lang="zh"><body>${html}</body></html>`)
    return await page.pdf({ format: 'A4' })
  } finally {
    await browser.close()
  }
}

/** A document of Word whose body unpacks to far more than it is long. */
export function bomb(megabytes: number): Buffer {
  const types =
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
  const body = Buffer.alloc(megabytes * 1024 * 1024, 0x20)
  return Buffer.from(
    zipSync({ '[Content_Types].xml': Buffer.from(types), 'word/document.xml': [body, { level: 9 }] }),
  )
}

/** States of each part in the directory that it unpacks to a hundred bytes. */
export function lying(zip: Buffer): Buffer {
  const lied = Buffer.from(zip)
  for (let at = 0; at + 46 < lied.length; at += 1)
    if (lied.readUInt32LE(at) === 0x02014b50) lied.writeUInt32LE(100, at + 24)
  return lied
}
