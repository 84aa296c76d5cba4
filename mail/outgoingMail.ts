/** One mail to one address. */
export interface OutgoingMail {
  /** Stays the same for a second copy, so that a mailbox can tell that it is one. */
  messageId: string
  to: string
  from: { name: string; address: string }
  replyTo: string | null
  subject: string
  text: string
  html: string
  headers: Record<string, string>
}
