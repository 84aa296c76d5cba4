import type { Mention } from './mention.ts'

/** A stretch of the running text, with the places of its ends there. */
export interface Stretch {
  text: string
  start: number
  end: number
}

export function stretch(text: string, start: number, end: number): Stretch {
  return { text: text.slice(start, end), start, end }
}

/** Nobody writes longer ones; what is longer is no sentence, and patterns must not run over all of it. */
const LONGEST_SENTENCE = 600

/** Sentences of a running text; a paragraph ends one as a full stop does. Blank ones are left out. */
export function sentencesIn(text: string): Stretch[] {
  return split(text, 0, text.length, isSentenceEnd)
}

/** The clauses of a sentence, between commas. */
export function clausesOf(text: string, { start, end }: Stretch): Stretch[] {
  return split(text, start, end, isClauseEnd)
}

function split(
  text: string,
  start: number,
  end: number,
  ends: (text: string, index: number) => boolean,
): Stretch[] {
  const parts: Stretch[] = []
  let from = start
  for (let at = start; at <= end; at += 1) {
    const cut = at - from >= LONGEST_SENTENCE
    if (at < end && !cut && !ends(text, at)) continue
    if (text.slice(from, at).trim() !== '') parts.push(stretch(text, from, at))
    from = cut ? at : at + 1
  }
  return parts
}

function isSentenceEnd(text: string, at: number): boolean {
  const sign = text.charAt(at)
  if ('。！？；;!?\n\t'.includes(sign)) return true
  return (
    sign === '.' &&
    /[A-Za-z)\d]/.test(text.charAt(at - 1)) &&
    /^(?: [A-Z]|\n|$)/.test(text.slice(at + 1, at + 3)) &&
    !isAbbreviation(text, at)
  )
}

function isAbbreviation(text: string, at: number): boolean {
  return /(?:\b[A-Za-z]|\bNo|\bMs|\bMr|\bDr|\bMrs|\bTel|\bSept?|[ap]\.m)$/.test(
    text.slice(Math.max(0, at - 6), at),
  )
}

export function isClauseEnd(text: string, at: number): boolean {
  const sign = text.charAt(at)
  if (sign === '，') return true
  return sign === ',' && !(/\d/.test(text.charAt(at - 1)) && /\d{3}/.test(text.slice(at + 1, at + 4)))
}

export function overlaps(
  one: { start: number; end: number },
  other: { start: number; end: number },
): boolean {
  return one.start < other.end && other.start < one.end
}

/** A mention with its sentence and the words before and after it that no other mention comes between. */
export interface Placed {
  mention: Mention
  sentence: Stretch
  before: Stretch
  after: Stretch
  /** The short line right above a sentence that begins its paragraph: "二、征集时间". */
  heading: Stretch | null
}

/** Gives each mention the words around it: up to the neighbouring mention, and there up to the comma. */
export function place(text: string, sentence: Stretch, mentions: Mention[]): Placed[] {
  const heading = lineAbove(text, sentence)
  return mentions.map((mention, index) => {
    const previous = mentions[index - 1]
    const next = mentions.slice(index + 1).find((other) => !isInObject(text, mention, other))
    const from = previous === undefined ? sentence.start : boundaryBefore(text, previous.end, mention.start)
    const to = next === undefined ? sentence.end : boundaryBefore(text, mention.end, next.start)
    return {
      mention,
      sentence,
      before: stretch(text, from, mention.start),
      after: stretch(text, mention.end, Math.max(to, mention.end)),
      heading,
    }
  })
}

/** "将2月份总结报送": a month that belongs to the name of what is taken parts nothing. */
function isInObject(text: string, mention: Mention, next: Mention): boolean {
  if (next.relation !== 'on' || next.lead !== '') return false
  return /^[，,]?(?:各[^，。；]{0,12})?(?:将|把)[^，,。；]*$/.test(text.slice(mention.end, next.start))
}

const LONGEST_HEADING = 24

function lineAbove(text: string, { start }: Stretch): Stretch | null {
  if (start === 0 || text.charAt(start - 1) !== '\n') return null
  const end = text.slice(0, start).trimEnd().length
  const from = text.lastIndexOf('\n', end - 1) + 1
  return end - from < 2 || end - from > LONGEST_HEADING ? null : stretch(text, from, end)
}

/** The last comma between two mentions parts their words, or a 、 right after the first; else they meet at the later one. */
function boundaryBefore(text: string, from: number, to: number): number {
  for (let at = to - 1; at >= from; at -= 1) if (isClauseEnd(text, at)) return at
  return text.charAt(from) === '、' ? from : to
}
