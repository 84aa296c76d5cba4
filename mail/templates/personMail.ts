import type { MailContent, MailDocketItem } from '../../domain/message.ts'
import { formatDate } from '../../messages/dates.ts'
import { t, type Language } from '../../messages/index.ts'
import { docketToken, docketUrl } from '../docketLinks.ts'
import { asOfLine, askLines, clauses, type MailContext } from './context.ts'
import { pastFigure } from './items.ts'
import type { Letter, Row } from './letter.ts'
import { ownWordsOf } from './ownWords.ts'

/** A mail is for seeing what waits; the whole list is on the page. */
const MOST_ITEMS = 20

/** A supervisor's mail: the overdue units, and one way to where they are decided. */
export function docketLetter(
  content: Extract<MailContent, { kind: 'docket' }>,
  context: MailContext,
): Letter {
  const { language } = context
  const token = docketToken(context.key, content.link)
  const url = docketUrl(context.baseUrl, token)
  const n = content.items.length
  const hidden = n - MOST_ITEMS
  const own = ownWordsOf(content, context)
  return {
    language,
    subject: own?.subject ?? t(language, 'mail.subject.docket', { n }),
    issuerName: content.issuerName,
    heading: t(language, 'mail.heading.docket', { person: content.personName, n }),
    asOf: asOfLine(content, context),
    opening: (own?.opening ?? []).map((text) => ({ text, quote: false })),
    rows: content.items
      .slice(0, MOST_ITEMS)
      .map((item) => docketRow(item, language, docketUrl(context.baseUrl, token, item.itemId))),
    closing: [
      ...(hidden > 0 ? [t(language, 'mail.docket.more', { n: hidden })] : []),
      ...(own?.closing ?? climbing(content.climbsOn, language)),
    ],
    action: { label: t(language, 'mail.button.docket'), url },
    foot: [[...askLines(content, context), { text: t(language, 'mail.copy'), url }]],
  }
}

function climbing(
  climbsOn: Extract<MailContent, { kind: 'docket' }>['climbsOn'],
  language: Language,
): string[] {
  if (climbsOn === null) return []
  return [t(language, 'mail.docket.climbs', { climbsOn: formatDate(language, climbsOn) })]
}

function docketRow(item: MailDocketItem, language: Language, url: string): Row {
  const isReport = item.duty === 'report' && item.what !== ''
  const said = [
    t(language, 'mail.docket.reminded', { n: item.reminders }),
    item.acknowledged ? '' : t(language, 'mail.docket.neverAcknowledged'),
  ]
  return {
    figure: pastFigure(item.daysPast, language),
    title: item.unitName,
    lines: [
      isReport
        ? clauses(language, [item.what, item.title])
        : t(language, 'mail.label.acknowledge', { title: item.title }),
      clauses(language, said),
    ],
    button: { label: t(language, 'mail.button.decide'), url },
  }
}

/** @throws RangeError without a sign-in link, which is all that this mail is for */
export function signInLetter(
  content: Extract<MailContent, { kind: 'sign_in' }>,
  context: MailContext,
): Letter {
  const { language, signInUrl: url } = context
  if (url === undefined) throw new RangeError('a sign-in mail needs its link')
  return {
    language,
    subject: t(language, 'mail.subject.sign_in'),
    issuerName: content.issuerName,
    heading: t(language, 'mail.heading.sign_in', { person: content.personName }),
    asOf: asOfLine(content, context),
    opening: [{ text: t(language, 'mail.signIn.once'), quote: false }],
    rows: [],
    closing: [t(language, 'mail.signIn.notYou')],
    action: { label: t(language, 'mail.button.signIn'), url },
    foot: [[...askLines(content, context), { text: t(language, 'mail.copy'), url }]],
  }
}
