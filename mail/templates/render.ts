import type { MailContent } from '../../domain/message.ts'
import { oneLine, type MailContext } from './context.ts'
import { htmlPage } from './layout.ts'
import type { Letter } from './letter.ts'
import { docketLetter, signInLetter } from './personMail.ts'
import { plainText } from './plain.ts'
import { unitLetter } from './unitMail.ts'

export type { MailContext } from './context.ts'

/**
 * Sets a mail as HTML and as plain text, which say the same. The same content, language and key give the same
 * mail. The subject is one line; nothing in the content can become markup.
 */
export function renderMail(
  content: MailContent,
  context: MailContext,
): { subject: string; text: string; html: string } {
  const letter = letterOf(content, context)
  const subject = oneLine(letter.subject)
  return { subject, text: plainText(letter), html: htmlPage({ ...letter, subject }) }
}

function letterOf(content: MailContent, context: MailContext): Letter {
  switch (content.kind) {
    case 'docket':
      return docketLetter(content, context)
    case 'sign_in':
      return signInLetter(content, context)
    case 'issue':
    case 'reminder':
    case 'changed':
    case 'urge':
    case 'returned':
    case 'link':
    case 'receipt':
      return unitLetter(content, context)
  }
}
