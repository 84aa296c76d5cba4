import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import type { TextItem } from 'pdfjs-dist/types/src/display/api.js'

export class NoText extends Error {}
export class Encrypted extends Error {}

const MOST_PAGES = 300
/** A page of pictures with a page number has fewer. */
const LEAST_CHARACTERS = 20

/**
 * The text of a PDF, line by line as it is set; a wide gap within a line becomes a tab. Fonts that map a character to
 * the radical that looks like it (⽉ for 月) are put right.
 * @throws NoText for a scan, Encrypted where a password is needed
 */
export async function pdfText(bytes: Buffer): Promise<string> {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  const task = pdfjs.getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: join(folder, 'cmaps') + sep,
    cMapPacked: true,
    standardFontDataUrl: join(folder, 'standard_fonts') + sep,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
    verbosity: 0,
  })
  const document = await task.promise.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'PasswordException') throw new Encrypted()
    throw error
  })
  const pages: string[] = []
  for (let number = 1; number <= Math.min(document.numPages, MOST_PAGES); number += 1) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    pages.push(linesOf(items.filter((item): item is TextItem => 'str' in item)).join('\n'))
    page.cleanup()
  }
  const text = pages.join('\n').replace(/[\u2e80-\u2fdf]/g, (radical) => radical.normalize('NFKC'))
  if (text.replace(/\s/g, '').length < LEAST_CHARACTERS) throw new NoText()
  return text
}

interface Piece {
  text: string
  x: number
  y: number
  width: number
  height: number
}

/** Pieces on one height are one line, from left to right; lines from top to bottom. */
function linesOf(items: TextItem[]): string[] {
  const pieces = items.filter(({ str }) => str.trim() !== '').map(pieceOf)
  const lines: Piece[][] = []
  for (const piece of pieces.sort((one, other) => other.y - one.y)) {
    const line = lines.at(-1)
    const first = line?.[0]
    if (
      line !== undefined &&
      first !== undefined &&
      Math.abs(first.y - piece.y) < Math.min(first.height, piece.height) * 0.5
    )
      line.push(piece)
    else lines.push([piece])
  }
  return lines.map(joined).filter((line) => !/^\s*[-—–]*\s*\d{1,3}\s*[-—–]*\s*$/.test(line))
}

function pieceOf({ str, transform, width, height }: TextItem): Piece {
  const numbers: number[] = transform.map(Number)
  return {
    text: str,
    x: numbers[4] ?? 0,
    y: numbers[5] ?? 0,
    width,
    height: height || Math.abs(numbers[3] ?? 10),
  }
}

function joined(line: Piece[]): string {
  let text = ''
  let end: number | null = null
  for (const piece of line.sort((one, other) => one.x - other.x)) {
    const gap = end === null ? 0 : piece.x - end
    if (gap > piece.height * 2) text += '\t'
    else if (gap > piece.height * 0.3) text += ' '
    text += piece.text
    end = piece.x + piece.width
  }
  return text
}
