import type { MailItem } from '../../domain/message.ts'
import type { LocalDate } from '../../domain/time.ts'
import { formatDaysLeft, formatDaysPast, formatDue } from '../../messages/dates.ts'
import { t, type Language } from '../../messages/index.ts'
import { linkToken, unitUrl } from '../links.ts'
import { clauses, type MailContext } from './context.ts'
import type { Figure, FootLine, Row } from './letter.ts'

export function itemUrl(item: MailItem, context: MailContext): string {
  return unitUrl(context.baseUrl, linkToken(context.key, item.link))
}

/** What is owed, in the words of a subject: `调研月活动总结`, `签收关于……的通知`. */
export function labelOf(item: MailItem, language: Language): string {
  if (item.duty === 'acknowledge') return t(language, 'mail.label.acknowledge', { title: item.title })
  return item.what || item.title
}

/** By the date and not by the days: a due date can be past without a working day since. */
export function isPast(item: MailItem, today: LocalDate): boolean {
  return item.dueOn !== null && item.dueOn < today
}

/** `还有3个工作日`, `已过3个工作日`; null where there is no due date. */
export function whenOf(item: MailItem, today: LocalDate, language: Language): string | null {
  if (item.dueOn === null) return null
  if (isPast(item, today)) return formatDaysPast(language, item.daysPast ?? 0)
  return formatDaysLeft(language, item.daysLeft ?? 0, item.dueOn === today)
}

export function pastFigure(days: number, language: Language): Figure {
  const known = days > 0
  return {
    sentence: formatDaysPast(language, days),
    above: known ? t(language, 'mail.figure.past') : '',
    big: known ? String(days) : null,
    below: known ? unitOf(days, language) : '',
    late: true,
  }
}

function unitOf(days: number, language: Language): string {
  return t(language, days === 1 ? 'mail.figure.unit.one' : 'mail.figure.unit')
}

function figureOf(item: MailItem, today: LocalDate, language: Language): Figure | null {
  const sentence = whenOf(item, today, language)
  if (sentence === null) return null
  if (isPast(item, today)) return pastFigure(item.daysPast ?? 0, language)
  if (item.dueOn === today)
    return { sentence, above: '', big: t(language, 'mail.figure.today'), below: '', late: false }
  const days = item.daysLeft ?? 0
  if (days === 0) return { sentence, above: '', big: null, below: '', late: false }
  return { sentence, above: '', big: String(days), below: unitOf(days, language), late: false }
}

/** A row that asks for something: until when, of which notice, and the button that leads there. */
export function owedRow(item: MailItem, today: LocalDate, context: MailContext): Row {
  const { language } = context
  const url = itemUrl(item, context)
  if (item.duty === 'acknowledge')
    return {
      figure: figureOf(item, today, language),
      title: item.title,
      lines: [acknowledgeLine(item, language), item.number].filter((line) => line !== ''),
      button: { label: t(language, 'mail.button.acknowledge'), url },
    }
  const acknowledgeFirst = !item.acknowledged && !isPast(item, today)
  return {
    figure: figureOf(item, today, language),
    title: item.what || item.title,
    lines: [reportLine(item, language), sourceLine(item, language)],
    button: { label: t(language, acknowledgeFirst ? 'mail.button.acknowledge' : 'mail.button.report'), url },
  }
}

function acknowledgeLine(item: MailItem, language: Language): string {
  if (item.dueOn === null) return t(language, 'mail.openAcknowledge')
  return t(language, 'mail.acknowledgeBy', { due: formatDue(language, item.dueOn) })
}

function reportLine(item: MailItem, language: Language): string {
  const due = formatDue(language, item.dueOn)
  return clauses(language, [due, item.acknowledged ? '' : t(language, 'mail.notAcknowledged')])
}

/** The notice and its number; a number says nothing where there is none. */
export function sourceLine(item: MailItem, language: Language): string {
  if (item.number === '') return item.title
  return t(language, 'mail.source', { title: item.title, number: item.number })
}

/** A row about something that asks for nothing any more, or has been done. */
export function doneRow(item: MailItem, context: MailContext): Row {
  const { language } = context
  const isReport = item.duty === 'report' && item.what !== ''
  return {
    figure: null,
    title: isReport ? item.what : item.title,
    lines: isReport ? [sourceLine(item, language)] : [item.number].filter((line) => line !== ''),
    button: { label: t(language, 'mail.button.look'), url: itemUrl(item, context) },
  }
}

/** Each link once, in full. With several, each stands under its notice. */
export function linkLines(items: readonly MailItem[], unitName: string, context: MailContext): FootLine[] {
  const titles = new Map<string, string>()
  for (const item of items)
    if (!titles.has(itemUrl(item, context))) titles.set(itemUrl(item, context), item.title)
  const intro = t(context.language, 'mail.linkOnly', { unit: unitName })
  const [only] = titles.keys()
  if (only === undefined) return []
  if (titles.size === 1) return [{ text: intro, url: only }]
  return [{ text: intro, url: null }, ...Array.from(titles, ([url, text]) => ({ text, url }))]
}
