import type { mailbox as zh } from '../../zh/pages/mailbox.ts'

export const mailbox: Record<keyof typeof zh, string> = {
  'mailbox.note': 'For trying out: mails stay on this machine, none is really sent',
  'mailbox.to': 'To',
  'mailbox.from': 'From',
  'mailbox.received': 'Time',
  'mailbox.subject': 'Subject',
  'mailbox.noSubject': '(no subject)',
  'mailbox.empty': 'No mail yet. What is sent appears here',
  'mailbox.total': '{n} {n:mail|mails}',
  'mailbox.same': 'Mails to the same address',
  'mailbox.view': 'View',
  'mailbox.html': 'As it looks',
  'mailbox.text': 'Plain text',
}
