import type { FootLine, Letter, Row } from './letter.ts'

const HEAVY_RULE = '━'.repeat(24)
const RULE = '─'.repeat(24)

/** A letter as plain text, for clients that show no HTML and for people who copy from it. */
export function plainText(letter: Letter): string {
  const blocks = [
    [letter.issuerName, HEAVY_RULE],
    [letter.heading, letter.asOf],
    ...letter.opening.map(({ text }) => [text]),
    letter.action === null ? [] : [letter.action.label, letter.action.url],
    ...letter.rows.flatMap((row) => [[RULE], rowLines(row)]),
    [RULE],
    letter.closing,
    ...letter.foot.map((lines) => lines.flatMap(footLines)),
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function rowLines(row: Row): string[] {
  return [
    ...(row.figure === null ? [] : [row.figure.sentence]),
    row.title,
    ...row.lines,
    ...(row.button === null ? [] : [`${row.button.label} ${row.button.url}`]),
  ]
}

function footLines({ text, url }: FootLine): string[] {
  return url === null ? [text] : [text, url]
}
