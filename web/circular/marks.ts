import type { CircularDraft } from '../../domain/circular/draft.ts'
import type { TextSpan } from '../../domain/circular/view.ts'

/** Words of the circular that something was read from; `asked` where they also raise a question. */
export interface Mark {
  n: number
  span: TextSpan
  asked: boolean
}

/** A stretch of a paragraph, marked or not. */
export interface Piece {
  text: string
  mark: Mark | null
  /** The mark begins here: the place that a link leads to. */
  first: boolean
}

export interface Paragraph {
  pieces: Piece[]
  /** Marks that begin in it. */
  marks: Mark[]
}

/** The marks of a draft, numbered in the order of the text; of stretches that overlap the first counts. */
export function marksOf(draft: CircularDraft): Mark[] {
  const asked = draft.questions.flatMap(({ span }) => (span === null ? [] : [span]))
  const marks: Mark[] = []
  for (const span of spansOf(draft).sort((one, other) => one[0] - other[0] || other[1] - one[1])) {
    if (span[1] <= span[0] || span[0] < (marks.at(-1)?.span[1] ?? 0)) continue
    marks.push({ n: marks.length + 1, span, asked: asked.some((other) => touches(span, other)) })
  }
  return marks
}

function spansOf(draft: CircularDraft): TextSpan[] {
  const { spans, recipients, milestones, window, targets, quotas, contacts, telephones, mailboxes } = draft
  return [
    ...Object.values(spans),
    ...recipients.map(({ span }) => span),
    ...milestones.flatMap(({ span, whatSpan }) => (whatSpan === null ? [span] : [span, whatSpan])),
    ...(window === null ? [] : [window.span]),
    ...[...targets, ...quotas, ...contacts, ...telephones, ...mailboxes].map(({ span }) => span),
    ...draft.questions.flatMap(({ span }) => (span === null ? [] : [span])),
  ]
}

export function touches(one: TextSpan, other: TextSpan): boolean {
  return one[0] < other[1] && other[0] < one[1]
}

/** The mark that shows some words, if one does. */
export function markAt(marks: readonly Mark[], span: TextSpan | null | undefined): Mark | null {
  return span === null || span === undefined ? null : (marks.find((mark) => touches(mark.span, span)) ?? null)
}

/** The text paragraph by paragraph, cut at the ends of marks; lines without words are left out. */
export function paragraphsOf(text: string, marks: readonly Mark[]): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let start = 0
  for (const line of text.split('\n')) {
    const end = start + line.length
    if (line.trim() !== '') paragraphs.push(paragraphAt(text, start, end, marks))
    start = end + 1
  }
  return paragraphs
}

function paragraphAt(text: string, start: number, end: number, marks: readonly Mark[]): Paragraph {
  const inside = marks.filter(({ span }) => touches(span, [start, end]))
  const pieces: Piece[] = []
  let at = start
  const add = (to: number, mark: Mark | null) => {
    const words = text.slice(at, to)
    if (words.trim() !== '') pieces.push({ text: words, mark, first: mark !== null && at === mark.span[0] })
    at = to
  }
  for (const mark of inside) {
    add(Math.max(mark.span[0], start), null)
    add(Math.min(mark.span[1], end), mark)
  }
  add(end, null)
  return { pieces, marks: inside.filter(({ span }) => span[0] >= start) }
}
