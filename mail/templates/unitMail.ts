import type { FilledText } from '../../domain/mailText.ts'
import type { MailContent, MailItem } from '../../domain/message.ts'
import type { LocalDate } from '../../domain/time.ts'
import { formatCount, formatDue, formatShortDate } from '../../messages/dates.ts'
import { t, type Language, type MessageKey } from '../../messages/index.ts'
import { asOfLine, askLines, dayOf, type MailContext } from './context.ts'
import { doneRow, isPast, labelOf, linkLines, owedRow, whenOf } from './items.ts'
import type { FootLine, Letter, Row } from './letter.ts'
import { ownWordsOf } from './ownWords.ts'

export type UnitMail = Exclude<MailContent, { kind: 'docket' | 'sign_in' }>
type Opening = Letter['opening']

/** A mail to a unit about what it owes, has reported or need not do any more. */
export function unitLetter(content: UnitMail, context: MailContext): Letter {
  const { language } = context
  const today = dayOf(content, context.zone)
  const own = ownWordsOf(content, context)
  return {
    language,
    subject: ownSubject(own, content, language) ?? subjectOf(content, today, language),
    issuerName: content.issuerName,
    heading: headingOf(content, today, language),
    asOf: asOfLine(content, context),
    opening: [...beginning(own, content, language), ...factsOf(content, language)],
    rows: rowsOf(content, today, context),
    closing: own?.closing ?? closingOf(content, language),
    action: null,
    foot: footOf(content, context),
  }
}

/** Several things in one mail are told of in any words, unless these count them. */
function ownSubject(own: FilledText | null, content: UnitMail, language: Language): string | null {
  if (own === null || own.subject === null) return null
  const others = content.kind === 'reminder' ? content.items.length - 1 : 0
  const counts = content.text?.subject.includes('{n}') === true
  return others === 0 || counts
    ? own.subject
    : t(language, 'mail.subject.more', { subject: own.subject, n: others })
}

function subjectOf(content: UnitMail, today: LocalDate, language: Language): string {
  const { kind, facts, items } = content
  const [lead] = items
  if (kind === 'link') return t(language, 'mail.subject.link')
  if (lead === undefined) return headingOf(content, today, language)
  const params = {
    title: lead.title,
    what: labelOf(lead, language),
    date: facts.dueOn === undefined ? '' : formatShortDate(language, facts.dueOn),
  }
  switch (kind) {
    case 'reminder':
      return reminderSubject(lead, items.length - 1, today, language)
    case 'returned':
      return t(language, facts.dueOn ? 'mail.subject.returned' : 'mail.subject.returned.undated', params)
    case 'changed':
      return t(language, changedKey('mail.subject.changed', content), params)
    case 'issue':
    case 'urge':
    case 'receipt':
      return t(language, `mail.subject.${kind}`, params)
  }
}

function reminderSubject(lead: MailItem, others: number, today: LocalDate, language: Language): string {
  const when = whenOf(lead, today, language)
  const subject = when === null ? openSubject(lead, language) : dated(lead, when, language)
  return others > 0 ? t(language, 'mail.subject.more', { subject, n: others }) : subject
}

function openSubject(lead: MailItem, language: Language): string {
  if (lead.duty === 'acknowledge') return t(language, 'mail.subject.issue', { title: lead.title })
  return t(language, 'mail.subject.reminder.open', { what: labelOf(lead, language) })
}

function dated(lead: MailItem, when: string, language: Language): string {
  return t(language, 'mail.subject.reminder', { when, what: labelOf(lead, language) })
}

/** An extension that names no new date is told as a change, without one. */
function changedKey<Base extends 'mail.subject.changed' | 'mail.heading.changed'>(
  base: Base,
  { facts }: UnitMail,
): Base | `${Base}.${'extended' | 'waived' | 'withdrawn' | 'added' | 'cancelled' | 'declined'}` {
  if (facts.change === undefined || (facts.change === 'extended' && facts.dueOn === undefined)) return base
  return `${base}.${facts.change}`
}

function headingOf(content: UnitMail, today: LocalDate, language: Language): string {
  const { kind, unitName: unit } = content
  switch (kind) {
    case 'reminder':
      return stillOpen(content, today, language)
    case 'changed':
      return t(language, changedKey('mail.heading.changed', content), { unit })
    case 'issue':
    case 'urge':
    case 'returned':
    case 'link':
    case 'receipt':
      return t(language, `mail.heading.${kind}`, { unit })
  }
}

/** A digest says in its heading how much of it is late; where all or nothing is, the rows do. */
function stillOpen({ items, unitName: unit }: UnitMail, today: LocalDate, language: Language): string {
  const heading = t(language, stillOpenKey(items), { unit, count: formatCount(language, items.length) })
  const late = items.filter((item) => isPast(item, today)).length
  if (late === 0 || late === items.length) return heading
  return t(language, 'mail.heading.partlyLate', { heading, late: formatCount(language, late) })
}

function stillOpenKey(items: readonly MailItem[]): MessageKey {
  if (items.every(({ duty }) => duty === 'report')) return 'mail.heading.unreported'
  return items.every(({ duty }) => duty === 'acknowledge')
    ? 'mail.heading.unacknowledged'
    : 'mail.heading.open'
}

function beginning(own: FilledText | null, { kind, facts }: UnitMail, language: Language): Opening {
  const words = (text: string) => ({ text, quote: false })
  if (own !== null) return own.opening.map(words)
  if (kind === 'urge') return [words(t(language, 'mail.urge.stands'))]
  return kind === 'changed' && facts.change === 'added' ? [words(t(language, 'mail.added.by'))] : []
}

function factsOf(content: UnitMail, language: Language): Opening {
  const { kind, facts } = content
  const said: Opening = []
  const say = (text: string, quote = false) => said.push({ text, quote })
  if (kind === 'receipt' && facts.receipt !== undefined)
    say(t(language, 'mail.receipt.number', { receipt: facts.receipt }))
  if (facts.forwardedBy) say(t(language, 'mail.forwarded', { name: facts.forwardedBy }))
  if (facts.what) say(facts.what)
  if (facts.dueOn !== undefined) {
    const due = formatDue(language, facts.dueOn)
    if (kind === 'returned') say(t(language, 'mail.returned.by', { due }))
    if (kind === 'changed') say(t(language, 'mail.extended.to', { due }))
  }
  if (facts.reason) say(t(language, 'mail.reason', { reason: facts.reason }), true)
  return said
}

/** Nothing is asked for any more, or it has just been given. */
function asksNothing({ kind, facts }: UnitMail): boolean {
  if (kind === 'receipt') return true
  return kind === 'changed' && ['waived', 'withdrawn', 'cancelled'].includes(facts.change ?? '')
}

function rowsOf(content: UnitMail, today: LocalDate, context: MailContext): Row[] {
  const row = asksNothing(content) ? doneRow : (item: MailItem) => owedRow(item, today, context)
  return content.items.map((item) => row(item, context))
}

function closingOf(content: UnitMail, language: Language): string[] {
  if (content.kind === 'receipt') return [t(language, 'mail.receipt.next')]
  if (asksNothing(content)) return [t(language, 'mail.changed.nothingToDo')]
  if (content.kind === 'link') return []
  const elsewhere =
    content.askWhom === '' || content.kind === 'issue'
      ? []
      : [t(language, 'mail.elsewhere', { whom: content.askWhom })]
  return [...elsewhere, t(language, 'mail.stops')]
}

function footOf(content: UnitMail, context: MailContext): FootLine[][] {
  return [[...askLines(content, context), ...linkLines(content.items, content.unitName, context)]]
}
