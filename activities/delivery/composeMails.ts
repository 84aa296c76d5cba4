import { DateTime } from 'luxon'
import type { Tx } from '../../db/connection.ts'
import { loadMailFacts, type MailFacts } from '../../db/queries/mailFacts.ts'
import { loadTextsInForce, type TextsInForce } from '../../db/queries/mailTexts.ts'
import type { MailLanguage } from '../../domain/mailText.ts'
import type { MailContent, MailItem } from '../../domain/message.ts'
import { addDays, dateIn } from '../../domain/time.ts'
import { mailTextKindOf } from '../../mail/templates/ownWords.ts'
import type { ComposedMail, Drain, MessageRow } from './drain.ts'

/** A docket mail opens the docket for so many days; the next mail brings a new link. */
const DOCKET_LINK_DAYS = 14

/**
 * What each mail says, to whom, and whether it still goes at all: a row without a composed mail is cancelled.
 * One whose fate was ever uncertain keeps the text that it had: it may lie in the mailbox already.
 */
export async function composeMails(tx: Tx, drain: Drain, rows: MessageRow[]): Promise<ComposedMail[]> {
  const facts = await loadMailFacts(tx, { rows, asOf: drain.asOf, calendar: drain.time.calendar })
  const texts = await loadTextsInForce(tx)
  return rows.flatMap((row) => {
    const recipient = facts.recipientOf(row)
    if (recipient === null) return []
    const unchanged = row.uncertain_times > 0 ? row.content : null
    const content = unchanged ?? worded(contentOf(row, facts, drain), recipient.language, texts, drain)
    if (content === null) return []
    const address = row.uncertain_times > 0 && row.address !== null ? row.address : recipient.address
    return [
      {
        id: row.id,
        address,
        language: content.language ?? recipient.language,
        accountId: row.account_id,
        headerId: row.header_id,
        replyTo: facts.noticeOf(row)?.replyMailbox ?? null,
        content,
      },
    ]
  })
}

/** With the words that are in force in the reader's language, so that later ones do not change a second copy. */
function worded(
  content: MailContent | null,
  language: MailLanguage,
  texts: TextsInForce,
  drain: Drain,
): MailContent | null {
  if (content === null) return null
  const kind = mailTextKindOf(content, drain.time.installation.zone)
  const text = kind === null ? null : texts.of(kind, language)
  return { ...content, language, ...(text === null ? {} : { text }) }
}

function contentOf(row: MessageRow, facts: MailFacts, drain: Drain): MailContent | null {
  const notice = facts.noticeOf(row)
  const common = {
    issuerName: notice?.issuerName ?? drain.time.installation.name,
    askWhom: notice?.askWhom ?? '',
    asOf: DateTime.fromJSDate(drain.asOf, { zone: drain.time.installation.zone }).toISO() ?? '',
  }
  const unitName = facts.unitNameOf(row)
  switch (row.kind) {
    case 'issue':
    case 'reminder':
    case 'changed':
    case 'urge':
    case 'returned':
    case 'link': {
      const items = facts.itemsOf(row)
      return items.length === 0
        ? null
        : { ...common, kind: row.kind, unitName, items: inOrder(items), facts: row.facts }
    }
    case 'receipt':
      return { ...common, kind: 'receipt', unitName, items: facts.itemsOf(row), facts: row.facts }
    case 'docket': {
      const docket = facts.docketOf(row)
      if (docket === null) return null
      const { person, ...told } = docket
      const expiresOn = addDays(dateIn(drain.time.installation.zone, drain.asOf), DOCKET_LINK_DAYS)
      return { ...common, kind: 'docket', ...told, link: { ...person, expiresOn } }
    }
    case 'sign_in':
      return {
        ...common,
        kind: 'sign_in',
        personName: facts.recipientOf(row)?.name ?? '',
        next: row.facts.next ?? '/',
      }
  }
}

/** The most pressing first; what has no date comes last. */
function inOrder(items: MailItem[]): MailItem[] {
  return [...items].sort((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'))
}
