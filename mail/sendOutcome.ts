import type { NodemailerError } from 'nodemailer'

/** What a person can do about a mail that did not go out. The sentences stand in messages/, as `remedy.…`. */
export const remedies = [
  'address-unknown',
  'mailbox-full',
  'refused-as-spam',
  'mail-server-down',
  'sign-in-refused',
  'try-later',
  'not-delivered',
] as const
export type Remedy = (typeof remedies)[number]

/** `error` is for logs and carries no address. */
export type SendOutcome =
  | { kind: 'sent' }
  | { kind: 'temporary'; error: string; remedy: Remedy }
  | { kind: 'permanent'; error: string; remedy: Remedy }
  /** The server had the whole mail and gave no answer: it may have been delivered. */
  | { kind: 'uncertain'; error: string }

/**
 * Judges a conversation that ended in an error. What the server says about the sending installation (its
 * greeting, the sign-in, TLS) is temporary even with a 5xx: the administrator mends it and the mail is as good as before.
 * @param handedOver whether the mail's last byte had been handed over when it ended
 */
export function outcomeOf(error: NodemailerError, handedOver: boolean): SendOutcome {
  const text = withoutAddresses(error.message)
  const reply = error.responseCode
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || reply === 530 || reply === 535)
    return { kind: 'temporary', error: text, remedy: 'sign-in-refused' }
  if (reply === undefined) return withoutReply(error, text, handedOver)
  if (!concernsMail(error.command)) return { kind: 'temporary', error: text, remedy: 'mail-server-down' }
  const remedy = remedyOf(reply, error.response ?? '', error.command)
  return isPermanent(reply)
    ? { kind: 'permanent', error: text, remedy }
    : { kind: 'temporary', error: text, remedy }
}

function withoutReply(error: NodemailerError, text: string, handedOver: boolean): SendOutcome {
  if (handedOver) return { kind: 'uncertain', error: text }
  if (error.code === 'EENVELOPE') return { kind: 'permanent', error: text, remedy: 'address-unknown' }
  return { kind: 'temporary', error: text, remedy: 'mail-server-down' }
}

/** 503 speaks of the order of commands, not of the mail. */
function isPermanent(reply: number): boolean {
  return reply >= 500 && reply < 600 && reply !== 503
}

function concernsMail(command: string | undefined): boolean {
  return command === 'MAIL FROM' || command === 'RCPT TO' || command === 'DATA'
}

/** The enhanced status (RFC 3463) is more exact than the reply code, where the server gives one. */
function remedyOf(reply: number, response: string, command: string | undefined): Remedy {
  const [, subject, detail] = /\b[45]\.(\d{1,3})\.(\d{1,3})\b/.exec(response) ?? []
  if (subject === '7') return 'refused-as-spam'
  if (subject === '2')
    return detail === '2' || reply === 552 || reply === 452 ? 'mailbox-full' : 'address-unknown'
  if (subject === '1') return aboutSender(command, detail) ? 'refused-as-spam' : 'address-unknown'
  if (reply === 552 || reply === 452) return 'mailbox-full'
  if (reply < 500) return 'try-later'
  if (reply === 554 || command === 'MAIL FROM') return 'refused-as-spam'
  return command === 'RCPT TO' && [550, 551, 553].includes(reply) ? 'address-unknown' : 'try-later'
}

/** 5.1.7 and 5.1.8 are about the sender's address. */
function aboutSender(command: string | undefined, detail: string | undefined): boolean {
  return command === 'MAIL FROM' || detail === '7' || detail === '8'
}

const LONGEST_ERROR = 300

/** What a server said, on one line and not too long; servers repeat the address that they refuse. */
export function withoutAddresses(text: string): string {
  return text
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '…')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_ERROR)
}
