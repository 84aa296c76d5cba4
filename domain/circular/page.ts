import { readLines, readRunning, withoutBlanks } from './normalise.ts'
import type { TextSpan, View } from './view.ts'

/** A line that is not blank, with its place in its view. */
export interface Line {
  text: string
  start: number
  end: number
  /** How many blank lines stand before it. */
  gap: number
}

/** A circular's text in the readings that the parts of the grammar want. */
export interface Page {
  raw: string
  /** Line by line, with its blanks: for tables, names, telephone numbers. */
  loose: View
  /** Line by line, without blanks inside Chinese words: for what stands on lines of its own. */
  tight: View
  lines: Line[]
  /** Paragraphs: for sentences. */
  running: View
}

/** Something read from a text, with the place of its words. */
export interface Reading<T> {
  value: T
  span: TextSpan
}

export function pageOf(raw: string): Page {
  const loose = readLines(raw)
  const tight = withoutBlanks(loose)
  return { raw, loose, tight, lines: linesOf(tight.text), running: readRunning(loose) }
}

export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let at = 0
  let gap = 0
  for (const line of text.split('\n')) {
    const words = line.trim()
    if (words === '') gap += 1
    else {
      const start = at + line.indexOf(words)
      lines.push({ text: words, start, end: start + words.length, gap })
      gap = 0
    }
    at += line.length + 1
  }
  return lines
}

/** The words of the text itself, as one line: its own characters, without the blanks that only set them apart. */
export function wordsAt(raw: string, [start, end]: TextSpan): string {
  const words = raw
    .slice(start, end)
    .replace(/\*\*/g, '')
    .replace(/[\s\u3000]+/g, ' ')
    .trim()
  return words.replace(/ /g, (blank, at: number) => {
    const wide = /[\u0250-\uffff]/
    return wide.test(words.charAt(at - 1)) || wide.test(words.charAt(at + 1)) ? '' : blank
  })
}

/** As `wordsAt`, with full-width letters and digits in their common form. */
export function plainWordsAt(raw: string, span: TextSpan): string {
  return wordsAt(raw, span).replace(
    /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d\uff0f\uff0e\uff20\uff3f]/g,
    (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  )
}
