import type { MailContent } from '../../domain/message.ts'
import {
  fillMailText,
  type FilledText,
  type MailText,
  type MailTextKind,
  type PlaceholderValues,
} from '../../domain/mailText.ts'
import type { LocalDate } from '../../domain/time.ts'
import { formatDate, formatDue, formatShortDate } from '../../messages/dates.ts'
import { wordsAsWritten, type Language, type MessageKey } from '../../messages/index.ts'
import { dayOf, type MailContext } from './context.ts'
import { isPast, labelOf, whenOf } from './items.ts'

type UnitMail = Exclude<MailContent, { kind: 'docket' | 'sign_in' }>

/** Which words a mail is set with; null for a mail whose words are nobody's to change. */
export function mailTextKindOf(content: MailContent, zone: string): MailTextKind | null {
  switch (content.kind) {
    case 'sign_in':
      return null
    case 'changed':
      return changedKind(content)
    case 'reminder':
      return reminderKind(content, dayOf(content, zone))
    case 'issue':
    case 'urge':
    case 'returned':
    case 'receipt':
    case 'link':
    case 'docket':
      return content.kind
  }
}

/** A change that does not say which, or an extension without its date, has words of its own. */
function changedKind({ facts }: UnitMail): MailTextKind | null {
  if (facts.change === undefined || (facts.change === 'extended' && facts.dueOn === undefined)) return null
  return facts.change
}

/** By what is most pressing, which stands first. To acknowledge some time is asked in the mail's own words. */
function reminderKind({ items: [lead] }: UnitMail, today: LocalDate): MailTextKind | null {
  if (lead === undefined) return null
  if (lead.dueOn === null) return lead.duty === 'report' ? 'reminder_open' : null
  return isPast(lead, today) ? 'reminder_overdue' : 'reminder_before'
}

/** What people have written for this mail, filled in; null where it speaks in its own words. */
export function ownWordsOf(content: MailContent, context: MailContext): FilledText | null {
  const kind = mailTextKindOf(content, context.zone)
  if (content.text === undefined || kind === null || content.kind === 'sign_in') return null
  return fillMailText(kind, content.text, valuesOf(content, context))
}

function valuesOf(
  content: Exclude<MailContent, { kind: 'sign_in' }>,
  context: MailContext,
): PlaceholderValues {
  const common = { issuer: content.issuerName, whom: content.askWhom, n: String(content.items.length) }
  const { language } = context
  if (content.kind === 'docket')
    return {
      ...common,
      person: content.personName,
      climbsOn: content.climbsOn === null ? null : formatDate(language, content.climbsOn),
    }
  const { unitName: unit, facts } = content
  return { ...common, unit, receipt: facts.receipt ?? null, ...leadValues(content, context) }
}

function leadValues(content: UnitMail, { language, zone }: MailContext): PlaceholderValues {
  const [lead] = content.items
  if (lead === undefined) return {}
  const today = dayOf(content, zone)
  const setsDate = content.kind === 'returned' || content.kind === 'changed'
  const due = (setsDate ? content.facts.dueOn : undefined) ?? lead.dueOn
  return {
    title: lead.title,
    number: lead.number,
    what: labelOf(lead, language),
    when: whenOf(lead, today, language),
    due: due === null ? null : formatDue(language, due),
    date: due === null ? null : formatShortDate(language, due),
    daysLeft: counted(lead.daysLeft),
    daysPast: counted(lead.daysPast),
  }
}

/** Where no working day is meant, a sentence about a number of them is not true. */
function counted(days: number | null): string | null {
  return days === null || days === 0 ? null : String(days)
}

/** A mail's own words, as they stand in the catalogue: where an editor begins, and returns to. */
export function originalText(kind: MailTextKind, language: Language): MailText {
  const { subject, opening = [], closing } = original[kind]
  const lines = (keys: readonly MessageKey[]): string =>
    keys.map((key) => wordsAsWritten(language, key)).join('\n')
  return { subject: lines([subject]), opening: lines(opening), closing: lines(closing) }
}

interface Original {
  subject: MessageKey
  opening?: MessageKey[]
  closing: MessageKey[]
}

const asks: MessageKey[] = ['mail.elsewhere', 'mail.stops']
const asksNothing: MessageKey[] = ['mail.changed.nothingToDo']

const original: Record<MailTextKind, Original> = {
  issue: { subject: 'mail.subject.issue', closing: ['mail.stops'] },
  added: { subject: 'mail.subject.changed.added', opening: ['mail.added.by'], closing: asks },
  reminder_before: { subject: 'mail.subject.reminder', closing: asks },
  reminder_open: { subject: 'mail.subject.reminder.open', closing: asks },
  reminder_overdue: { subject: 'mail.subject.reminder', closing: asks },
  urge: { subject: 'mail.subject.urge', opening: ['mail.urge.stands'], closing: asks },
  returned: { subject: 'mail.subject.returned', closing: asks },
  receipt: { subject: 'mail.subject.receipt', closing: ['mail.receipt.next'] },
  extended: { subject: 'mail.subject.changed.extended', closing: asks },
  waived: { subject: 'mail.subject.changed.waived', closing: asksNothing },
  withdrawn: { subject: 'mail.subject.changed.withdrawn', closing: asksNothing },
  cancelled: { subject: 'mail.subject.changed.cancelled', closing: asksNothing },
  declined: { subject: 'mail.subject.changed.declined', closing: asks },
  link: { subject: 'mail.subject.link', closing: [] },
  docket: { subject: 'mail.subject.docket', closing: ['mail.docket.climbs'] },
}
