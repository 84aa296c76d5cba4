import type { bounces as zh } from '../../zh/pages/bounces.ts'

export const bounces: Record<keyof typeof zh, string> = {
  'bounces.title': 'Bounces',
  'bounces.note': 'Mails that were sent and came back, as read from the mailbox that they were sent from',
  'bounces.none': 'No mail has come back. Those that do will appear here',
  'bounces.read': 'The mailbox is being read; what comes back shows here within minutes',
  'bounces.readLate':
    'The mailbox has not been read for {n} {n:minute|minutes}; some bounces may be missing. The administrator checks its settings',
  'bounces.notRead':
    'No mailbox is read, so bounces do not show by themselves. The administrator sets DUBAN_IMAP_URL, or look into the mailbox',
  'bounces.person': 'Contact and telephone',
  'bounces.reason': 'Why, and what to do',
  'bounces.outcome': 'How it counts',
  'bounces.settled': 'Counts as not delivered by now',
  'bounces.settle.message': 'Checked: count as not delivered',
  'bounces.settle.contact': 'Checked: put down to {person}',
  'bounces.failed': 'Counts as not delivered',
  'bounces.noted': 'Told only: it does not say which mail it is about. Call to find out',
  'bounces.delayed': 'Told only: their server is still trying',
  'bounces.unmatched': 'Of no mail: nothing went to this address within a week',
  'did.mail-bounced': 'A mail came back',
}
