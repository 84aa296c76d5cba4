import type { OutgoingMail } from './outgoingMail.ts'

const address = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u
const headerName = /^[A-Za-z][A-Za-z0-9-]*$/
const LONGEST_ADDRESS = 254

/** Whether a text is one plain mail address: no name, no list, nothing that could end a header. */
export function isMailAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && address.test(text)
}

/** What makes a mail unfit for its headers, named by its part and never by its content; null when it is fit. */
export function unfitPart(mail: OutgoingMail): string | null {
  const addresses = { to: mail.to, from: mail.from.address, replyTo: mail.replyTo }
  for (const [part, value] of Object.entries(addresses))
    if (value !== null && !isMailAddress(value)) return part
  const lines = { 'from-name': mail.from.name, subject: mail.subject, messageId: mail.messageId }
  for (const [part, value] of Object.entries(lines)) if (hasControls(value)) return part
  for (const [name, value] of Object.entries(mail.headers))
    if (!headerName.test(name) || hasControls(value)) return 'headers'
  return null
}

function hasControls(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text)
}
