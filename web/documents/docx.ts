import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx'
import type { Block, Paper, PaperTable } from './paper.ts'

/**
 * The layout of official papers in China (GB/T 9704): A4 with margins of 37, 35, 28 and 26 mm, the issuer in red over
 * a red line, title in 小标宋 of 22 points, text in 仿宋 of 16, headings in 黑体.
 */
const margins = { top: 37, bottom: 35, left: 28, right: 26 }
const WIDTH_MM = 210 - margins.left - margins.right
const RED = 'C00000'
const LINE = 580

/** Twentieths of a point. */
const mm = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4)

/** Points as half points, which is how the format counts. */
const size = (points: number): number => points * 2

type Face = 'title' | 'text' | 'heading' | 'figure'
const eastern: Record<Face, string> = {
  title: '方正小标宋简体',
  text: '仿宋_GB2312',
  heading: '黑体',
  figure: '宋体',
}

/** Chinese in the face of its part, everything else in Times: a program falls back by itself where one is missing. */
function run(text: string, face: Face, points: number, more: IRunOptions = {}): TextRun {
  const latin = 'Times New Roman'
  return new TextRun({
    text: printable(text),
    size: size(points),
    font: { ascii: latin, hAnsi: latin, cs: latin, eastAsia: eastern[face] },
    ...more,
  })
}

/** XML knows no control characters but these three; half of a pair is no character. */
export function printable(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[\uD800-\uDFFF]/gu, '')
}

/** The paper as a DOCX file. */
export function paperDocx(paper: Paper): Promise<Buffer> {
  const document = new Document({
    creator: printable(paper.issuer),
    title: printable(paper.title),
    styles: { default: { document: { run: { language: { value: 'en-GB', eastAsia: 'zh-CN' } } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: {
              top: mm(margins.top),
              bottom: mm(margins.bottom),
              left: mm(margins.left),
              right: mm(margins.right),
              footer: mm(28),
            },
          },
        },
        footers: { default: pageNumber() },
        children: [...head(paper), ...paper.blocks.flatMap(drawn), ...foot(paper)],
      },
    ],
  })
  return Packer.toBuffer(document)
}

function line(children: TextRun[], more: IParagraphOptions = {}): Paragraph {
  return new Paragraph({
    spacing: { line: LINE, lineRule: LineRuleType.EXACT },
    ...more,
    children,
  })
}

function head(paper: Paper): Paragraph[] {
  const centred = { alignment: AlignmentType.CENTER }
  return [
    new Paragraph({
      ...centred,
      spacing: { before: mm(6), after: mm(8) },
      children: [run(paper.issuer, 'title', issuerPoints(paper.issuer), { color: RED })],
    }),
    line([run(paper.number, 'text', 16)], {
      ...centred,
      border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: RED, space: 6 } },
    }),
    line([], {}),
    line([run(paper.title, 'title', 22)], {
      ...centred,
      spacing: { before: 0, after: 300, line: 640, lineRule: LineRuleType.EXACT },
    }),
    line([run(paper.to, 'text', 16)]),
  ]
}

/** As large as one line takes, 42 points at most. */
function issuerPoints(issuer: string): number {
  const ems = [...issuer].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 1 : 0.55), 0)
  const room = (WIDTH_MM / 25.4) * 72
  return Math.max(16, Math.min(42, Math.floor(room / Math.max(1, ems))))
}

function drawn(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [line([run(block.text, 'heading', 16)], { indent: twoLetters, keepNext: true })]
    case 'paragraph':
      return [line([run(block.text, 'text', 16)], { indent: twoLetters, alignment: AlignmentType.BOTH })]
    case 'table':
      return table(block)
  }
}

const twoLetters = { firstLine: size(16) * 20 }

function table(of: PaperTable): (Paragraph | Table)[] {
  const shares = of.columns.reduce((sum, { share }) => sum + share, 0)
  const widths = of.columns.map(({ share }) => Math.floor((mm(WIDTH_MM) * share) / shares))
  const row = (cells: readonly string[], face: Face, heading = false): TableRow =>
    new TableRow({
      tableHeader: heading,
      cantSplit: true,
      children: cells.map((text, index) =>
        cell(text, face, { of, index, heading, width: widths[index] ?? 0 }),
      ),
    })
  return [
    line([run(of.caption, 'heading', 12)], {
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { before: 160, after: 60 },
    }),
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
      columnWidths: widths,
      rows: [
        row(
          of.columns.map(({ label }) => label),
          'heading',
          true,
        ),
        ...of.rows.map((cells) => row(cells, 'figure')),
        ...(of.sum === null ? [] : [row(of.sum, 'heading')]),
      ],
    }),
    line([], { spacing: { line: 240, lineRule: LineRuleType.EXACT } }),
  ]
}

function cell(
  text: string,
  face: Face,
  at: { of: PaperTable; index: number; heading: boolean; width: number },
): TableCell {
  const number = at.of.columns[at.index]?.number === true
  return new TableCell({
    width: { size: at.width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { top: 40, bottom: 40, left: 50, right: 50 },
    ...(at.heading ? { shading: { type: ShadingType.CLEAR, fill: 'F2F2F2', color: 'auto' } } : {}),
    children: [
      new Paragraph({
        alignment: at.heading ? AlignmentType.CENTER : number ? AlignmentType.RIGHT : AlignmentType.LEFT,
        children: [run(text, face, 10)],
      }),
    ],
  })
}

/** Who signs, and when: at the right, a date four letters from the edge. */
function foot(paper: Paper): Paragraph[] {
  const right = { alignment: AlignmentType.RIGHT, keepLines: true }
  return [
    line([], { keepNext: true }),
    line([run(paper.signature, 'text', 16)], { ...right, indent: { right: size(16) * 20 }, keepNext: true }),
    line([run(paper.date, 'text', 16)], { ...right, indent: { right: size(16) * 40 } }),
  ]
}

function pageNumber(): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          run('— ', 'figure', 14),
          new TextRun({ children: [PageNumber.CURRENT], size: size(14), font: 'Times New Roman' }),
          run(' —', 'figure', 14),
        ],
      }),
    ],
  })
}
