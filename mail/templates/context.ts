import type { MailContent } from '../../domain/message.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import { formatDayAndTime } from '../../messages/dates.ts'
import { t, type Language } from '../../messages/index.ts'
import type { FootLine } from './letter.ts'

/** What a mail is set with; the installation's, not the mail's own. */
export interface MailContext {
  language: Language
  /** Without a slash at the end. */
  baseUrl: string
  /** Signs the links; see ../links.ts. */
  key: Buffer
  zone: string
  /** Needed by a sign-in mail, used by no other. */
  signInUrl?: string
}

/** The day on which the mail was composed, by the clock of the zone. */
export function dayOf(content: MailContent, zone: string): LocalDate {
  return dateIn(zone, new Date(content.asOf))
}

export function asOfLine(content: MailContent, context: MailContext): string {
  const instant = formatDayAndTime(context.language, new Date(content.asOf), context.zone)
  return t(context.language, 'mail.asOf', { instant })
}

export function askLines(content: MailContent, context: MailContext): FootLine[] {
  if (content.askWhom === '') return []
  return [{ text: t(context.language, 'mail.ask', { whom: content.askWhom }), url: null }]
}

/** Clauses of one line. */
export function clauses(language: Language, parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(language === 'en' ? ', ' : '，')
}

const LONGEST_LINE = 200

/**
 * A title may hold line breaks; a header may not, nor what turns the reading direction or takes no room: by these a
 * subject can be made to read as another.
 */
export function oneLine(text: string): string {
  const line = text
    .replaceAll(/[\p{Cf}\p{Cs}\u115F\u1160\u3164\uFFA0]/gu, '')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  const characters = Array.from(line)
  return characters.length <= LONGEST_LINE ? line : `${characters.slice(0, LONGEST_LINE - 1).join('')}…`
}
