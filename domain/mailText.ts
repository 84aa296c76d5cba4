import type { FieldProblem } from './problem.ts'
import { parseMailTemplate, type TemplatePart } from './mailTextTemplate.ts'

/** The mails whose words people may put in place of Duban's own, each written to say one thing. */
export const mailTextKinds = [
  'issue',
  'added',
  'reminder_before',
  'reminder_open',
  'reminder_overdue',
  'urge',
  'returned',
  'receipt',
  'extended',
  'waived',
  'withdrawn',
  'cancelled',
  'declined',
  'link',
  'docket',
] as const
export type MailTextKind = (typeof mailTextKinds)[number]

export const mailLanguages = ['zh-CN', 'en'] as const
export type MailLanguage = (typeof mailLanguages)[number]

export const mailTextParts = ['subject', 'opening', 'closing'] as const
export type MailTextPart = (typeof mailTextParts)[number]

/** Words with placeholders. What stands between them (facts, buttons, links) is never theirs to change. */
export type MailText = Record<MailTextPart, string>

export type Placeholder =
  | 'unit'
  | 'person'
  | 'title'
  | 'number'
  | 'what'
  | 'issuer'
  | 'whom'
  | 'when'
  | 'due'
  | 'date'
  | 'daysLeft'
  | 'daysPast'
  | 'n'
  | 'receipt'
  | 'climbsOn'

const ofNotice = ['unit', 'title', 'number', 'what', 'issuer', 'whom'] as const
const ofDate = ['due', 'date'] as const

/** What the words of each kind may name, and nothing else. */
export const placeholdersOf: Record<MailTextKind, readonly Placeholder[]> = {
  issue: [...ofNotice, ...ofDate, 'daysLeft'],
  added: [...ofNotice, ...ofDate, 'daysLeft'],
  reminder_before: [...ofNotice, 'when', ...ofDate, 'daysLeft', 'n'],
  reminder_open: [...ofNotice, 'n'],
  reminder_overdue: [...ofNotice, 'when', ...ofDate, 'daysPast', 'n'],
  urge: [...ofNotice, 'when', ...ofDate, 'daysPast'],
  returned: [...ofNotice, ...ofDate],
  receipt: [...ofNotice, 'receipt'],
  extended: [...ofNotice, ...ofDate],
  waived: ofNotice,
  withdrawn: ofNotice,
  cancelled: ofNotice,
  declined: [...ofNotice, ...ofDate],
  link: [...ofNotice, 'n'],
  docket: ['person', 'n', 'climbsOn', 'issuer', 'whom'],
}

/** In characters, placeholders as they are written. */
export const longestPart: Record<MailTextPart, number> = { subject: 120, opening: 1000, closing: 1000 }

/** What is wrong with somebody's words, each complaint at its part; none: they may be used. */
export function mailTextComplaints(kind: MailTextKind, text: MailText): FieldProblem[] {
  return mailTextParts.flatMap((part) => {
    const parsed = parseMailTemplate(text[part], rulesOf(kind, part))
    return parsed.complaints.map((complaint) => ({ field: part, ...complaint }))
  })
}

function rulesOf(kind: MailTextKind, part: MailTextPart) {
  return {
    allowed: placeholdersOf[kind],
    longest: longestPart[part],
    oneLine: part === 'subject',
    needed: part === 'subject',
  }
}

export type PlaceholderValues = Partial<Record<Placeholder, string | null>>

export interface FilledText {
  /** Null: it names something that this mail has nothing to say of. */
  subject: string | null
  /** Line by line; a line that names something that this mail does not have is left out. */
  opening: string[]
  closing: string[]
}

/**
 * Sets values into words. A value is text and is not looked at again: what it contains is never a placeholder. Words
 * that are no longer allowed come out as a subject of null and no lines.
 */
export function fillMailText(kind: MailTextKind, text: MailText, values: PlaceholderValues): FilledText {
  const lines = (part: MailTextPart): string[] =>
    text[part].split('\n').flatMap((line) => {
      const { parts } = parseMailTemplate(line, { ...rulesOf(kind, part), needed: false })
      const filled = line.trim() === '' ? null : fill(parts, values)
      return filled === null ? [] : [filled]
    })
  return { subject: lines('subject')[0] ?? null, opening: lines('opening'), closing: lines('closing') }
}

function fill(parts: readonly TemplatePart[] | null, values: PlaceholderValues): string | null {
  if (parts === null) return null
  const said = parts.map((part) => ('text' in part ? part.text : valueOf(values, part.placeholder)))
  return said.every((text) => text !== null) ? said.join('') : null
}

function valueOf(values: PlaceholderValues, name: string): string | null {
  const found = Object.entries(values).find(([known]) => known === name)?.[1]
  return found === undefined || found === '' ? null : found
}
